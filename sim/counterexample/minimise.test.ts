import { fc, test } from '@fast-check/vitest'
import { expect, it } from 'vitest'
import { minimise } from './minimise.ts'
import type { Minimal } from './minimise.ts'

function result<T>(
  items: readonly T[],
  fails: (c: readonly T[]) => boolean,
  budget = 1e6,
): Minimal<T> {
  return [...minimise(items, fails, budget)].at(-1) ?? { items, complete: false, runs: 0 }
}

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i)
const has = (wanted: readonly number[]) => (c: readonly number[]) =>
  wanted.every((w) => c.includes(w))

it('finds the items that the failure needs, and nothing else', () => {
  expect(result(range(100), has([3, 50, 97])).items).toEqual([3, 50, 97])
})

it('says so when nothing is needed', () => {
  expect(result(range(8), () => true)).toEqual({ items: [], complete: true, runs: 1 })
})

it('stops at its budget and says that it did', () => {
  const minimal = result(range(64), has([3, 50]), 3)
  expect(minimal).toMatchObject({ complete: false, runs: 3 })
  expect(has([3, 50])(minimal.items)).toBe(true)
})

const size = 24
const subset = fc.uniqueArray(fc.nat(size - 1), { maxLength: 6 })

test.prop([fc.array(subset, { minLength: 1, maxLength: 4 })], { seed: 1, numRuns: 300 })(
  'leaving out any one item loses the failure, however the failure depends on the items',
  (causes) => {
    // Any one cause suffices, and an odd number of the first two items hides the failure: ddmin
    // must cope with failures that more items do not preserve.
    const fails = (c: readonly number[]): boolean =>
      causes.some((cause) => has(cause)(c)) && c.filter((i) => i < 2).length !== 1
    fc.pre(fails(range(size)))
    const { items, complete } = result(range(size), fails)
    expect(complete).toBe(true)
    expect(fails(items)).toBe(true)
    for (const i of items) expect(fails(items.filter((j) => j !== i))).toBe(false)
  },
)
