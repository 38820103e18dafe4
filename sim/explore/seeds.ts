/**
 * Sets of seeds, as ranges. A sweep may be cut into shards, killed and taken up again; which seeds
 * are done is then a set, and it is what keeps any of them from being lost or counted twice.
 */
import { invariant } from '../assert.ts'

/** Seeds `first` to `last`, both included; the seed of a run is the decimal string. */
export interface SeedRange {
  readonly first: number
  readonly last: number
}

/** Sorted, disjoint, and no two that touch: equal sets are equal values. */
export type SeedSet = readonly SeedRange[]

export function seedCount(seeds: SeedSet): number {
  return seeds.reduce((sum, { first, last }) => sum + last - first + 1, 0)
}

/** The union of two sets. @throws InternalError when they share a seed: it would count twice. */
export function uniteSeeds(a: SeedSet, b: SeedSet): SeedSet {
  const united: SeedRange[] = []
  for (const range of [...a, ...b].toSorted((x, y) => x.first - y.first)) {
    const before = united.at(-1)
    if (before === undefined || before.last + 1 < range.first) {
      united.push(range)
      continue
    }
    invariant(before.last < range.first, `seed ${range.first} is in both parts`)
    united[united.length - 1] = { first: before.first, last: range.last }
  }
  return united
}

/** The seed that two sets share, if any. */
export function sharedSeed(a: SeedSet, b: SeedSet): number | undefined {
  for (const x of a) {
    const y = b.find(({ first, last }) => first <= x.last && x.first <= last)
    if (y !== undefined) return Math.max(x.first, y.first)
  }
  return undefined
}

/** The seeds of `range` that are not in `done`. */
export function missingSeeds(range: SeedRange, done: SeedSet): SeedSet {
  const missing: SeedRange[] = []
  let next = range.first
  for (const { first, last } of done) {
    if (first > range.last) break
    if (first > next) missing.push({ first: next, last: first - 1 })
    next = Math.max(next, last + 1)
  }
  if (next <= range.last) missing.push({ first: next, last: range.last })
  return missing
}

/** Part `index` (from 1) of `count` of a range; the parts are contiguous and differ by one seed. */
export function shardOf({ first, last }: SeedRange, index: number, count: number): SeedRange {
  const total = last - first + 1
  const start = (i: number): number => first + Math.floor((total * i) / count)
  return { first: start(index - 1), last: start(index) - 1 }
}

/** Cuts a set into ranges of at most `size` seeds, in order. */
export function* cutSeeds(seeds: SeedSet, size: number): Generator<SeedRange> {
  for (const { first, last } of seeds) {
    for (let from = first; from <= last; from += size) {
      yield { first: from, last: Math.min(last, from + size - 1) }
    }
  }
}

/** `1..5 8 10..12` */
export function formatSeeds(seeds: SeedSet): string {
  return seeds
    .map(({ first, last }) => (first === last ? `${first}` : `${first}..${last}`))
    .join(' ')
}
