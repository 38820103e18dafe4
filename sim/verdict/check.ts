/** What an exhaustive search proves, refutes, or leaves open, and how that fits an expectation. */
import type { Expectation } from '../scenario/scenario.ts'
import { violatedProperty } from '../model/violation.ts'
import type { Property } from '../scenario/system.ts'
import type { Stop } from '../space/result.ts'
import type { SearchResult } from '../space/search.ts'
import type { Mismatch, Observation } from './expectation.ts'

/** Why states were left out: a limit, or somebody interrupted. */
export type CheckStop = Stop | 'interrupted'

/**
 * `holds`: no interleaving violates anything. `vacuous`: that is so, and a *sometimes* was never
 * reached, so that the scenario may not do what it is about (`never`), or no run ends, so that
 * nothing was asked at rest (`unasked`). `inconclusive`: nothing was violated
 * in the states that were explored, and there are others.
 */
export type CheckVerdict =
  | { readonly kind: 'violated' }
  | { readonly kind: 'holds' }
  | {
      readonly kind: 'vacuous'
      readonly never: readonly string[]
      readonly unasked: readonly string[]
    }
  | { readonly kind: 'inconclusive'; readonly stopped: CheckStop }

/** `properties` are those of the system that was searched. */
export function judgeCheck(result: SearchResult, properties: readonly Property[]): CheckVerdict {
  const { failures, complete, stopped = 'interrupted', witnesses } = result
  if (failures.length > 0) return { kind: 'violated' }
  if (!complete) return { kind: 'inconclusive', stopped }
  const never = witnesses.filter((w) => w.states === 0).map((w) => w.name)
  const unasked = unaskedIn(result, properties)
  return never.length + unasked.length > 0 ? { kind: 'vacuous', never, unasked } : { kind: 'holds' }
}

/** The *at-rest* of `properties` that hold because no run ends. A rest ends well or is a failure. */
export function unaskedIn(
  {
    complete,
    ends,
    failures,
  }: Pick<SearchResult, 'complete' | 'ends'> & {
    readonly failures: readonly unknown[]
  },
  properties: readonly Property[],
): readonly string[] {
  if (!complete || ends > 0 || failures.length > 0) return []
  return properties.filter((p) => p.kind === 'at-rest').map((p) => p.name)
}

/** The properties that are violated in some interleaving. */
export function violatedIn({ failures }: SearchResult): ReadonlySet<string> {
  return new Set(failures.map((f) => violatedProperty(f.violation)))
}

/**
 * The observations of `property` over all interleavings that the search leaves possible: one when
 * it is complete. *Always* means that every run that ends, ends in a violation of this property: no
 * rest without a violation is reachable, and nothing else is ever violated, since a run ends at its
 * first violation. A run that never ends counts for an *eventually* alone: *always* means that it
 * holds on none of these either. Such a run ends in nothing, so it may violate several of them.
 */
export function observations(result: SearchResult, property: string): readonly Observation[] {
  const { complete, ends, failures } = result
  const violated = violatedIn(result)
  const endsOtherwise =
    ends > 0 ||
    failures.some((f) => f.loop === undefined && violatedProperty(f.violation) !== property)
  if (violated.has(property)) {
    const kept = failures.some(
      (f) => f.holdsOnSome === true && violatedProperty(f.violation) === property,
    )
    if (endsOtherwise || kept) return ['sometimes']
    return complete ? ['always'] : ['sometimes', 'always']
  }
  if (complete) return ['never']
  return endsOtherwise ? ['never', 'sometimes'] : ['never', 'sometimes', 'always']
}

/** How the verdicts of a design compare to what the scenario expects of it. */
export interface Comparison {
  readonly mismatches: readonly Mismatch[]
  /** Properties of which the search stopped too early to say whether they are as expected. */
  readonly open: readonly string[]
}

export function compare(
  { violates }: Pick<Expectation, 'violates'>,
  properties: readonly string[],
  result: SearchResult,
): Comparison {
  const names = new Set([...properties, ...Object.keys(violates), ...violatedIn(result)])
  const mismatches: Mismatch[] = []
  const open: string[] = []
  for (const property of names) {
    const expected = violates[property] ?? 'never'
    const possible = observations(result, property)
    const [observed = 'never', ...others] = possible
    if (!possible.includes(expected)) mismatches.push({ property, expected, observed })
    else if (others.length > 0) open.push(property)
  }
  return { mismatches, open }
}
