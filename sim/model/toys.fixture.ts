/** Toy systems for the engine's tests. */
import { assign, createMachine, sendTo } from 'xstate'
import type { AnyStateMachine, EventObject } from 'xstate'
import type { Bound, Property, StateProperty, System } from '../scenario/system.ts'

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
