/** A regression suite: scenarios against what they expect and against golden counts. */
import type { Expectation } from '../scenario/scenario.ts'
import type { SearchResult } from '../space/search.ts'
import type { CheckVerdict, Comparison } from './check.ts'
import { observations } from './check.ts'
import { exitCodes } from './exit.ts'
import type { Observation } from './expectation.ts'

/** `undecided`: a limit was reached, or the scenario is vacuous, before anything contradicted. */
export type Outcome = 'passed' | 'failed' | 'undecided'

/** Of one design that has an expectation. */
export function designOutcome(verdict: CheckVerdict, { mismatches, open }: Comparison): Outcome {
  if (mismatches.length > 0) return 'failed'
  const unclear = verdict.kind === 'vacuous' || verdict.kind === 'inconclusive'
  return unclear || open.length > 0 ? 'undecided' : 'passed'
}

/** The worst of several: one failure fails all. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('failed')) return 'failed'
  return outcomes.includes('undecided') ? 'undecided' : 'passed'
}

export function outcomeExit(outcome: Outcome): number {
  switch (outcome) {
    case 'passed':
      return exitCodes.clean
    case 'failed':
      return exitCodes.violated
    case 'undecided':
      return exitCodes.inconclusive
  }
}

/** One property of one design. */
export interface PropertyTest {
  readonly name: string
  readonly result: PropertyOutcome
}

export type PropertyOutcome =
  | { readonly kind: 'as-expected' }
  /** A violation that the scenario expects; `words` say how often. */
  | { readonly kind: 'expected-violation'; readonly words: string }
  | { readonly kind: 'unexpected'; readonly words: string }
  | { readonly kind: 'undecided'; readonly words: string }
  | { readonly kind: 'skipped'; readonly words: string }

/** Each of `properties` that can be violated, then each *sometimes*. */
export function propertyTests(
  { violates }: Pick<Expectation, 'violates'>,
  properties: readonly string[],
  result: SearchResult,
): readonly PropertyTest[] {
  const violations = properties.map((name) => {
    const expected = violates[name] ?? 'never'
    const possible = observations(result, name)
    return { name, result: outcomeOf(expected, possible) }
  })
  const witnesses = result.witnesses.map(({ name, states }) => ({
    name,
    result: states > 0 ? asExpected : unreached(result),
  }))
  return [...violations, ...witnesses]
}

const asExpected: PropertyOutcome = { kind: 'as-expected' }

function outcomeOf(expected: Observation, possible: readonly Observation[]): PropertyOutcome {
  const words = `expected ${expected}, observed ${possible.join(' or ')}`
  if (!possible.includes(expected)) return { kind: 'unexpected', words }
  if (possible.length > 1) return { kind: 'undecided', words }
  return expected === 'never'
    ? asExpected
    : { kind: 'expected-violation', words: `violated ${expected}, as expected` }
}

/** Where runs end at violations, what comes after is not reached, and that says nothing. */
function unreached({ failures, complete }: SearchResult): PropertyOutcome {
  if (failures.length > 0) return { kind: 'skipped', words: 'not reached before a violation' }
  return complete
    ? { kind: 'unexpected', words: 'never reached' }
    : { kind: 'undecided', words: 'not reached so far' }
}
