/** The online partition on random orders: chains are chains, and there are not too many. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { at } from '../assert.ts'
import { ChainPartition } from './chains.ts'
import type { Clock } from './chains.ts'

/** For each element the earlier ones that it is directly after. */
const orders = fc
  .array(fc.array(fc.nat(), { maxLength: 2 }), { minLength: 1, maxLength: 14 })
  .map((list) => list.map((picks, i) => (i === 0 ? [] : picks.map((p) => p % i))))

/** `below[i]`: everything that i is after, itself included. */
function closure(parents: readonly (readonly number[])[]): readonly ReadonlySet<number>[] {
  const below: Set<number>[] = []
  for (const [i, list] of parents.entries()) {
    below.push(new Set([i, ...list.flatMap((p) => [...at(below, p)])]))
  }
  return below
}

/** The largest set of elements of which none is after another. */
function width(
  below: readonly ReadonlySet<number>[],
  from = 0,
  taken: readonly number[] = [],
): number {
  if (from === below.length) return taken.length
  const without = width(below, from + 1, taken)
  if (taken.some((t) => at(below, from).has(t))) return without
  return Math.max(without, width(below, from + 1, [...taken, from]))
}

it('puts every element after the tail of its chain, with at most w(w+1)/2 chains', () => {
  const partition = new ChainPartition()
  fc.assert(
    fc.property(orders, (parents) => {
      partition.clear()
      const below = closure(parents)
      const clocks: Clock[] = []
      const tails = new Map<number, number>()
      for (const [i, list] of parents.entries()) {
        const { chain, clock } = partition.add(list.map((p) => at(clocks, p)))
        clocks.push(clock)
        const tail = tails.get(chain)
        expect(tail === undefined || at(below, i).has(tail)).toBe(true)
        tails.set(chain, i)
      }
      const w = width(below)
      expect(partition.count).toBe(tails.size)
      expect(partition.count).toBeLessThanOrEqual((w * (w + 1)) / 2)
    }),
    { numRuns: 2_000 },
  )
})

it('needs one chain for a chain, and one each for elements without order', () => {
  const partition = new ChainPartition()
  const first = partition.add([])
  const second = partition.add([first.clock])
  expect([first.chain, second.chain, partition.count]).toEqual([0, 0, 1])
  partition.add([])
  expect(partition.count).toBe(2)
})

it('stays at three chains on an order of width 2 where queues that stay in their group need four', () => {
  const parents = [[], [], [1, 0], [0], [2, 0], [3, 2], [5, 4], [4]]
  const partition = new ChainPartition()
  const clocks: Clock[] = []
  for (const list of parents) clocks.push(partition.add(list.map((p) => at(clocks, p))).clock)
  expect(width(closure(parents))).toBe(2)
  expect(partition.count).toBe(3)
})
