/** What a reduced search of a design found, held against the search of every order. */
import type { CheckResult } from '../../sim/space/result.ts'
import type { ReducedMode } from './modes.ts'

/** The differences, in words; none when the reduction has left out only what it may. */
export function differences(
  { labels, keepsStates }: Pick<ReducedMode, 'labels' | 'keepsStates'>,
  full: CheckResult,
  reduced: CheckResult,
): readonly string[] {
  return [
    ...differ('in force', reduced.reductions.join(), labels.join()),
    ...differ('stopped by', reduced.stopped ?? 'nothing', full.stopped ?? 'nothing'),
    ...differ('violated', violated(reduced, keepsStates), violated(full, keepsStates)),
    ...differ('witnesses', witnessed(reduced, keepsStates), witnessed(full, keepsStates)),
    // No reduction leaves out a state at rest.
    ...differ('ends', reduced.ends, full.ends),
    ...(keepsStates
      ? differ('states', reduced.states, full.states)
      : more('states', reduced.states, full.states)),
    // A persistent set that leads to nothing new is computed once more with all other steps.
    ...(keepsStates ? more('transitions', reduced.transitions, full.transitions) : []),
  ]
}

/** Over all designs together a reduction must have left out something. */
export function idle(
  { name, keepsStates }: Pick<ReducedMode, 'name' | 'keepsStates'>,
  full: Counts,
  reduced: Counts,
): readonly string[] {
  const what = keepsStates ? 'transitions' : 'states'
  const off = reduced[what] >= full[what]
  return off ? [`${name} left out nothing: ${reduced[what]} ${what} of ${full[what]}`] : []
}

export interface Counts {
  readonly states: number
  readonly transitions: number
}

export function add(a: Counts, b: Counts): Counts {
  return { states: a.states + b.states, transitions: a.transitions + b.transitions }
}

function violated({ failures }: CheckResult, counted: boolean): string {
  return failures
    .map((f) => (counted ? `${f.id} in ${f.states}` : f.id))
    .toSorted()
    .join()
}

function witnessed({ witnesses }: CheckResult, counted: boolean): string {
  return witnesses
    .filter((w) => w.states > 0)
    .map((w) => (counted ? `${w.name} in ${w.states}` : w.name))
    .join()
}

function differ(what: string, found: number | string, expected: number | string) {
  return found === expected ? [] : [`${what} ${found}, expected ${expected}`]
}

function more(what: string, found: number, limit: number) {
  return found <= limit ? [] : [`${found} ${what}, more than the ${limit} of every order`]
}
