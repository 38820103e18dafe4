/** The races behind a sweep's failures, by their ids. */
import type { Race } from '../counterexample/races.ts'
import type { Failure } from '../explore/part.ts'
import { formatDeviation } from '../schedule/schedule.ts'
import { mailWidth, table, wrap } from './text.ts'

/** Of each kind of failure a few runs were reduced; `1 of 4` gave this race. */
export function raceLines(races: readonly Race[], failures: readonly Failure[]): readonly string[] {
  if (races.length === 0) return []
  const rows = races.map(({ id, property, reduced, failure, seed }) => {
    const examples = failures.find((f) => f.id === failure)?.examples.length ?? reduced
    return [id, property, `${reduced} of ${examples}`, seed]
  })
  const [head = '', ...lines] = table([['race', 'property', 'reduced runs', 'first seed'], ...rows])
  return [head, ...races.flatMap((race, i) => [lines[i] ?? '', ...needs(race)])]
}

/** Deviations that are shown of one race. */
const shown = 4

function needs({ deviations, complete }: Race): readonly string[] {
  if (deviations === undefined) return ['  cannot be reduced: no name tells its deliveries apart']
  const words = deviations.length === 0 ? ['the default schedule'] : deviations.map(formatDeviation)
  const more = words.length > shown ? [`and ${words.length - shown} more`] : []
  return [
    ...[...words.slice(0, shown), ...more].flatMap((w) => wrap(w, mailWidth - 2, '  ')),
    ...(complete ? [] : ['  not proved minimal']),
  ]
}
