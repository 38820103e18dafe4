/**
 * What an exhaustive search knows of what a sweep estimates. Of the uniform walk and of URW every
 * probability is known; of any other strategy only that it cannot violate what no run violates.
 */
import { buildGraph } from '../space/graph.ts'
import type { Model } from '../model/model.ts'
import { everyRun } from './every-run.ts'
import type { EveryRun } from './every-run.ts'

export interface Truth {
  /** Distinct states, all that there are. */
  readonly states: number
  /** Schedules that there are, where the strategy is the one that they are estimated for. */
  readonly schedules?: bigint
  /** The probability that a run under the strategy violates the property; undefined: not known. */
  readonly failing: (property: string) => number | undefined
}

/**
 * Explores `model` for the truth about runs of `strategy`. Yields the number of states known.
 * @throws TooLargeError when there are more than `maxStates` states.
 */
export function* exploreTruth(
  model: Model,
  strategy: string,
  maxStates: number,
): Generator<number, Truth> {
  return truthOf(everyRun(yield* buildGraph(model, maxStates)), strategy)
}

function truthOf({ states, schedules, failing, unfinished }: EveryRun, strategy: string): Truth {
  switch (strategy) {
    case 'uniform':
      return { states, schedules, failing: (name) => failing.get(name)?.probability ?? 0 }
    case 'urw': {
      // It counts whole schedules, the bound has cut off some of those here.
      const whole = unfinished.schedules === 0n
      const share = (name: string): number =>
        quotient(failing.get(name)?.schedules ?? 0n, schedules)
      return { states, failing: (name) => (whole || !failing.has(name) ? share(name) : undefined) }
    }
    default:
      return { states, failing: (name) => (failing.has(name) ? undefined : 0) }
  }
}

/** Of two bigints that may be beyond the range of doubles, to 15 digits. */
function quotient(numerator: bigint, denominator: bigint): number {
  const scale = 10n ** 30n
  return denominator === 0n ? 0 : Number((numerator * scale) / denominator) / 1e30
}
