/** The properties of a system, asked in every state. */
import { at } from '../assert.ts'
import type { StateProperty, System } from '../scenario/system.ts'
import type { Answers } from './answers.ts'
import { RefusedError } from './refused.ts'
import type { State } from './steps.ts'

/** A claim, and what it said of the local states that it was asked for. */
interface Claim {
  readonly property: StateProperty
  readonly reads: readonly number[]
  readonly answers: Map<string, boolean>
}

/** Answers kept before all are forgotten: some tens of megabytes for ten claims. */
const mostKept = 50_000

export class Properties {
  readonly claims: readonly Claim[]
  /** The *eventually* claims: the bits of `State.reached`. */
  readonly goals: readonly Claim[]
  private readonly answers: Answers

  constructor({ actors, properties }: System, answers: Answers) {
    this.answers = answers
    this.claims = properties
      .filter((p) => p.kind !== 'monitor')
      .map((property) => ({
        property,
        reads: property.reads.map((id) => actors.findIndex((a) => a.id === id)),
        answers: new Map(),
      }))
    this.goals = this.claims.filter((c) => c.property.kind === 'eventually')
  }

  /** The bits of `state`: those of the state before it and of what holds now. */
  reached(state: State, line: number): number {
    return this.goals.reduce(
      (bits, goal, i) => (this.holds(goal, state, line) ? bits | (1 << i) : bits),
      state.reached,
    )
  }

  /** @throws RefusedError when something is violated in `state`, which is at rest or not. */
  judge(state: State, rests: boolean, line: number): void {
    for (const claim of this.claims) {
      const { kind, name } = claim.property
      if (kind !== 'always' && !(kind === 'at-rest' && rests)) continue
      if (!this.holds(claim, state, line)) {
        throw new RefusedError(line, `${name} (${kind}) does not hold`)
      }
    }
    for (const [i, { name }] of this.answers.monitors.entries()) {
      const local = at(state.locals, this.answers.actors + i)
      if (at(this.answers.locals, local).snapshot.hasTag('violation')) {
        throw new RefusedError(line, `the monitor ${name} is in a state tagged violation`)
      }
    }
    if (rests) this.judgeRest(state, line)
  }

  /** Whether the *sometimes* called `name` holds in `state`. */
  witnesses(name: string, state: State, line: number): boolean {
    const claim = this.claims.find((c) => c.property.name === name)
    return claim !== undefined && this.holds(claim, state, line)
  }

  private judgeRest(state: State, line: number): void {
    const locals = state.locals.slice(0, this.answers.actors)
    const halted = locals.some((local) => at(this.answers.locals, local).snapshot.hasTag('halt'))
    for (const local of halted ? [] : locals) {
      const { snapshot } = at(this.answers.locals, local)
      if (snapshot.status === 'done' || snapshot.hasTag('idle')) continue
      throw new RefusedError(line, `deadlock: ${this.answers.describe(local)} is stuck`)
    }
    const missed = this.goals.find((_, i) => (state.reached & (1 << i)) === 0)
    if (missed === undefined) return
    throw new RefusedError(line, `${missed.property.name} (eventually) has never held at this rest`)
  }

  private holds({ property, reads, answers }: Claim, state: State, line: number): boolean {
    const read = reads.map((actor) => at(state.locals, actor))
    const key = read.join()
    const known = answers.get(key)
    if (known !== undefined) return known
    let holds: boolean
    try {
      holds = property.holds(read.map((local) => at(this.answers.locals, local).snapshot))
    } catch (error) {
      throw new RefusedError(line, `${property.name} cannot be evaluated: ${String(error)}`)
    }
    if (answers.size >= mostKept) answers.clear()
    answers.set(key, holds)
    return holds
  }
}
