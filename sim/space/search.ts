/**
 * Which search answers: depth first for the verdict, breadth first for the shortest
 * counterexamples. In mode `auto` breadth first follows only where depth first left a question:
 * how short a failure can be, or whether a state lies within the bound on steps on a shorter way.
 */
import type { Model } from '../model/model.ts'
import { checkInBatches, confirmFailure } from './check.ts'
import type { CheckFailure } from './findings.ts'
import type { CheckOptions, CheckResult, Mode } from './result.ts'

export type SearchMode = Mode | 'auto'

export interface SearchOptions extends Omit<CheckOptions, 'mode'> {
  readonly mode?: SearchMode
}

export interface SearchFailure extends CheckFailure {
  /** No run with fewer steps ends in this failure: all states that are nearer were expanded. */
  readonly minimum: boolean
}

export interface SearchResult extends Omit<CheckResult, 'failures'> {
  readonly failures: readonly SearchFailure[]
  /** Everything was explored: what is not among the failures does not happen. */
  readonly complete: boolean
}

/**
 * Searches and yields what is known after each batch of states; the last value is the result. The
 * caller decides whether to go on. With `auto` the counts are those of the search that is complete.
 * @throws InternalError when plain XState disagrees with a failure that was found.
 */
export function* searchInBatches(
  model: Model,
  { mode = 'auto', ...options }: SearchOptions = {},
): Generator<SearchResult, void> {
  const [first, second] = mode === 'auto' ? (['dfs', 'bfs'] as const) : [mode, undefined]
  const found = yield* labelled(checkInBatches(model, { ...options, mode: first }))
  if (second === undefined || !leavesQuestion(found)) return
  for (const nearer of labelled(checkInBatches(model, { ...options, mode: second }))) {
    const joined = join(found, nearer)
    const settled =
      joined.complete && joined.failures.every((f) => f.minimum || f.loop !== undefined)
    if (settled) for (const failure of joined.failures) confirmFailure(model, failure)
    yield joined
    if (settled) return
  }
}

/** The whole search at once. */
export function searchModel(model: Model, options: SearchOptions = {}): SearchResult {
  let result: SearchResult | undefined
  for (const known of searchInBatches(model, options)) result = known
  if (result === undefined) throw new RangeError('searchInBatches yields at least once')
  return result
}

/** Passes on what a search yields, and once more its result, which alone can be complete. */
function* labelled(work: Iterable<CheckResult>): Generator<SearchResult, SearchResult> {
  let last: CheckResult | undefined
  for (const known of work) {
    last = known
    yield label(known, false)
  }
  if (last === undefined) throw new RangeError('a search yields at least once')
  const result = label(last, true)
  yield result
  return result
}

/** As `labelled`, for a search by several workers. */
export async function* labelledAsync(
  work: AsyncIterable<CheckResult>,
): AsyncGenerator<SearchResult, void> {
  let last: CheckResult | undefined
  for await (const known of work) {
    last = known
    yield label(known, false)
  }
  if (last === undefined) throw new RangeError('a search yields at least once')
  yield label(last, true)
}

function label(known: CheckResult, ended: boolean): SearchResult {
  const { mode, depth = 0, stopped, reductions } = known
  const within = ended && (stopped === undefined || stopped === 'steps')
  // Up to `depth` every state was expanded or is being expanded, so nothing shorter is left out.
  const isMinimum = (steps: number): boolean =>
    steps === 0 ||
    // A reduction may leave out the orders that are shortest.
    (mode === 'bfs' && reductions.length === 0 && (within || steps <= depth))
  const failures = known.failures.map((f) => ({
    ...f,
    minimum: f.loop === undefined && isMinimum(f.decisions.length),
  }))
  return { ...known, failures, complete: ended && stopped === undefined }
}

function leavesQuestion({ stopped, failures, reductions }: SearchResult): boolean {
  if (reductions.length > 0) return stopped === 'steps'
  return stopped === 'steps' || failures.some((f) => f.loop === undefined && !f.minimum)
}

/** What both searches know. A state that depth first cut off may be within the bound after all. */
function join(first: SearchResult, second: SearchResult): SearchResult {
  const base = !first.complete && (second.complete || first.stopped === 'steps') ? second : first
  const other = base === first ? second : first
  const known = new Map(other.failures.map((f) => [f.id, f]))
  const both = base.failures.map((f) => shorter(f, known.get(f.id)))
  const rest = other.failures.filter((f) => !both.some((b) => b.id === f.id))
  return { ...base, failures: [...both, ...rest] }
}

/** The states are counted by the search that `failure` comes from. */
function shorter(failure: SearchFailure, other: SearchFailure | undefined): SearchFailure {
  if (other === undefined || other.decisions.length > failure.decisions.length) return failure
  const { decisions, violation, minimum } = other
  return { ...failure, decisions, violation, minimum: failure.minimum || minimum }
}
