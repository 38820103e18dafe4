/**
 * What an exhaustive search knows of what a sweep estimates. Of the uniform walk and of URW every
 * probability is known; of any other strategy only that it cannot violate what no run violates.
 * Of an *eventually* that some run without end violates nothing is known: the bound cuts that run
 * off, and a run that was cut off is not judged.
 */
import { fairComponents } from '../space/cycles.ts'
import { buildGraph } from '../space/graph.ts'
import type { StateGraph } from '../space/graph.ts'
import { read } from '../assert.ts'
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
  /** Each *eventually* that some run without end violates. */
  readonly endless: readonly string[]
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
  const graph = yield* buildGraph(model, maxStates)
  const runs = everyRun(graph)
  const endless = runs.unfinished.schedules === 0n ? [] : endlessIn(graph)
  const known = truthOf(runs, strategy)
  const failing: Truth['failing'] = (name) =>
    endless.includes(name) ? undefined : known.failing(name)
  return { ...known, failing, endless }
}

function endlessIn(graph: StateGraph): readonly string[] {
  return graph.model.claims.flatMap(({ property }, i) => {
    if (property.kind !== 'eventually') return []
    const bit = graph.goalBit(i)
    const lasting = fairComponents(graph, (state) => (read(graph.goals, state) & bit) === 0)
    return lasting.length === 0 ? [] : [property.name]
  })
}

function truthOf(
  { states, schedules, failing, unfinished }: EveryRun,
  strategy: string,
): Omit<Truth, 'endless'> {
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
