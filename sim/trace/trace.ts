/** What happened in one run, with the states themselves: the form that reports and bisect read. */
import type { AnyMachineSnapshot, EventObject } from 'xstate'
import type { Holder } from '../scenario/system.ts'
import type { Violation } from '../model/violation.ts'
import type { Delivery } from '../schedule/delivery.ts'

/** One delivery and what it did to its receiver. */
export interface Step {
  /** 1 for the first step of the run. */
  readonly index: number
  readonly delivery: Delivery
  readonly event: EventObject
  /** Which alternative was taken, when the message offered more than one. */
  readonly alternative?: Taken
  /** The receiver before and after. */
  readonly before: AnyMachineSnapshot
  readonly after: AnyMachineSnapshot
  readonly sent: readonly Sent[]
  /** The step that sent the delivered message; 0 for what was sent at the start. */
  readonly cause: number
  /** Who held what when the step was taken: objects that say so, by id. */
  readonly held: readonly Held[]
}

/** `taken`: 0 for the message itself, then its alternatives, then its faults; `of` them in all. */
export interface Taken {
  readonly taken: number
  readonly of: number
  readonly fault?: true
}

export interface Sent {
  readonly to: string
  readonly event: EventObject
  /** Of a message that offers more than one event: the one delivered, once it was. */
  readonly delivered?: EventObject
}

export interface Held extends Holder {
  /** The actor that is held, such as a lock. */
  readonly object: string
}

export interface Trace {
  readonly steps: readonly Step[]
  /** The actors in scenario order, with their last states. */
  readonly final: ReadonlyMap<string, AnyMachineSnapshot>
  /** The actors' first states. */
  readonly initial: ReadonlyMap<string, AnyMachineSnapshot>
  readonly ending: TraceEnding
  /** The deliveries that were possible or would have become so when the run ended. */
  readonly pending: readonly Delivery[]
  /** Names of the *sometimes* properties that held in some state. */
  readonly witnessed: readonly string[]
}

export type TraceEnding =
  | { readonly kind: 'passed' }
  | { readonly kind: 'violated'; readonly violation: Violation }
  | { readonly kind: 'bound' }
