/**
 * What is known about a model from elsewhere, in the counts of this engine: `states` distinct global
 * states, `transitions` one per (state, message, alternative), `depth` steps to the deepest state.
 * Tools count differently; the functions below translate, so that a model file can quote a source
 * as it is printed there.
 */
import type { System } from '../sim/scenario/system.ts'

export interface Counts {
  readonly states: number
  readonly transitions: number
  /** Steps from the first state to the deepest one, breadth first. */
  readonly depth?: number
  /** States per depth, from depth 0. */
  readonly levels?: readonly number[]
}

export interface Oracle extends Counts {
  readonly system: System
  /** Where the counts are published, or what they follow from. */
  readonly source: string
  /** States at rest in which every actor is final or idle; 0 unless given. */
  readonly ends?: number
  /** States at rest in which an actor is neither; 0 unless given. */
  readonly deadlocks?: number
  /** Groups of ids whose permutations map the model to itself. */
  readonly symmetry?: readonly (readonly string[])[]
  /** Distinct states up to these permutations. */
  readonly quotient?: number
}

/**
 * TLC: `generated` counts the first states and every successor; `depth` counts levels, the first
 * states being level 1. States outside a constraint are generated and not distinct; here they
 * are found and not left, so a depth would count them and is not given for such models.
 *
 * A model with several first states chooses among them by steps of its own before it starts:
 * `choice` says how many states that adds, how many steps and levels deep.
 */
export function tlc(
  { distinct, generated, depth }: { distinct: number; generated: number; depth?: number },
  choice: { initials: number; states: number; steps: number; depth: number } = {
    initials: 1,
    states: 0,
    steps: 0,
    depth: 0,
  },
): Counts {
  return {
    states: distinct + choice.states,
    transitions: generated - choice.initials + choice.steps,
    ...(depth !== undefined && { depth: depth - 1 + choice.depth }),
  }
}

/** Spin stores the first state by a transition of its own. */
export function spin({ stored, transitions }: { stored: number; transitions: number }): Counts {
  return { states: stored, transitions: transitions - 1 }
}

/** The number of ways to choose `k` of `n`. */
export function binomial(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i
  return ways
}
