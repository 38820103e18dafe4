/** What an exhaustive search is asked and what it answers. */
import type { CheckFailure, Witness } from './findings.ts'
import type { Reductions } from './reduction/reduction.ts'

/** Which states are expanded first: the earliest met, or the latest. */
export type Mode = 'bfs' | 'dfs'

export interface CheckOptions {
  readonly mode?: Mode
  /** Keep whole states beside their fingerprints, so that no two can be confused. */
  readonly exact?: boolean
  /** A seed: successors are taken in a shuffled order. The states found must be the same. */
  readonly shuffle?: string
  /** Sleep sets, which prune steps; the value says when steps to one receiver are dependent. */
  readonly sleep?: 'receiver' | 'tables'
  /** One state for all that differ only in the names of interchangeable ids. */
  readonly symmetry?: boolean
  /** Leave out orders that cannot matter. */
  readonly reductions?: Reductions
  /** Stop when so many distinct states are known. */
  readonly maxStates?: number
  /** Stop before the search's own arrays outgrow so many bytes. */
  readonly maxBytes?: number
}

/** Why a search ended before every state was expanded. */
export type Stop =
  /** Some state is further away than the scenario's bound on steps. */
  'steps' | 'states' | 'memory'

export interface CheckResult {
  readonly mode: Mode
  readonly exact: boolean
  /** The reductions in force, by name; without any, every order was explored. */
  readonly reductions: readonly string[]
  /** Distinct states, violating ones included. */
  readonly states: number
  /** Successors computed: one per state, deliverable message and alternative. */
  readonly transitions: number
  /**
   * Breadth first: steps to the furthest state. Depth first: of the longest path followed, which is not
   * told of a search by several workers because it depends on timing.
   */
  readonly depth?: number
  /** States at rest in which nothing is violated. */
  readonly ends: number
  /** Breadth first: states by their distance from the first. */
  readonly levels?: readonly number[]
  readonly failures: readonly CheckFailure[]
  readonly witnesses: readonly Witness[]
  /** Absent: everything was explored, so what holds holds for runs of any length. */
  readonly stopped?: Stop
  /** Bytes of the arrays that hold states and what is still to be expanded. */
  readonly bytes: number
  /** With `exact`: distinct states whose fingerprint another state had. */
  readonly collisions?: number
}

/**
 * The chance that some state was taken for another and left out, if fingerprints are random: what
 * TLC calls the calculated (optimistic) estimate. 0 when whole states were kept.
 */
export function omissionProbability(
  result: Pick<CheckResult, 'states' | 'transitions' | 'exact'>,
): number {
  const { states, transitions, exact } = result
  return exact ? 0 : (states * Math.max(transitions - states, states / 2)) / 2 ** 64
}
