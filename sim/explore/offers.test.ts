/** Messages with alternatives: one is delivered, and schedule, data and faults are drawn apart. */
import { createMachine } from 'xstate'
import type { EventObject } from 'xstate'
import { describe, expect, it } from 'vitest'
import { createModel } from '../model/model.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { sequential } from '../strategy/sequential.ts'
import { uniform } from '../strategy/uniform.ts'
import { Runner } from './run.ts'
import { ran, ranOn, snapshotOf } from './ran.fixture.ts'
import { recorder, script, send, toy } from '../model/toys.fixture.ts'
import type { Ran } from './ran.fixture.ts'

const ok = { type: 'OK' }
const short = { type: 'SHORT' }
const error = { type: 'ERROR' }

interface Offering extends EventObject {
  readonly alternatives?: readonly EventObject[]
  readonly faults?: readonly EventObject[]
}

/** A disk that offers `offer` to `r` three times. */
const disk = (offer: Offering, faults = 0) =>
  toy({ disk: script('r', offer, offer, offer), r: recorder }, [], { faults })

/** A strategy that always takes alternative `k`, or the last one there is. */
const taking = (k: number): Strategy => ({
  ...sequential,
  alternative: (data, faults) => Math.min(k, data + faults - 1),
})

const got = (run: Ran): string => snapshotOf(run, 'r').context.got.join(' ')

describe('an offer', () => {
  const both = { ...ok, alternatives: [short], faults: [error] }

  it.each([
    ['the default', both, 0, 9, 'OK OK OK'],
    ['a data alternative', both, 1, 9, 'SHORT SHORT SHORT'],
    ['a fault', both, 2, 9, 'ERROR ERROR ERROR'],
    ['no more faults than the bound', both, 2, 2, 'ERROR ERROR SHORT'],
    ['no fault when the bound is 0', both, 2, 0, 'SHORT SHORT SHORT'],
    ['a fault without data alternatives', { ...ok, faults: [error] }, 1, 1, 'ERROR OK OK'],
    [
      'nothing else when the lists are empty',
      { ...ok, alternatives: [], faults: [] },
      1,
      9,
      'OK OK OK',
    ],
  ])('delivers %s', (_, offer, k, faults, expected) => {
    expect(got(ran(disk(offer, faults), taking(k)))).toBe(expected)
  })

  it('is named after its default, with the alternative beside it', () => {
    const run = ran(disk(both, 9), taking(2))
    expect(run.deliveries).toEqual(['disk>r:OK', 'disk>r:OK#2', 'disk>r:OK#3'])
    expect(run.trace.steps.map((s) => [s.event.type, s.alternative])).toEqual(
      Array(3).fill(['ERROR', { taken: 2, of: 3, fault: true }]),
    )
  })

  it('reaches every combination under the uniform strategy', () => {
    const model = createModel(disk(both, 1))
    const runner = new Runner(model)
    const all = new Set<string>()
    for (let seed = 0; seed < 400; seed++)
      all.add(got(ranOn(model, runner, uniform(), String(seed))))
    // Of 27 combinations, those with at most one fault: 8 without, 3 places times 4 with one.
    expect(all.size).toBe(20)
  })
})

/** Two disks, whose deliveries can be ordered in many ways, and the log of both. */
const disks = (offer: Offering, faults: number) => {
  const one = script('r', offer, { type: 'A' }, { type: 'B' })
  const two = createMachine({
    tags: 'idle',
    entry: ['C', 'D', 'E'].map((type) => send('r', type)),
  })
  return toy({ one, two, r: recorder }, [], { faults })
}

describe('adding choices leaves the other choices of a seed alone', () => {
  const seeds = Array.from({ length: 100 }, (_, i) => String(i))
  const runs = (offer: Offering, faults: number): readonly Ran[] => {
    const model = createModel(disks(offer, faults))
    return seeds.map((seed) => ranOn(model, new Runner(model), uniform(), seed))
  }
  const taken = (run: Ran): number =>
    run.trace.steps.reduce((sum, s) => sum + (s.alternative?.taken ?? 0), 0)
  const plain = runs(ok, 0)

  it('a fault: the schedule is the same in every run', () => {
    const faulty = runs({ ...ok, faults: [error] }, 1)
    expect(faulty.map((r) => r.deliveries)).toEqual(plain.map((r) => r.deliveries))
    expect(new Set(faulty.map(taken))).toEqual(new Set([0, 1]))
  })

  it('data: the schedule is the same in every run', () => {
    const varied = runs({ ...ok, alternatives: [short] }, 0)
    expect(varied.map((r) => r.deliveries)).toEqual(plain.map((r) => r.deliveries))
    expect(new Set(varied.map(taken))).toEqual(new Set([0, 1]))
  })

  it('a fault beside data: where it does not strike, the data is the same', () => {
    const varied = runs({ ...ok, alternatives: [short] }, 0)
    const faulty = runs({ ...ok, alternatives: [short], faults: [error] }, 1)
    const calm = seeds.map((_, i) => i).filter((i) => taken(faulty[i] ?? fail(i)) < 2)
    expect(calm.length).toBeGreaterThan(20)
    expect(calm.map((i) => faulty[i]?.trace.steps.map((s) => s.event))).toEqual(
      calm.map((i) => varied[i]?.trace.steps.map((s) => s.event)),
    )
  })
})

function fail(seed: number): never {
  throw new Error(`no run of seed ${seed}`)
}
