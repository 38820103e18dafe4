/** An exhaustive search as JSON. Nothing in it depends on the machine or on the time it took. */
import type { Schedule } from '../schedule/schedule.ts'
import { omissionProbability } from '../space/result.ts'
import type { CheckedDesign } from './check.ts'
import { violationJson } from './json.ts'
import type { Provenance } from './json.ts'

/** `schedules` has the run of each failure, in their order. */
export function checkJson(
  origin: Provenance,
  { bound, result, verdict, comparison }: CheckedDesign,
  schedules: readonly Schedule[],
): object {
  const { failures, bytes: _, ...counts } = result
  return {
    schema: 'endio.check/1',
    ...origin,
    bound,
    verdict,
    ...counts,
    omission: omissionProbability(result),
    failures: failures.map(({ violation, states, decisions, minimum }, i) => ({
      ...violationJson(violation),
      states,
      steps: decisions.length,
      minimum,
      schedule: schedules[i],
    })),
    mismatches: comparison?.mismatches,
    open: comparison?.open,
  }
}
