/** Toy systems for the engine's tests, and the two ways to run one: the tables and plain XState. */
import { assign, createMachine, sendTo } from 'xstate'
import type { AnyMachineSnapshot, AnyStateMachine, EventObject } from 'xstate'
import { at } from '../assert.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import type { Violation } from '../model/violation.ts'
import type { Bound, Property, StateProperty, System } from '../scenario/system.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import { sequential } from '../strategy/sequential.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { confirm, execute } from '../trace/execute.ts'
import type { Trace } from '../trace/trace.ts'
import { Runner } from './run.ts'
import type { Ending, RunnerOptions } from './run.ts'

/** A system of `machines` by id, each with the input `{}`. */
export function toy(
  machines: Readonly<Record<string, AnyStateMachine>>,
  properties: readonly Property[] = [],
  bound: Partial<Bound> = {},
): System {
  return {
    name: 'toy',
    actors: Object.entries(machines).map(([id, machine]) => ({ id, machine, input: {} })),
    properties,
    bound: { steps: 200, faults: 0, ...bound },
  }
}

/** The action that sends `event` to the actor `to`. */
export function send(to: string, event: EventObject | string, options?: { delay?: number }) {
  const message = typeof event === 'string' ? { type: event } : event
  return sendTo(({ system }) => system.get(to), message, options)
}

/** A machine that sends `events` to `to` at the start and is then at rest. */
export function script(to: string, ...events: (EventObject | string)[]): AnyStateMachine {
  return createMachine({ id: 'script', tags: 'idle', entry: events.map((e) => send(to, e)) })
}

/** A machine that is at rest and takes every event without a change. */
export const sink: AnyStateMachine = createMachine({ id: 'sink', tags: 'idle', on: { '*': {} } })

/** A machine that keeps the types of the events it got, in order, in `context.got`. */
export const recorder = createMachine({
  types: {} as { context: { got: string[] } },
  id: 'recorder',
  tags: 'idle',
  context: { got: [] },
  on: { '*': { actions: assign({ got: ({ context, event }) => [...context.got, event.type] }) } },
})

/** Goes round `a`, `b`, `c` and back to `a` on each TICK. */
export const ring: AnyStateMachine = createMachine({
  initial: 'a',
  states: { a: { on: { TICK: 'b' } }, b: { on: { TICK: 'c' } }, c: { on: { TICK: 'a' } } },
  tags: 'idle',
})

/** A property of the actors `reads`. */
export function claim(
  kind: StateProperty['kind'],
  name: string,
  reads: readonly string[],
  holds: StateProperty['holds'],
): StateProperty {
  return { kind, name, reads, holds }
}

/** One run by the tables, and its re-execution by plain XState, which must agree. */
export interface Ran {
  readonly model: Model
  readonly runner: Runner
  readonly ending: Ending
  readonly trace: Trace
  /** The deliveries by name. */
  readonly deliveries: readonly string[]
}

export function ran(
  system: System,
  strategy: Strategy = sequential,
  seed = '1',
  options: RunnerOptions = { selfCheck: true },
): Ran {
  const model = createModel(system)
  return ranOn(model, new Runner(model, options), strategy, seed)
}

/** As `ran`, on a runner that may have run before. */
export function ranOn(model: Model, runner: Runner, strategy: Strategy, seed: string): Ran {
  const ending = runner.run(strategy, seed)
  const trace = execute(model, runner.decisions.subarray(0, runner.steps))
  confirm(trace, ending)
  const deliveries = trace.steps.map((s) => formatDelivery(s.delivery))
  return { model, runner, ending, trace, deliveries }
}

/** The snapshot of `id` after the last run, according to the tables. */
export function snapshotOf({ model, runner }: Ran, id: string): AnyMachineSnapshot {
  return at(model.tables.snapshots, at(runner.local, model.names.indexOf(id)))
}

/** The violation of a run that has one. */
export function violation({ ending }: Ran): Violation {
  if (ending.kind !== 'violated') throw new Error(`the run ended in ${ending.kind}`)
  return ending.violation
}

/** What an ending comes to: `passed`, `bound`, or the identity of the violation. */
export function verdict(ending: Ending): string {
  return ending.kind === 'violated' ? ending.violation.kind : ending.kind
}
