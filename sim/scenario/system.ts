/**
 * A system is what the engine explores: actors that are XState machines, the properties asked of
 * them, and the bound. A scenario file with one choice per variant becomes one system; a library
 * user may also write one by hand.
 */
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import type { Functions } from './functions.ts'
import type { StripsOf } from './strips.ts'
import type { Synchronisation } from './synchronisation.ts'

/** One actor: an XState machine and its input. Its `id` is its `systemId` under XState. */
export interface Actor {
  readonly id: string
  readonly machine: AnyStateMachine
  readonly input: unknown
  /** What the scenario calls the machine; without it, reports use the machine's own id. */
  readonly machineName?: string
  /** For an actor that others can hold, such as a lock: who holds it now. Reports show it. */
  readonly holders?: (snapshot: AnyMachineSnapshot) => readonly Holder[]
  /** The functions of the code that its states follow. Reports name them. */
  readonly functions?: Functions
  /** Its locks, its variables and its context: what predictions from a run rest on. */
  readonly sync?: Synchronisation
}

/** `actor` holds something in `mode`, such as 'exclusive' or 'shared'. */
export interface Holder {
  readonly actor: string
  readonly mode: string
}

interface Named {
  readonly name: string
  /** The law in one sentence, for reports. */
  readonly law?: string
  /** Where the law comes from: a kernel function, commit or mail. */
  readonly source?: string
}

/** A claim about the states of the actors in `reads`, in that order. It must be pure. */
export interface StateProperty extends Named {
  readonly kind: 'always' | 'at-rest' | 'sometimes' | 'eventually'
  readonly reads: readonly string[]
  readonly holds: (snapshots: readonly AnyMachineSnapshot[]) => boolean
  /** Says with the values at hand why `holds` is false. */
  readonly explain?: (snapshots: readonly AnyMachineSnapshot[]) => string
}

/**
 * A statechart that is shown every delivery to an actor in `observes`, as an event
 * `{ type, from, to, event }` with the delivered event's own type. It ignores what it does not
 * handle. A state tagged `violation` is one.
 */
export interface MonitorProperty extends Named {
  readonly kind: 'monitor'
  readonly machine: AnyStateMachine
  readonly input: unknown
  readonly observes: readonly string[]
}

export type Property = StateProperty | MonitorProperty

/** How far a run goes: `steps` deliveries, `faults` fault alternatives taken. */
export interface Bound {
  readonly steps: number
  readonly faults: number
}

export interface System {
  readonly name: string
  readonly actors: readonly Actor[]
  readonly properties: readonly Property[]
  readonly bound: Bound
  /**
   * Groups of ids that may be exchanged for one another without a difference: actors of one machine,
   * or names that only occur in contexts and events. Nothing is taken for granted: a search that
   * makes use of it checks it.
   */
  readonly symmetry?: readonly (readonly string[])[]
  /** Pictures of a state, for reports. */
  readonly strips?: readonly StripsOf[]
}
