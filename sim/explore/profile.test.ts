/** Fingerprints against the definition of a Mazurkiewicz trace, weights against probabilities. */
import { createMachine, raise } from 'xstate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extenders } from '../../oracle/models/extenders.ts'
import { at } from '../assert.ts'
import { schedulesOf, truthOf } from '../estimate/truth.fixture.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { unpack } from '../schedule/decision.ts'
import { sequential } from '../strategy/sequential.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { uniform } from '../strategy/uniform.ts'
import { Profile } from './profile.ts'
import { systems } from '../model/random.fixture.ts'
import { counting } from '../model/register.fixture.ts'
import { Runner } from './run.ts'
import { recorder, script, send, toy } from '../model/toys.fixture.ts'

/** Takes the options that `decisions` name. */
function scripted(decisions: readonly number[]): Strategy {
  let step = -1
  const now = () => unpack(at(decisions, step))
  return {
    ...sequential,
    begin: () => (step = -1),
    schedule: (pending) => pending.enabled.indexOf((step++, now().channel)),
    timer: () => now().timer,
    alternative: () => now().alternative,
  }
}

function fingerprints(model: Model, schedules: readonly (readonly number[])[]): readonly string[] {
  const runner = new Runner(model)
  return schedules.map((decisions) => {
    const profile = new Profile(scripted(decisions), model.actors)
    runner.run(profile, '')
    expect([...runner.decisions.subarray(0, runner.steps)]).toEqual(decisions)
    return profile.fingerprint()
  })
}

/**
 * The classes by definition: schedules that become each other by swapping neighbours of different
 * receivers, where the swapped schedule exists. Gives the number of the class of each schedule.
 */
function commuting(model: Model, schedules: readonly (readonly number[])[]): readonly number[] {
  const index = new Map(schedules.map((d, i) => [d.join(), i]))
  const parent = schedules.map((_, i) => i)
  const find = (i: number): number => (parent[i] === i ? i : find(at(parent, i)))
  const receiver = (d: number): number => unpack(d).channel % model.actors
  for (const [i, decisions] of schedules.entries()) {
    for (let k = 1; k < decisions.length; k++) {
      const [a, b] = [at(decisions, k - 1), at(decisions, k)]
      if (receiver(a) === receiver(b)) continue
      const swapped = index.get(
        decisions
          .with(k - 1, b)
          .with(k, a)
          .join(),
      )
      if (swapped !== undefined) parent[find(i)] = find(swapped)
    }
  }
  return schedules.map((_, i) => find(i))
}

/** Which of the items are equal, as a value: each item by the place of its first equal. */
function partition(items: readonly unknown[]): readonly number[] {
  return items.map((item) => items.indexOf(item))
}

const models = [
  ['two clients', createModel(counting(2))],
  ['three clients', createModel(counting(3))],
  [
    'two senders',
    createModel(
      toy({
        r: recorder,
        q: recorder,
        a: script('r', 'X', 'Y'),
        b: script('r', 'Z'),
        c: script('q', 'X', 'Y'),
      }),
    ),
  ],
] as const

describe('the fingerprint of a run', () => {
  it.each(models)('is equal exactly for runs that commute: %s', (_, model) => {
    const schedules = [...schedulesOf(model)].map((s) => s.decisions)
    const classes = commuting(model, schedules)
    expect(new Set(classes).size).toBeGreaterThan(1)
    expect(new Set(classes).size).toBeLessThan(schedules.length)
    expect(partition(fingerprints(model, schedules))).toEqual(partition(classes))
  })

  it.each([
    ['is that of the receiver, whoever else has timers', 5, 1],
    ['tells in which order the timers of one actor fire', 1, 2],
  ])('of a run with timers %s', (_, delay, classes) => {
    const a = createMachine({
      tags: 'idle',
      entry: [send('r', 'FIRST', { delay: 5 }), send('a', 'GO')],
      on: { GO: { actions: send('q', 'SECOND', { delay: delay }) } },
    })
    const b = createMachine({
      tags: 'idle',
      on: { TICK: {} },
      entry: raise({ type: 'TICK' }, { delay: 1 }),
    })
    const model = createModel(toy({ r: recorder, q: recorder, a, b }))
    const schedules = [...schedulesOf(model)]
      .map((s) => s.decisions)
      .filter((d) => unpack(at(d, 0)).channel === 2 * model.actors + 2)
    expect(new Set(fingerprints(model, schedules)).size).toBe(classes)
    expect(schedules.length).toBeGreaterThan(classes)
  })

  it('does not depend on what other workers have interned before', () => {
    fc.assert(
      fc.property(systems, (system) => {
        const prints = (first: number): readonly string[] => {
          const model = createModel(system)
          const [runner, profile] = [new Runner(model), new Profile(uniform(), model.actors)]
          const seeds = Array.from({ length: 20 }, (_, i) => String((first + i) % 20))
          const seen = seeds.map(
            (seed) => (runner.run(profile, seed), [Number(seed), profile.fingerprint()] as const),
          )
          return seen.toSorted(([x], [y]) => x - y).map(([, print]) => print)
        }
        expect(prints(13)).toEqual(prints(0))
      }),
      { seed: 1, numRuns: 40 },
    )
  })

  it('leaves the runs of the strategy as they are', () => {
    const model = createModel(extenders(2, true))
    const [plain, wrapped] = [new Runner(model), new Runner(model)]
    for (let seed = 0; seed < 50; seed++) {
      plain.run(uniform(), String(seed))
      wrapped.run(new Profile(uniform(), model.actors), String(seed))
      expect(wrapped.decisions.subarray(0, wrapped.steps)).toEqual(
        plain.decisions.subarray(0, plain.steps),
      )
    }
  })
})

describe('the weight of a run', () => {
  it('is one over its probability under the uniform strategy, faults and data included', () => {
    const offer = {
      type: 'ASK',
      alternatives: [{ type: 'B' }, { type: 'C' }],
      faults: [{ type: 'EIO' }],
    }
    const model = createModel(
      toy({ r: recorder, a: script('r', offer, offer), b: script('r', 'X') }, [], { faults: 1 }),
    )
    const counts = new Map<string, { runs: number; weight: bigint }>()
    const [runner, profile] = [new Runner(model), new Profile(uniform(), model.actors)]
    const runs = 40_000
    for (let seed = 0; seed < runs; seed++) {
      runner.run(profile, String(seed))
      const key = runner.decisions.subarray(0, runner.steps).join()
      const known = counts.get(key) ?? { runs: 0, weight: profile.weight() }
      expect(profile.weight()).toBe(known.weight)
      counts.set(key, { ...known, runs: known.runs + 1 })
    }
    const truth = truthOf(model)
    expect(BigInt(counts.size)).toBe(truth.schedules)
    const expected = new Map(
      [...schedulesOf(model)].map((s) => [s.decisions.join(), s.probability]),
    )
    for (const [key, { runs: seen, weight }] of counts) {
      const p = expected.get(key) ?? 0
      expect(Number(weight) * p).toBeCloseTo(1, 9)
      expect(Math.abs(seen / runs - p)).toBeLessThan(5 * Math.sqrt(p / runs))
    }
  })

  it('stays exact where a number would not', () => {
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`a${i}`, script('r', 'X')]),
    )
    const model = createModel(toy({ r: recorder, ...many }))
    const [runner, profile] = [new Runner(model), new Profile(uniform(), model.actors)]
    runner.run(profile, '1')
    expect(profile.weight()).toBe(2_432_902_008_176_640_000n) // 20!
  })
})
