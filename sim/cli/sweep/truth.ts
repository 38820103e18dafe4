/** The truth beside the estimates of a sweep: by default only where it costs next to nothing. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Study } from '../../api.ts'
import { samplingOf } from '../../estimate/sampling.ts'
import { exploreTruth } from '../../estimate/truth.ts'
import type { Truth } from '../../estimate/truth.ts'
import type { SweepResult } from '../../explore/sweep.ts'
import { PropertyError } from '../../model/claim.ts'
import { ImpureMachineError } from '../../model/xstate.ts'
import { TooManyGoalsError } from '../../space/global-state.ts'
import { TooLargeError } from '../../space/graph.ts'

/** What was found, or why nothing was; both absent where nobody asked. */
export interface FoundTruth {
  readonly truth?: Truth
  readonly unexplored?: string
}

/**
 * States that are explored unasked. A state costs as much as some ten to twenty steps of a sweep, so
 * with one state to a hundred steps the truth costs a fifth at most; the least takes a tenth of a
 * second. The steps of a sweep are part of its result, so this depends on no clock.
 */
const least = 2_000
const stepsPerState = 100
/** With `--truth`: as a graph, some 400 MB. */
const most = 2_000_000

/** Explores the design; what is known when `stop` says so is nothing. */
export async function findTruth(
  { model }: Study,
  { strategy, steps }: SweepResult,
  asked: boolean,
  stop: () => boolean,
): Promise<FoundTruth> {
  if (!samplingOf(strategy).independent || stop()) return {}
  const limit = asked ? most : Math.max(least, Math.floor(steps / stepsPerState))
  try {
    const work = exploreTruth(model, strategy, limit)
    for (;;) {
      const next = work.next()
      if (next.done === true) return { truth: next.value }
      await nextTurn()
      if (stop()) return {}
    }
  } catch (error) {
    if (error instanceof TooLargeError) {
      return { unexplored: asked ? error.message : `${error.message}; --truth explores more` }
    }
    // A sweep that met none of these stands.
    const known = [TooManyGoalsError, PropertyError, ImpureMachineError]
    if (!known.some((kind) => error instanceof kind)) throw error
    return { unexplored: error instanceof Error ? error.message : String(error) }
  }
}
