/** What a run shows that need not have gone wrong in it. Keys are stable from run to run. */
import type { Action } from './action.ts'

/** A lock that is held, or an event that is pending, while another is waited for. */
export interface Dependency {
  readonly held: Node
  /** The step after which it was held, or the event pending; 0 for the start. */
  readonly since: number
  readonly wanted: Node
  /** The attempt, whether it had to wait or not. */
  readonly attempt: Action
  /** For an event: the step that ended it, which this attempt comes before. */
  readonly ends?: Action
}

/** What can be waited for: a lock, or an event. */
export interface Node {
  readonly kind: 'lock' | 'event'
  readonly class: string
  readonly object: string
  readonly shared: boolean
}

interface Keyed {
  readonly key: string
}

/** Each wants what the next one holds, and the last what the first holds. */
export interface Cycle extends Keyed {
  readonly kind: 'lock-order'
  readonly dependencies: readonly Dependency[]
  /** Who must come between two readers for them to stop each other, as a fair lock lets it. */
  readonly writers: readonly Action[]
}

/** An operation that may sleep where nothing may. */
export interface Sleep extends Keyed {
  readonly kind: 'sleep'
  readonly action: Action
  /** The atomic context of the actor, or the spinlock that it holds. */
  readonly because: { readonly kind: 'context' | 'spinlock'; readonly name: string }
}

/** A lock taken in atomic context, and elsewhere with interrupts on: it can interrupt its holder. */
export interface WrongContext extends Keyed {
  readonly kind: 'wrong-context'
  readonly class: string
  readonly atomic: Action
  readonly process: Action
}

/** One side of a race. */
export interface Side {
  readonly action: Action
  readonly access: 'read' | 'write'
  readonly marked: boolean
}

/**
 * Two accesses that nothing orders. `data-race`: one of them at least is plain. `lost-update`: all
 * are marked, but both write, or one reads what it then stores by.
 */
export interface Race extends Keyed {
  readonly kind: 'data-race' | 'lost-update'
  /** `object.variable`, or `object.variable[4096]`. */
  readonly variable: string
  readonly first: Side
  readonly second: Side
}

export type Finding = Cycle | Sleep | WrongContext | Race
