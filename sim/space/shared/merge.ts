/**
 * From what the workers know to one result, the same whatever each of them did. Who found what, and
 * on which way, depends on timing; how many there are of each does not.
 */
import { at } from '../../assert.ts'
import type { Model } from '../../model/model.ts'
import { DepthFirst } from '../depth-first.ts'
import type { CheckFailure } from '../findings.ts'
import type { CheckOptions, CheckResult } from '../result.ts'
import { bytesOf } from '../visited.ts'
import type { Share } from './search.ts'

/** States that one worker expands between two yields. */
const batch = 10_000

/** The sums, with ways to the failures that depend on timing, and no depth, which does too. */
export function merge(shares: readonly Share[]): CheckResult {
  const sum = (of: (share: Share) => number): number => shares.reduce((n, s) => n + of(s), 0)
  const states = sum((s) => s.states)
  const witnesses = (shares[0]?.witnesses ?? []).map(({ name }, i) => ({
    name,
    states: sum((s) => at(s.witnesses, i).states),
  }))
  return {
    mode: 'dfs',
    exact: false,
    reductions: [],
    states,
    transitions: sum((s) => s.transitions),
    ends: sum((s) => s.ends),
    failures: mergeFailures(shares.flatMap((s) => s.failures)),
    witnesses,
    bytes: bytesOf(states),
  }
}

/**
 * Replaces the ways to the failures by those that a search by one worker comes upon, and yields
 * after each batch of its states. Undefined: its bound on steps keeps it from one of them.
 */
export function* settle(
  model: Model,
  options: CheckOptions,
  result: CheckResult,
): Generator<CheckResult, CheckResult | undefined> {
  const search = new DepthFirst(model, options)
  const found = (): Map<string, CheckFailure> =>
    new Map(search.result().failures.map((f) => [f.id, f]))
  while (result.failures.some((f) => !found().has(f.id))) {
    if (!search.advance(batch)) break
    yield result
  }
  const ways = found()
  const failures = result.failures.flatMap(({ id, states }) => {
    const way = ways.get(id)
    return way === undefined ? [] : [{ ...way, states }]
  })
  return failures.length < result.failures.length ? undefined : { ...result, failures }
}

function mergeFailures(failures: readonly CheckFailure[]): readonly CheckFailure[] {
  const merged = new Map<string, CheckFailure>()
  for (const failure of failures) {
    const known = merged.get(failure.id)
    if (known === undefined) merged.set(failure.id, failure)
    else {
      const shorter = failure.decisions.length < known.decisions.length ? failure : known
      merged.set(failure.id, { ...shorter, states: known.states + failure.states })
    }
  }
  return [...merged.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
