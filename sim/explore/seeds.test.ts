import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutSeeds, formatSeeds, missingSeeds, seedCount } from './seeds.ts'
import { sharedSeed, shardOf, uniteSeeds } from './seeds.ts'
import type { SeedSet } from './seeds.ts'

const whole = { first: 1, last: 60 }
const members = fc.uniqueArray(fc.integer({ min: 1, max: 60 }))

function setOf(seeds: readonly number[]): SeedSet {
  return seeds.reduce<SeedSet>((set, s) => uniteSeeds(set, [{ first: s, last: s }]), [])
}

function list(set: SeedSet): readonly number[] {
  return set.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  )
}

describe('sets of seeds', () => {
  it('are what was put into them, in whatever order', () => {
    fc.assert(
      fc.property(members, (seeds) => {
        const set = setOf(seeds)
        expect(list(set)).toEqual(seeds.toSorted((a, b) => a - b))
        expect(seedCount(set)).toBe(seeds.length)
        expect(set).toEqual(setOf(seeds.toReversed()))
      }),
    )
  })

  it('miss what they do not have', () => {
    fc.assert(
      fc.property(members, (seeds) => {
        const missing = missingSeeds(whole, setOf(seeds))
        expect(uniteSeeds(missing, setOf(seeds))).toEqual([whole])
      }),
    )
  })

  it('refuse a seed twice, and name it', () => {
    fc.assert(
      fc.property(members, members, (a, b) => {
        const shared = sharedSeed(setOf(a), setOf(b))
        const both = a.filter((s) => b.includes(s))
        expect(shared === undefined ? both.length === 0 : both.includes(shared)).toBe(true)
        const unite = (): SeedSet | string => {
          try {
            return uniteSeeds(setOf(a), setOf(b))
          } catch {
            return 'refused'
          }
        }
        expect(unite()).toEqual(shared === undefined ? setOf([...a, ...b]) : 'refused')
      }),
    )
  })

  it.each([
    [60, 7],
    [16, 16],
    [5, 3],
  ])('of %i seeds are cut into %i shards without rest or overlap', (last, count) => {
    const shards = Array.from({ length: count }, (_, i) =>
      shardOf({ first: 1, last }, i + 1, count),
    )
    expect(shards.reduce<SeedSet>((set, s) => uniteSeeds(set, [s]), [])).toEqual([
      { first: 1, last },
    ])
    const sizes = shards.map((s) => seedCount([s]))
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  })

  it('are cut into ranges of a size', () => {
    fc.assert(
      fc.property(members, fc.integer({ min: 1, max: 9 }), (seeds, size) => {
        const cut = [...cutSeeds(setOf(seeds), size)]
        expect(cut.flatMap((r) => list([r]))).toEqual(list(setOf(seeds)))
        expect(cut.every((r) => seedCount([r]) <= size)).toBe(true)
      }),
    )
  })

  it('are printed', () => {
    expect(formatSeeds(setOf([1, 2, 3, 8]))).toBe('1..3 8')
  })
})
