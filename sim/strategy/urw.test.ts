/** URW over exact counts: every complete schedule is equally likely, with locks and branches too. */
import { describe, expect, it } from 'vitest'
import { at } from '../assert.ts'
import { counting } from '../model/register.fixture.ts'
import { recorder, script, toy } from '../model/toys.fixture.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { chiSquare, chiSquareLimit, everyRun, Sampler } from './exhaustive.fixture.ts'
import type { Complete } from './exhaustive.fixture.ts'
import { locked, senders } from './small.fixture.ts'
import type { Strategy } from './strategy.ts'
import { uniform } from './uniform.ts'
import type { ScheduleSpace } from './urw.ts'
import { shares, urw } from './urw.ts'

/** The tree of all schedules as a space: a state is what has been decided, the counts are exact. */
function treeOf(every: readonly Complete[]): ScheduleSpace {
  const nodes: { ways: Map<number, number>; count: bigint }[] = [{ ways: new Map(), count: 0n }]
  for (const { decisions } of every) {
    let node = at(nodes, 0)
    node.count++
    for (const decision of decisions) {
      const next = node.ways.get(decision) ?? nodes.push({ ways: new Map(), count: 0n }) - 1
      node.ways.set(decision, next)
      node = at(nodes, next)
      node.count++
    }
  }
  return {
    initial: 0,
    ways: (state) => {
      const ways = [...at(nodes, state).ways]
      const weights = shares(ways.map(([, next]) => at(nodes, next).count))
      return ways.map(([decision, next], i) => ({ decision, next, weight: at(weights, i) }))
    },
  }
}

/** Two messages with alternatives, a fault that may strike once, and a bystander. */
function offers(): Model {
  const offer = { type: 'OK', alternatives: [{ type: 'SHORT' }], faults: [{ type: 'EIO' }] }
  const system = toy(
    { disk: script('r', offer, offer), other: script('r', 'X'), r: recorder },
    [],
    {
      faults: 1,
    },
  )
  return createModel(system)
}

const runs = 20_000

describe('urw', () => {
  it.each([
    ['interleavings', senders(3, 2), 10],
    ['causal chains', createModel(counting(2)), 20],
    ['alternatives and faults', offers(), 24],
    ['tasks that wait for a lock', locked(), 72],
  ])('gives every schedule the same chance: %s', (_, model, size) => {
    const every = everyRun(model)
    const expected = new Map(every.map((run) => [run.decisions.join(), 1 / every.length]))
    expect(expected.size).toBe(size)
    const statistic = (strategy: Strategy): number =>
      chiSquare(new Sampler(model).frequencies(strategy, runs), expected)
    const limit = chiSquareLimit(size - 1)
    expect(statistic(urw(treeOf(every)))).toBeLessThan(limit)
    // The test would see a walk that is not uniform over schedules.
    expect(statistic(uniform())).toBeGreaterThan(limit)
  })
})

describe('shares', () => {
  it('keeps ratios of counts beyond the range of a double', () => {
    const huge = 7n ** 2_000n
    const [quarter, rest, ...none] = shares([huge, 3n * huge, 0n, 1n])
    expect(quarter).toBeCloseTo(0.25, 15)
    expect(rest).toBeCloseTo(0.75, 15)
    expect(none).toEqual([0, 0])
    expect(shares([1n, 1n, 2n])).toEqual([0.25, 0.25, 0.5])
  })
})
