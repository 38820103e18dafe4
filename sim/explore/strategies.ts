/**
 * Strategies for a model. Some must know how long its runs are or how often its actors send; a
 * pilot measures that with a fixed number of runs of fixed seeds, so that it says the same in every
 * process and whatever has been run before. It is made when a strategy asks for it.
 */
import type { Model } from '../model/model.ts'
import { unpack } from '../schedule/decision.ts'
import { graphOf, TooLargeError } from '../space/graph.ts'
import { needsSpace, strategyOf, UnknownStrategyError } from '../strategy/registry.ts'
import type { Pilot } from '../strategy/registry.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { uniform } from '../strategy/uniform.ts'
import type { ScheduleSpace } from '../strategy/urw.ts'
import { Runner } from './run.ts'
import { EndlessError, scheduleSpace } from './schedule-space.ts'

/**
 * The strategy that `text` names, for runs of `model`. One that needs the explored state space gets
 * `space`, or the model is explored for it.
 * @throws UnknownStrategyError
 */
export function strategyFor(model: Model, text = 'uniform', space?: ScheduleSpace): Strategy {
  const explored = space ?? (needsSpace(text) ? exploredSpace(model) : undefined)
  let runner: Runner | undefined
  return strategyOf(text, {
    model,
    pilot: () => pilot(model),
    rehearse: (strategy) => {
      runner ??= new Runner(model)
      runner.run(strategy, '')
    },
    ...(explored !== undefined && { space: explored }),
  })
}

/** More states than this are not explored for the sake of a strategy: some 200 MB. */
const maxStates = 1_000_000

function exploredSpace(model: Model): ScheduleSpace {
  try {
    return scheduleSpace(graphOf(model, maxStates))
  } catch (error) {
    if (!(error instanceof TooLargeError || error instanceof EndlessError)) throw error
    const reason = `'urw' cannot be used here: ${error.message}; use 'surw' or 'pos'`
    throw new UnknownStrategyError(reason)
  }
}

const pilotRuns = 64

const pilots = new WeakMap<Model, Pilot>()

/** Of runs under the uniform strategy, with seeds that no sweep can name; made once for a model. */
export function pilot(model: Model): Pilot {
  const known = pilots.get(model) ?? measured(model)
  pilots.set(model, known)
  return known
}

function measured(model: Model): Pilot {
  const runner = new Runner(model)
  const walk = uniform()
  const sent = Array<number>(model.channels).fill(0)
  let [steps, contested, here] = [1, 1, 0]
  const counting: Strategy = {
    ...walk,
    schedule: (pending, n) => {
      if (n > 1) here++
      return walk.schedule(pending, n)
    },
  }
  for (let i = 1; i <= pilotRuns; i++) {
    here = 0
    runner.run(counting, `pilot ${i}`)
    steps = Math.max(steps, runner.steps)
    contested = Math.max(contested, here)
    for (const packed of runner.decisions.subarray(0, runner.steps)) {
      const { channel } = unpack(packed)
      sent[channel] = (sent[channel] ?? 0) + 1 / pilotRuns
    }
  }
  return { steps, contested, sent }
}
