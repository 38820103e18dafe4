/**
 * Delta debugging over deviations: Zeller and Hildebrandt, "Simplifying and Isolating
 * Failure-Inducing Input", TSE 2002. The candidates are deviations from the default schedule, not
 * steps, so that what is left says which orders matter. A candidate counts only when it shows the
 * same failure, not just any. The effort is bounded in runs, not in seconds: the same seed must
 * give the same answer on every machine.
 */

/** `complete`: leaving out any one item loses the failure. Otherwise the budget was spent first. */
export interface Minimal<T> {
  readonly items: readonly T[]
  readonly complete: boolean
  readonly runs: number
}

/**
 * Minimises `items`, of which `fails` is known to be true, with at most `budget` calls of `fails`.
 * Yields what is known after each call; the last value yielded is the result.
 */
export function* minimise<T>(
  items: readonly T[],
  fails: (items: readonly T[]) => boolean,
  budget: number,
): Generator<Minimal<T>> {
  let left = items
  let runs = 0
  let parts = 2
  let complete = left.length === 0
  while (!complete && runs < budget) {
    const size = Math.ceil(left.length / parts)
    let reduced: readonly T[] | undefined
    for (const candidate of candidates(left, size, runs === 0)) {
      if (runs >= budget) break
      runs++
      if (fails(candidate)) reduced = candidate
      yield { items: reduced ?? left, complete: false, runs }
      if (reduced !== undefined) break
    }
    if (reduced !== undefined) {
      parts = reduced.length <= size ? 2 : Math.max(parts - 1, 2)
      left = reduced
      complete = left.length === 0
    } else if (size > 1) parts = Math.min(parts * 2, left.length)
    else complete = runs < budget
  }
  yield { items: left, complete, runs }
}

/** First nothing at all, then the chunks of `size`, then what is left without each chunk. */
function* candidates<T>(
  items: readonly T[],
  size: number,
  first: boolean,
): Generator<readonly T[]> {
  if (first) yield []
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, i) => i * size)
  if (starts.length > 1) for (const s of starts) yield items.slice(s, s + size)
  // Two chunks are each other's complements; a single item has the empty set as its own.
  if (starts.length === 1) yield []
  if (starts.length > 2) {
    for (const s of starts) yield [...items.slice(0, s), ...items.slice(s + size)]
  }
}
