/**
 * Exhaustive search by several threads. The result has the states, transitions, ends, failures and
 * witnesses of the depth-first search by one, the same bytes every time: what depends on timing is
 * found again by one worker (the ways to failures) or left out (the depth).
 *
 * Where a limit cuts the search off, what is left out depends on timing too, so one worker does it
 * all again.
 */
import type { Model } from '../../model/model.ts'
import { startedMonitor } from '../../model/judge.ts'
import { checkInBatches, concluded } from '../../space/check.ts'
import type { CheckOptions, CheckResult } from '../../space/result.ts'
import { merge, settle } from '../../space/shared/merge.ts'
import { peakBytesOf } from '../../space/visited.ts'
import type { ModelSource } from './source.ts'
import { Team } from './team.ts'
import type { Limits, Tuning } from './team.ts'

/** Depth first, by fingerprints: what several workers can share. */
export type ParallelOptions = Pick<CheckOptions, 'maxStates' | 'maxBytes'>

/** A table of half a megabyte, and looks some milliseconds apart. */
const usual: Tuning = { entries: 1 << 16, period: 1_000 }

/**
 * Searches `model`, which is what `source` gives to the workers. Yields what is known from time to
 * time; the last value is the result. Ending the iteration ends the workers.
 * @throws InternalError when a worker dies or plain XState disagrees; what machines and properties
 * throw, as the search by one worker does.
 */
export async function* checkInParallel(
  model: Model,
  source: ModelSource,
  workers: number,
  options: ParallelOptions = {},
  tuning: Partial<Tuning> = {},
): AsyncGenerator<CheckResult, void> {
  const { maxStates = Infinity, maxBytes = Infinity } = options
  const limits = { maxStates, maxBytes }
  if (workers > 1 && startedMonitor(model) === undefined) {
    const { steps } = model.system.bound
    const team = new Team(source, workers, steps, limits, { ...usual, ...tuning })
    let merged: CheckResult | undefined
    try {
      for await (const shares of team.run()) {
        merged = merge(shares)
        yield merged
      }
    } finally {
      await team.stop()
    }
    if (merged !== undefined && team.complete && isWithin(merged, limits)) {
      const settled = yield* settle(model, options, merged)
      if (settled !== undefined) {
        yield concluded(model, settled)
        return
      }
    }
  }
  yield* checkInBatches(model, options)
}

/** Whether one worker would have come to the end. */
function isWithin({ states }: CheckResult, { maxStates, maxBytes }: Limits): boolean {
  return states < maxStates && peakBytesOf(states) <= maxBytes
}
