/** An answer with its reasons: what is changed, and which race comes back without each change. */
import type { Bound } from '../scenario/system.ts'
import type { Choice, Cost, Design } from '../scenario/scenario.ts'
import type { DesignRecord } from '../matrix/record.ts'
import type { Assignment, Lack } from './variables.ts'

/** A design with one change taken back, and what it violates. */
export interface Comeback {
  readonly scenario: string
  readonly design: Design
  /** Required invariants; empty where none is violated or it was not decided. */
  readonly violates: readonly string[]
  /** The command that shows it, in parts that fit a line each. */
  readonly replay: readonly string[]
}

export interface ExplainedChange {
  readonly variable: string
  readonly from: Choice
  readonly to: Choice
  readonly cost: Cost
  /** `excluded`: no scenario has the design without this change. */
  readonly without:
    | { readonly kind: 'returns'; readonly comebacks: readonly Comeback[] }
    | { readonly kind: 'forbidden' | 'excluded' | 'nothing' }
}

/** What the claim that everything holds rests on. */
export interface Proof {
  readonly designs: number
  readonly states: number
  readonly transitions: number
  readonly bounds: readonly Bound[]
  readonly omission: number
}

export interface Answer {
  readonly assignment: Assignment
  readonly changes: readonly ExplainedChange[]
  readonly proof: Proof
  /** What is given and excluded with this answer. */
  readonly unmodelled: readonly Lack[]
}

export function proofOf(records: readonly DesignRecord[]): Proof {
  const sum = (part: (r: DesignRecord) => number): number =>
    records.reduce((total, r) => total + part(r), 0)
  const bounds = new Map(records.map((r) => [`${r.bound.steps} ${r.bound.faults}`, r.bound]))
  return {
    designs: records.length,
    states: sum((r) => r.states),
    transitions: sum((r) => r.transitions),
    bounds: [...bounds.values()],
    omission: sum((r) => r.omission),
  }
}
