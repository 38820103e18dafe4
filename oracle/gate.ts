/** What an oracle knows, held against what a search found. */
import type { CheckResult } from '../sim/space/result.ts'
import { constraintName } from './action-system.ts'
import type { Oracle } from './published.ts'

/** States that a constraint keeps out: found, and neither distinct in TLC's sense nor left. */
export function outside({ failures }: CheckResult): number {
  return failures.find((f) => f.id === `property ${constraintName}`)?.states ?? 0
}

/** The differences, in words; none when the search agrees with the oracle. */
export function differences(oracle: Oracle, result: CheckResult): readonly string[] {
  const { states, transitions, ends = 0, deadlocks = 0, depth, levels } = oracle
  const stuck = result.failures.filter(({ violation }) => violation.kind === 'deadlock')
  const others = result.failures.filter(
    ({ id, violation }) => violation.kind !== 'deadlock' && id !== `property ${constraintName}`,
  )
  const breadthFirst = result.mode === 'bfs'
  return [
    ...differ('states', result.states - outside(result), states),
    ...differ('transitions', result.transitions, transitions),
    ...differ('ends', result.ends, ends),
    ...differ(
      'deadlocks',
      stuck.reduce((sum, f) => sum + f.states, 0),
      deadlocks,
    ),
    ...(breadthFirst && depth !== undefined ? differ('depth', result.depth, depth) : []),
    ...(breadthFirst && levels ? differ('levels', result.levels?.join(), levels.join()) : []),
    ...others.map(({ id }) => `unexpected ${id}`),
    ...(result.stopped === undefined ? [] : [`stopped by ${result.stopped}`]),
    ...differ('collisions', result.collisions ?? 0, 0),
  ]
}

function differ(
  what: string,
  found: number | string | undefined,
  expected: number | string,
): readonly string[] {
  return found === expected ? [] : [`${what} ${found}, expected ${expected}`]
}
