/**
 * How far a sweep has come in a bounded set of schedules: the word of a strategy that enumerates,
 * kept so that parts of disjoint seeds add up. Each part has heard from a strategy of its own.
 */
import type { Enumeration } from '../strategy/strategy.ts'
import { seedCount } from './seeds.ts'
import type { SeedSet } from './seeds.ts'

export interface Enumerated {
  /** As in `Enumeration`: 'every schedule with at most 2 delays'. */
  readonly claim: string
  /** Seeds 1 to `size` are the whole set; absent where nobody has come to its end. */
  readonly size?: number
  /** The lowest seed whose run shows that the seeds are not the whole set, and why. */
  readonly doubt?: { readonly seed: number; readonly reason: string }
}

/** What `enumeration` says now, `doubt` being what it has said first. */
export function enumerated({ claim, size }: Enumeration, doubt: Enumerated['doubt']): Enumerated {
  return { claim, ...(size !== undefined && { size }), ...(doubt && { doubt }) }
}

export function mergeEnumerated(
  a: Enumerated | undefined,
  b: Enumerated | undefined,
): Enumerated | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const size = a.size ?? b.size
  const doubts = [a.doubt, b.doubt].filter((d) => d !== undefined)
  const [doubt] = doubts.toSorted((x, y) => x.seed - y.seed)
  return { claim: a.claim, ...(size !== undefined && { size }), ...(doubt && { doubt }) }
}

/** How many of the set were run; seeds beyond its end run some of them again and do not count. */
export function schedulesRun(done: SeedSet, { size = Infinity }: Enumerated): number {
  const within = done.map(({ first, last }) => ({
    first: Math.max(first, 1),
    last: Math.min(last, size),
  }))
  return seedCount(within.filter(({ first, last }) => first <= last))
}

/** Whether every one of the set was run, so that its claim is true of this sweep. */
export function isWhole(done: SeedSet, set: Enumerated): boolean {
  return set.doubt === undefined && schedulesRun(done, set) === set.size
}
