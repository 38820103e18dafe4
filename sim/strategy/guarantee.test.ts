/**
 * PCT and PCTCP against their guarantee, on models whose schedules are all known. Bugs are events
 * delayed in an order: every tuple of d events that some schedule strongly hits must be hit as often
 * as the bound says. Seeds are fixed; `fewest` says how much luck is allowed.
 */
import { describe, expect, it } from 'vitest'
import { counting } from '../explore/register.fixture.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { unpack } from '../schedule/decision.ts'
import { causality, everyRun, fewest, hits, Sampler, tuplesHit } from './exhaustive.fixture.ts'
import { pct } from './pct.ts'
import { pctcp } from './pctcp.ts'
import { forest, lastOnes, senders } from './small.fixture.ts'

const runs = 20_000

/** Width of the order of deliveries is given by hand; the number of channels is counted. */
const models: readonly (readonly [name: string, model: Model, width: number])[] = [
  ['two senders of three messages', senders(3, 3), 2],
  ['three senders', senders(2, 2, 1), 3],
  ['two clients of a register', createModel(counting(2)), 2],
  ['a forest', forest({ a: undefined, b: 'a', c: 'a', d: undefined, e: 'd' }), 3],
]
const cases = models.flatMap(([name, model, width]) =>
  [1, 2, 3].map((depth) => ({ name, depth, model, width })),
)

/** The lowest rate over all tuples, as a multiple of the fewest hits that `bound` allows. */
function worst(
  model: Model,
  strategy: Parameters<Sampler['run']>[0],
  depth: number,
  bound: number,
): number {
  const orders = everyRun(model).map(({ order }) => order)
  const before = causality(orders)
  const frequencies = new Sampler(model).frequencies(strategy, runs)
  const tuples = tuplesHit(orders, depth)
  const rates = tuples.map((tuple) => {
    const counts = [...frequencies].filter(([order]) => hits(order.split(' '), tuple, before))
    return counts.reduce((sum, [, count]) => sum + count, 0) / fewest(runs, bound)
  })
  expect(rates.length).toBeGreaterThan(0)
  return Math.min(...rates)
}

describe('every event tuple is hit at least as often as the bound says', () => {
  it.each(cases)('by pct, $name, depth $depth', ({ model, depth }) => {
    const [first] = everyRun(model)
    const length = first?.order.length ?? 0
    const used = new Set(first?.decisions.map((d) => unpack(d).channel)).size
    const strategy = pct({ channels: model.channels, depth, length })
    expect(worst(model, strategy, depth, 1 / (used * length ** (depth - 1)))).toBeGreaterThan(1)
  })

  it.each(cases)('by pctcp, $name, depth $depth', ({ model, depth, width }) => {
    const length = everyRun(model)[0]?.order.length ?? 0
    const strategy = pctcp({ channels: model.channels, depth, length })
    const bound = 1 / (width ** 2 * length ** (depth - 1))
    expect(worst(model, strategy, depth, bound)).toBeGreaterThan(1)
    expect(strategy.chains()).toBeLessThanOrEqual((width * (width + 1)) / 2)
  })
})

describe('a bug of depth d', () => {
  it.each([1, 2, 3] as const)('= %i is found by pct and pctcp at that depth', (depth) => {
    const model = lastOnes(depth)
    const bound = 1 / (4 * 4 ** (depth - 1))
    for (const make of [pct, pctcp]) {
      const strategy = make({ channels: model.channels, depth, length: 4 })
      const sampler = new Sampler(model)
      let failed = 0
      for (let seed = 1; seed <= runs; seed++) {
        if (sampler.run(strategy, String(seed)).failed) failed++
      }
      expect(failed).toBeGreaterThan(fewest(runs, bound))
    }
  })

  it('lost by two clients, which one change of priority shows', () => {
    const model = createModel(counting(2))
    const strategy = pctcp({ channels: model.channels, depth: 2, length: 6 })
    const sampler = new Sampler(model)
    const failed = Array.from({ length: runs }, (_, i) => sampler.run(strategy, String(i)).failed)
    expect(failed.filter(Boolean).length).toBeGreaterThan(fewest(runs, 1 / (2 * 6)))
  })
})
