/** Models over several actors and real channels. */
import type { AnyStateMachine } from 'xstate'
import type { Actor, Bound, Property, System } from '../sim/scenario/system.ts'

/** A system of `machines` by id, each with its input. */
export function systemOf(
  name: string,
  machines: Readonly<Record<string, readonly [machine: AnyStateMachine, input: unknown]>>,
  properties: readonly Property[] = [],
  bound: Partial<Bound> = {},
): System {
  const actors = Object.entries(machines).map(([id, [machine, input]]): Actor => ({
    id,
    machine,
    input,
  }))
  // More steps than the longest path that a depth-first search takes.
  return { name, actors, properties, bound: { steps: 500_000, faults: 0, ...bound } }
}
