/** A position as the explorer sees it: the run up to it, by plain XState, and what may come next. */
import { at } from '../assert.ts'
import { Runner } from '../explore/run.ts'
import type { Ending } from '../explore/run.ts'
import type { Model } from '../model/model.ts'
import { parseDelivery } from '../schedule/delivery.ts'
import { sequential } from '../strategy/sequential.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { confirm, execute } from '../trace/execute.ts'
import type { Step, Trace } from '../trace/trace.ts'
import { unpack } from '../schedule/decision.ts'
import { Guide } from './guide.ts'
import type { Arrived, Choice } from './guide.ts'
import type { Move } from './moves.ts'

/** By the tables alone: cheap, and never shown by itself. */
export interface Arrival extends Arrived {
  /** Packed. */
  readonly decisions: Int32Array
  /** Where the default schedule ends from here. */
  readonly forecast: Forecast
}

export interface Position extends Arrival {
  readonly trace: Trace
}

export interface Forecast {
  readonly ending: Ending
  /** Of the whole run. */
  readonly steps: number
}

/** Goes as far as `moves` can be followed. */
export function arriveAt(model: Model, moves: readonly Move[]): Arrival {
  const runner = new Runner(model)
  const guided = new Guide(model, moves)
  const ending = runner.run(guided, '')
  const arrived = guided.arrived()
  const decisions = runner.decisions.slice(0, arrived.taken.length)
  return { ...arrived, decisions, forecast: { ending, steps: runner.steps } }
}

/**
 * The same with the run up to there.
 * @throws InternalError when plain XState does not allow what the tables do.
 */
export function positionAt(model: Model, moves: readonly Move[]): Position {
  const arrival = arriveAt(model, moves)
  const { decisions, forecast } = arrival
  const trace = execute(model, decisions)
  if (decisions.length === forecast.steps) confirm(trace, forecast.ending)
  return { ...arrival, trace }
}

/** Where the default schedule ends after `choice` at `position`; tables only. */
export function forecastOf(model: Model, { decisions }: Arrival, choice: Choice): Forecast {
  const runner = new Runner(model)
  const ending = runner.run(along([...decisions, choice.decision]), '')
  return { ending, steps: runner.steps }
}

/** The step that `choice` would be, by plain XState; nobody is told what is held. */
export function stepOf(
  { system, xstate, names, tables }: Model,
  { trace }: Position,
  choice: Choice,
) {
  const { to, event: number, take, deliver } = choice
  const id = at(names, to)
  const before = trace.final.get(id)
  const delivery = parseDelivery(deliver)
  if (before === undefined || delivery === undefined) {
    throw new RangeError(`${deliver} is no delivery of ${system.actors.length} actors`)
  }
  const { event } = at(at(tables.events, to), number)
  const answer = xstate.transition(to, before, event)
  const effects = answer.kind === 'next' ? answer.effects : []
  return {
    index: trace.steps.length + 1,
    delivery,
    event,
    before,
    after: answer.kind === 'next' ? answer.snapshot : before,
    sent: effects.flatMap((e) =>
      e.kind === 'cancel' ? [] : [{ to: at(names, e.to), event: e.event }],
    ),
    ...(take > 0 && {
      alternative: { taken: take, of: take + 1, ...(choice.fault && { fault: true }) },
    }),
    cause: 0,
    held: [],
  } satisfies Step
}

/** Takes `decisions`, which the model allows, and then the default schedule. */
function along(decisions: readonly number[]): Strategy {
  let i = 0
  let [timer, alternative] = [0, 0]
  return {
    ...sequential,
    name: 'along',
    begin: () => {
      i = 0
    },
    schedule: (pending, n) => {
      const packed = decisions[i++]
      if (packed === undefined) {
        ;[timer, alternative] = [0, 0]
        return sequential.schedule(pending, n)
      }
      const decision = unpack(packed)
      ;({ timer, alternative } = decision)
      return pending.enabled.subarray(0, n).indexOf(decision.channel)
    },
    timer: () => timer,
    alternative: () => alternative,
  }
}
