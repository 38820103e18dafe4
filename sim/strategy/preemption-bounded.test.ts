/** Preemption bounding against all schedules, of which those with few preemptions are picked out. */
import { describe, expect, it } from 'vitest'
import { Runner } from '../explore/run.ts'
import { counting } from '../model/register.fixture.ts'
import { recorder, script, toy } from '../model/toys.fixture.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { everyRun, Sampler } from './exhaustive.fixture.ts'
import { preemptionBounded } from './preemption-bounded.ts'
import { forest } from './small.fixture.ts'
import { covers } from './strategy.ts'
import type { Strategy } from './strategy.ts'

function bounded(model: Model, bound: number): Strategy {
  const runner = new Runner(model)
  return preemptionBounded(bound, (strategy) => {
    runner.run(strategy, '')
  })
}

/** Which client a delivery belongs to, in a model of clients of a register. */
const client = (name: string): string => /c\d/.exec(name)?.[0] ?? ''

/** Switches away from a client that has more to do. */
function preemptions(order: readonly string[]): number {
  const clients = order.map(client)
  return clients.filter((c, i) => {
    const before = clients[i - 1]
    return before !== undefined && before !== c && clients.slice(i).includes(before)
  }).length
}

const seeds = (n: number): readonly string[] => Array.from({ length: n }, (_, i) => String(i + 1))

describe('preemption-bounded', () => {
  const model = createModel(counting(2))
  const every = everyRun(model)

  it.each([0, 1, 2, 3])('runs each schedule with at most %i preemptions once', (bound) => {
    const wanted = every.filter(({ order }) => preemptions(order) <= bound)
    const strategy = bounded(model, bound)
    const counts = new Sampler(model).frequencies(strategy, wanted.length)
    const keys = wanted.map((run) => run.decisions.join())
    expect([...counts.keys()].toSorted()).toEqual(keys.toSorted())
    const enumeration = strategy.enumeration?.()
    expect(enumeration?.size).toBe(wanted.length)
    expect(enumeration && covers(enumeration, { first: 1, last: wanted.length })).toBe(true)
  })

  it('does not know the size before the last schedule', () => {
    const strategy = bounded(model, 1)
    const size = every.filter(({ order }) => preemptions(order) <= 1).length
    new Sampler(model).frequencies(strategy, size - 1)
    expect(strategy.enumeration?.().size).toBeUndefined()
  })

  it('finds the lost update with one preemption and not without', () => {
    const failures = (bound: number): number =>
      new Sampler(model).failures(bounded(model, bound), 6)
    expect(failures(0)).toBe(0)
    expect(failures(1)).toBeGreaterThan(0)
  })

  it('gives a seed the same schedule in any order, and begins anew after the last', () => {
    const sampler = new Sampler(model)
    const inOrder = seeds(30).map((seed, _, __, strategy = bounded(model, 2)) => {
      return sampler.run(strategy, seed).order
    })
    const one = bounded(model, 2)
    expect(seeds(30).map((seed) => sampler.run(one, seed).order)).toEqual(inOrder)
    const backwards = bounded(model, 2)
    const reversed = seeds(30)
      .toReversed()
      .map((seed) => sampler.run(backwards, seed).order)
    expect(reversed).toEqual(inOrder.toReversed())
    const twice = bounded(model, 2)
    expect(['7', '7', '8', '8'].map((seed) => sampler.run(twice, seed).order)).toEqual(
      [6, 6, 7, 7].map((i) => inOrder[i]),
    )
    const size = one.enumeration?.().size ?? 0
    expect(size).toBeLessThan(30)
    expect(inOrder[size]).toEqual(inOrder[0])
  })

  it('counts a switch as free where the thread has ended, and goes on where it forks', () => {
    const tree = forest({ a: undefined, b: 'a', c: 'a', d: undefined })
    const orders = [...seeds(20)].map((seed) => new Sampler(tree).run(bounded(tree, 0), seed).order)
    const words = new Set(
      orders.map((o) => o.map((name) => name.replace(/.*>(.):.*/, '$1')).join('')),
    )
    // After a, one of its children; after the first child nothing goes on, so d or the other.
    expect([...words].toSorted()).toEqual(['abcd', 'abdc', 'acbd', 'acdb', 'dabc', 'dacb'])
  })

  it('enumerates alternatives and faults', () => {
    const offer = { type: 'OK', alternatives: [{ type: 'SHORT' }], faults: [{ type: 'EIO' }] }
    const disk = createModel(
      toy({ disk: script('r', offer, offer), r: recorder }, [], { faults: 1 }),
    )
    const strategy = bounded(disk, 0)
    expect(new Sampler(disk).frequencies(strategy, 8).size).toBe(everyRun(disk).length)
    expect(strategy.enumeration?.().size).toBe(8)
  })
})
