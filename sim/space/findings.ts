/** What a search has found so far: each failure by its identity, rests, and witnesses. */
import { at } from '../assert.ts'
import type { Claim } from '../model/claim.ts'
import { atRest, claimsByActor } from '../model/judge.ts'
import type { Model } from '../model/model.ts'
import { failureId } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { channelOf } from '../schedule/decision.ts'
import type { GlobalState } from './global-state.ts'

/** One failure, by its identity. */
export interface CheckFailure {
  readonly id: string
  readonly violation: Violation
  /** Distinct states that violate; for a step that is itself a violation, such steps. */
  readonly states: number
  /** The shortest way there that the search took, as packed decisions from the first state. */
  readonly decisions: Int32Array
  /**
   * For an *eventually* that never holds on a run without end: the decisions, after `decisions`, of a
   * fair cycle back to the same state.
   */
  readonly loop?: Int32Array
  /** Of an *eventually*, where all states are known: on some way, to an end or without one, it holds. */
  readonly holdsOnSome?: boolean
}

export interface Witness {
  readonly name: string
  /** Distinct states in which the *sometimes* holds. */
  readonly states: number
}

/** Gives the decisions that lead to the present state. */
export type Path = () => Int32Array

export class Findings {
  /** States at rest in which nothing is violated. */
  ends = 0
  private readonly model: Model
  private readonly found = new Map<string, CheckFailure & { states: number }>()
  private readonly always: readonly Claim[]
  private readonly alwaysOf: readonly (readonly Claim[])[]
  private readonly sometimes: readonly Claim[]
  private readonly counts: number[]

  constructor(model: Model) {
    this.model = model
    const { claims } = model
    this.always = claims.filter((c) => c.property.kind === 'always')
    this.alwaysOf = claimsByActor(model, (c) => c.property.kind === 'always').map((indices) =>
      indices.map((i) => at(claims, i)),
    )
    this.sometimes = claims.filter((c) => c.property.kind === 'sometimes')
    this.counts = this.sometimes.map(() => 0)
  }

  get failures(): readonly CheckFailure[] {
    return [...this.found.values()].map((f) => ({ ...f }))
  }

  get witnesses(): readonly Witness[] {
    return this.sometimes.map(({ property: { name } }, i) => ({ name, states: at(this.counts, i) }))
  }

  /**
   * Looks at a state met for the first time, `depth` steps away, which `decision` led to (none: not
   * known which). False when an *always* is violated: runs end there.
   */
  meet({ slots }: GlobalState, decision: number | undefined, depth: number, path: Path): boolean {
    for (const claim of this.asked(decision)) {
      if (claim.holds(slots)) continue
      this.record(claim.violation(slots), depth, path)
      return false
    }
    const { sometimes, counts } = this
    for (let i = 0; i < sometimes.length; i++) {
      if (at(sometimes, i).holds(slots)) counts[i] = at(counts, i) + 1
    }
    return true
  }

  /** Looks at a state in which nothing can be delivered. */
  rest(state: GlobalState, depth: number, path: Path): void {
    const violation = atRest(this.model, state.slots, state.reached)
    if (violation === undefined) this.ends++
    else this.record(violation, depth, path)
  }

  /** A violation after the `depth` decisions that `path` gives; it is asked only when needed. */
  record(violation: Violation, depth: number, path: Path): void {
    const id = failureId(violation)
    const known = this.found.get(id)
    if (known !== undefined && known.decisions.length <= depth) known.states++
    else {
      const states = (known?.states ?? 0) + 1
      this.found.set(id, { id, violation, states, decisions: path().slice() })
    }
  }

  /** Only claims that read the receiver can have changed. */
  private asked(decision: number | undefined): readonly Claim[] {
    const { actors } = this.model
    if (decision === undefined) return this.always
    const channel = channelOf(decision)
    return channel < actors * actors ? (this.alwaysOf[channel % actors] ?? []) : this.always
  }
}
