/** What an exhaustive search of one design came to, without the runs: what is kept and compared. */
import { violatedProperty, violationSentence } from '../model/violation.ts'
import type { Bound, Property } from '../scenario/system.ts'
import { omissionProbability } from '../space/result.ts'
import type { Mode, Stop } from '../space/result.ts'
import type { SearchResult } from '../space/search.ts'
import { observations, unaskedIn } from '../verdict/check.ts'
import type { Observation } from '../verdict/expectation.ts'

/** What the search says of one property that can be violated. */
export interface Cell {
  readonly property: string
  /** One when the search is complete; see `observations`. */
  readonly possible: readonly Observation[]
  /** Distinct states that violate it, and steps that are a violation themselves. */
  readonly states: number
  /** One of its violations in words; absent when there is none. */
  readonly detail?: string
}

export interface DesignRecord {
  readonly mode: Mode
  readonly bound: Bound
  readonly complete: boolean
  /** Absent also when somebody interrupted. */
  readonly stopped?: Stop
  readonly states: number
  readonly transitions: number
  /** The chance that a state was left out. */
  readonly omission: number
  readonly cells: readonly Cell[]
  /** Each *sometimes*, with the number of states in which it holds. */
  readonly witnesses: readonly { readonly name: string; readonly states: number }[]
  /** Each *at-rest* that holds because no run ends. */
  readonly unasked: readonly string[]
}

/**
 * `properties` are those that can be violated, in the order of the scenario; `asked` those of the
 * system that was searched.
 */
export function recordOf(
  result: SearchResult,
  bound: Bound,
  properties: readonly string[],
  asked: readonly Property[],
): DesignRecord {
  const { mode, complete, stopped, states, transitions, witnesses } = result
  return {
    ...{ mode, bound, complete, states, transitions, witnesses },
    ...(stopped !== undefined && { stopped }),
    omission: omissionProbability(result),
    unasked: unaskedIn(result, asked),
    cells: properties.map((property) => cellOf(result, property)),
  }
}

function cellOf(result: SearchResult, property: string): Cell {
  const failures = result.failures.filter((f) => violatedProperty(f.violation) === property)
  const [first] = failures
  return {
    property,
    possible: observations(result, property),
    states: failures.reduce((sum, f) => sum + f.states, 0),
    ...(first !== undefined && { detail: violationSentence(first.violation) }),
  }
}

/** `open`: the search stopped before it could tell. */
export type Standing = 'violated' | 'never' | 'open'

export function standing({ possible }: Cell): Standing {
  if (!possible.includes('never')) return 'violated'
  return possible.length === 1 ? 'never' : 'open'
}

/** The properties that some interleaving violates. */
export function violatedOf({ cells }: DesignRecord): readonly string[] {
  return cells.filter((c) => standing(c) === 'violated').map((c) => c.property)
}

/** The *sometimes* that no interleaving reaches, where nothing is violated before it could be. */
export function unreachedOf(record: DesignRecord): readonly string[] {
  if (!record.complete || violatedOf(record).length > 0) return []
  return record.witnesses.filter((w) => w.states === 0).map((w) => w.name)
}
