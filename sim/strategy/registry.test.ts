/** What every strategy promises: a seed means one schedule, whatever was run before, for ever. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { createMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { systems } from '../model/random.fixture.ts'
import { counting } from '../model/register.fixture.ts'
import { Runner } from '../explore/run.ts'
import { pilot, strategyFor } from '../explore/strategies.ts'
import { ranOn } from '../explore/ran.fixture.ts'
import { claim, send, toy } from '../model/toys.fixture.ts'
import { createModel } from '../model/model.ts'
import type { System } from '../scenario/system.ts'
import { strategyNames } from '../scenario/strategy-name.ts'
import { everyRun, Sampler } from './exhaustive.fixture.ts'
import { memberFor, needsSpace, strategyOf, UnknownStrategyError } from './registry.ts'

/** All but the one that needs an explored space. */
const names = strategyNames.filter((name) => name !== 'urw')
const seeds = Array.from({ length: 30 }, (_, i) => String(i + 1))

/** Comes back to its state for ever. */
const spinner = createMachine({
  tags: 'idle',
  entry: send('a', 'GO'),
  on: { GO: { actions: send('a', 'GO') } },
})

/** Clients of a register, where a run stops at the first write of 2: messages are left over. */
function stopping(): System {
  const early = claim('always', 'early', ['register'], ([register]) => {
    return register?.context.value < 2
  })
  return { ...counting(3), properties: [early] }
}

describe.each(names)('%s', (name) => {
  it.each([
    ['at rest', counting(3)],
    ['at a violation', stopping()],
  ])('gives a seed its schedule whatever was run before, runs end %s', (_, system) => {
    const model = createModel(system)
    const sampler = new Sampler(model)
    const used = strategyFor(model, name)
    const inOrder = seeds.map((seed) => sampler.run(used, seed).decisions)
    const fresh = seeds.map((seed) => {
      return new Sampler(model).run(strategyFor(model, name), seed).decisions
    })
    const reversed = seeds.toReversed().map((seed) => sampler.run(used, seed).decisions)
    expect(fresh).toEqual(inOrder)
    expect(reversed.toReversed()).toEqual(inOrder)
  })

  it('runs any system, and plain XState agrees', () => {
    fc.assert(
      fc.property(systems, (system) => {
        const random = createModel(system)
        const [runner, strategy] = [new Runner(random), strategyFor(random, name)]
        for (const seed of ['1', '2', '3', '17']) {
          expect(ranOn(random, runner, strategy, seed).ending.kind).toMatch(/passed|violated|bound/)
        }
      }),
      { numRuns: 60 },
    )
  })
})

it('gives old seeds their old meaning', () => {
  const model = createModel(counting(3))
  const digest = (name: string): string => {
    const strategy = strategyFor(model, name)
    const orders = seeds.map((seed) => new Sampler(model).run(strategy, seed).order)
    return createHash('sha256').update(JSON.stringify(orders)).digest('hex').slice(0, 12)
  }
  expect(Object.fromEntries(names.map((name) => [name, digest(name)]))).toMatchInlineSnapshot(`
    {
      "delay-bounded": "6af063ca4f52",
      "pct": "9101a0c88962",
      "pctcp": "bd9408b9b406",
      "portfolio": "a826aba7fdf7",
      "pos": "fe6b016fa4c6",
      "preemption-bounded": "d47131bfd916",
      "sequential": "0b18abaa965b",
      "surw": "676083d8edea",
      "uniform": "ce83bff8bca4",
    }
  `)
})

describe('a strategy by name', () => {
  it('may need the explored states, and says what to do without', () => {
    const model = createModel(counting(2))
    expect([needsSpace('urw'), needsSpace('surw'), needsSpace('portfolio')]).toEqual([
      true,
      false,
      false,
    ])
    expect(needsSpace('portfolio:pos+urw')).toBe(true)
    expect(strategyFor(model, 'urw').name).toBe('urw')
    const endless = createModel(toy({ a: spinner }))
    expect(() => strategyFor(endless, 'urw')).toThrow(/come back to a state; use 'surw' or 'pos'/)
    expect(() => strategyFor(endless, 'urw')).toThrow(UnknownStrategyError)
    const facts = { model, pilot: () => pilot(model), rehearse: () => undefined }
    expect(() => strategyOf('urw', facts)).toThrow(/not explored; use 'surw' or 'pos'/)
  })

  it('takes the space that is given', () => {
    const model = createModel(counting(2))
    const [first] = everyRun(model)
    const path = first?.decisions ?? []
    const ways = (state: number) =>
      path.slice(state, state + 1).map((decision) => ({ decision, weight: 1, next: state + 1 }))
    const run = new Sampler(model).run(strategyFor(model, 'urw', { initial: 0, ways }), '1')
    expect(run.decisions).toEqual(path)
  })

  it('is refused when it does not exist, or takes other parameters', () => {
    expect(() => strategyOf('unifrom')).toThrow(/did you mean 'uniform'/)
    expect(() => strategyOf('pct:0')).toThrow(/depth of 1 to 9/)
    expect(() => needsSpace('portfolio:pos+poss')).toThrow(
      /in the portfolio: there is no strategy 'poss'/,
    )
  })

  it('carries its parameters into the name that replays it', () => {
    const model = createModel(counting(2))
    const name = (text: string): string => strategyFor(model, text).name
    expect(
      ['pct:2', 'pct:2:50', 'pctcp', 'delay-bounded:1', 'preemption-bounded'].map(name),
    ).toEqual(['pct:2', 'pct:2:50', 'pctcp:3', 'delay-bounded:1', 'preemption-bounded:2'])
  })
})

describe('a portfolio', () => {
  it('deals the seeds out in turn, and each member counts its own from 1', () => {
    const members = ['1', '2', '3', '4', '5'].map((seed) => memberFor('portfolio:pos+pct:2', seed))
    expect(members).toEqual([
      { strategy: 'pos', seed: '1' },
      { strategy: 'pct:2', seed: '1' },
      { strategy: 'pos', seed: '2' },
      { strategy: 'pct:2', seed: '2' },
      { strategy: 'pos', seed: '3' },
    ])
    expect(memberFor('pos', '1')).toBeUndefined()
  })

  it('runs what the member would run', () => {
    const model = createModel(counting(3))
    const sampler = new Sampler(model)
    const all = strategyFor(model, 'portfolio')
    for (const seed of seeds) {
      const member = memberFor('portfolio', seed)
      const alone = strategyFor(model, member?.strategy)
      expect(sampler.run(all, seed).decisions).toEqual(
        sampler.run(alone, member?.seed ?? '').decisions,
      )
    }
  })
})
