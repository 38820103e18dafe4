/** The ways a run can go wrong, and which of them are the same failure. */

import type { MonitorProperty } from '../scenario/system.ts'

export type Violation =
  | {
      readonly kind: 'property'
      readonly name: string
      readonly law: string
      readonly detail: string
      /** The actors whose states the property reads, or the monitor observes. */
      readonly actors: readonly string[]
    }
  | { readonly kind: 'deadlock'; readonly stuck: readonly Stuck[] }
  | {
      readonly kind: 'unhandled'
      readonly actor: string
      readonly state: string
      readonly event: string
      readonly from: string
    }
  | { readonly kind: 'machine-error'; readonly actor: string; readonly message: string }

/** A monitor is violated in its first state. */
export function initialViolation({ name, law, observes }: MonitorProperty): Violation {
  return { kind: 'property', name, law: law ?? name, detail: 'at the start', actors: observes }
}

/** An actor that is neither final nor idle when no message can be delivered. */
export interface Stuck {
  readonly actor: string
  readonly state: string
}

/** The property that is violated, as `expect` names it. */
export function violatedProperty(violation: Violation): string {
  return violation.kind === 'property' ? violation.name : violation.kind
}

/**
 * Identity of a failure: a shorter run counts as the same failure only when this is equal, so that
 * shrinking does not slip to another bug.
 */
export function failureId(violation: Violation): string {
  switch (violation.kind) {
    case 'property':
      return `property ${violation.name}`
    case 'deadlock':
      return `deadlock ${violation.stuck.map((s) => s.actor).join()}`
    case 'unhandled':
      return `unhandled ${violation.actor} ${violation.event}`
    case 'machine-error':
      return `machine-error ${violation.actor} ${violation.message}`
  }
}

/** One sentence for a human. */
export function violationSentence(violation: Violation): string {
  switch (violation.kind) {
    case 'property':
      return `${violation.name}: ${violation.detail}`
    case 'deadlock':
      return `deadlock: ${violation.stuck.map((s) => `${s.actor} waits in ${s.state}`).join('; ')}`
    case 'unhandled':
      return `unhandled: ${violation.actor} in ${violation.state} has no transition for ${violation.event} from ${violation.from}`
    case 'machine-error':
      return `machine-error: ${violation.message}`
  }
}
