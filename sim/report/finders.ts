/** Which members of a portfolio found what, how often, and at which seed first. */
import type { Failure } from '../explore/part.ts'
import { violatedProperty } from '../model/violation.ts'
import { table } from './text.ts'

/** Empty where no portfolio was swept. */
export function finderLines(failures: readonly Failure[]): readonly string[] {
  const rows = failures.flatMap(({ violation, finders = [] }) =>
    finders.map(({ strategy, runs, seed }, i) => [
      i === 0 ? violatedProperty(violation) : '',
      strategy,
      String(runs),
      seed,
    ]),
  )
  return rows.length === 0 ? [] : table([['property', 'found by', 'runs', 'first seed'], ...rows])
}
