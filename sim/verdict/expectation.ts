/** The verdicts that a scenario expects of a design against what a sweep found. */
import type { SweepResult } from '../explore/sweep.ts'
import { violatedProperty } from '../model/violation.ts'
import type { ExpectedViolation, Expectation } from '../scenario/scenario.ts'

/** How often runs violate a property, in herd's words. */
export type Observation = 'never' | ExpectedViolation

export interface Mismatch {
  readonly property: string
  readonly expected: Observation
  readonly observed: Observation
}

/** Each violated property with the number of runs that show it. */
export function violatedRuns(result: SweepResult): ReadonlyMap<string, number> {
  const runs = new Map<string, number>()
  for (const failure of result.failures) {
    const name = violatedProperty(failure.violation)
    runs.set(name, (runs.get(name) ?? 0) + failure.runs)
  }
  return runs
}

export function observe(result: SweepResult, property: string): Observation {
  const runs = violatedRuns(result).get(property) ?? 0
  if (runs === 0) return 'never'
  return runs === result.runs ? 'always' : 'sometimes'
}

/**
 * Where the sweep and the expectation differ; empty when the verdict is as expected. A sample in
 * which every run fails does not refute *sometimes*; only `check` can.
 */
export function mismatches(
  { violates }: Pick<Expectation, 'violates'>,
  result: SweepResult,
): readonly Mismatch[] {
  const properties = new Set([...Object.keys(violates), ...violatedRuns(result).keys()])
  return [...properties].flatMap((property) => {
    const expected = violates[property] ?? 'never'
    const observed = observe(result, property)
    const fits = expected === observed || (expected === 'sometimes' && observed === 'always')
    return fits ? [] : [{ property, expected, observed }]
  })
}
