/**
 * Depth-first search with sleep sets and state matching: Godefroid, "Partial-Order Methods for the
 * Verification of Concurrent Systems" (LNCS 1032, 1996).
 *
 * A step sleeps in a state when all that follows from taking it there is found from another state,
 * where it was taken before an independent step. Each state is kept with the steps that slept in it.
 * When it is met again, those that sleep no longer are taken, and the intersection is kept. This
 * prunes steps, never states: every count but that of the transitions equals the plain search's.
 *
 * Runs end where something is violated, so a step that violates leaves no other step possible and
 * depends on all: it is never put to sleep, and one that slept is not handed on where it would
 * violate an *always*.
 *
 * Representation: sleep sets are interned lists of packed decisions. A decision means the same step
 * for as long as it sleeps, because whatever could change it depends on it.
 */
import { at, read } from '../../assert.ts'
import { Ints } from '../../model/ints.ts'
import { claimsByActor } from '../../model/judge.ts'
import type { Model } from '../../model/model.ts'
import { stream } from '../../prng.ts'
import type { Draw } from '../../prng.ts'
import { Findings } from '../findings.ts'
import { GlobalState } from '../global-state.ts'
import type { CheckOptions, CheckResult, Stop } from '../result.ts'
import { StateStore } from '../store.ts'
import { Commutation } from './commute.ts'
import type { Dependence } from './commute.ts'
import { stepsOf } from './steps.ts'
import type { Step } from './steps.ts'

/** A state on the path with what is still to be done in it. */
interface Frame {
  readonly mark: number
  readonly lo: number
  readonly hi: number
  readonly todo: readonly Step[]
  next: number
  /** What may sleep in successors: inherited, and taken here before. */
  readonly asleep: Step[]
}

/** In the place of a sleep set: the state violates an *always* and was not expanded. */
const violating = -1

export class SleepSearch {
  private readonly options: CheckOptions
  private readonly dependence: Dependence
  private readonly model: Model
  private readonly state: GlobalState
  private readonly findings: Findings
  private readonly commutation: Commutation
  private readonly store = new StateStore()
  /** By state: the number of its sleep set, or `violating`. */
  private readonly sleeping = new Ints()
  private readonly sets: (readonly number[])[] = []
  private readonly setIds = new Map<string, number>()
  private readonly frames: Frame[] = []
  private readonly path: Int32Array
  private readonly alwaysOf: readonly (readonly number[])[]
  private readonly shuffle: Draw | undefined
  private transitions = 0
  private deepest = 0
  private cut = false
  private stopped: Stop | undefined
  private setBytes = 0

  constructor(model: Model, options: CheckOptions, dependence: Dependence) {
    this.options = options
    this.dependence = dependence
    this.model = model
    this.state = new GlobalState(model)
    this.findings = new Findings(model)
    this.commutation = new Commutation(model, dependence)
    this.path = new Int32Array(model.system.bound.steps + 2)
    this.alwaysOf = claimsByActor(model, (c) => c.property.kind === 'always')
    this.shuffle = options.shuffle === undefined ? undefined : stream(options.shuffle, 'schedule')
    this.enter(undefined, [])
  }

  /** Its reduction learns nothing that could make an earlier step wrong. */
  readonly stands = true

  /** Goes on until `states` more were expanded; false when there is nothing left to do. */
  advance(states: number): boolean {
    const { frames, state } = this
    const enough = this.store.size + states
    while (this.store.size < enough) {
      const frame = frames.at(-1)
      if (frame === undefined) return false
      const step = frame.todo[frame.next++]
      if (step !== undefined) this.take(frame, step)
      else {
        frames.pop()
        const back = frames.at(-1)
        if (back !== undefined) state.undo(back.mark, back.lo, back.hi)
      }
      if (this.outgrown()) return false
    }
    return true
  }

  result(): CheckResult {
    const { findings, transitions, store } = this
    const stopped = this.stopped ?? (this.cut ? 'steps' : undefined)
    return {
      mode: 'dfs',
      exact: false,
      states: store.size,
      transitions,
      depth: this.deepest,
      ends: findings.ends,
      failures: findings.failures,
      witnesses: findings.witnesses,
      bytes: this.bytes,
      reductions: [`sleep (${this.dependence})`],
      ...(stopped && { stopped }),
    }
  }

  private get bytes(): number {
    return this.store.bytes + this.sleeping.items.byteLength + this.setBytes
  }

  private take(frame: Frame, step: Step): void {
    const { state, commutation, findings, frames } = this
    const asleep = frame.asleep.filter((other) => commutation.independent(state, other, step))
    this.path[frames.length - 1] = step.decision
    this.transitions++
    const violation = state.apply(step.decision)
    if (violation !== undefined) {
      findings.record(violation, frames.length, () => this.path.subarray(0, frames.length))
    }
    const { length } = frames
    const goesOn = violation === undefined && this.enter(step.decision, asleep)
    if (frames.length === length) state.undo(frame.mark, frame.lo, frame.hi)
    if (goesOn) frame.asleep.push(step)
  }

  /** Meets the present state. False when an *always* is violated there. */
  private enter(decision: number | undefined, asleep: readonly Step[]): boolean {
    const { state, store, sleeping } = this
    const number = store.find(state.lo, state.hi)
    if (number < 0) return this.enterNew(decision, asleep)
    const kept = read(sleeping.items, number)
    if (kept === violating) return false
    const before = at(this.sets, kept)
    const now = new Set(asleep.map((s) => s.decision))
    const awake = before.filter((d) => !now.has(d))
    if (awake.length === 0) return true
    sleeping.items[number] = this.intern(before.filter((d) => now.has(d)))
    const todo = stepsOf(state).filter((s) => awake.includes(s.decision))
    const both = asleep.filter((s) => before.includes(s.decision))
    this.push(todo, both)
    return true
  }

  private enterNew(decision: number | undefined, asleep: readonly Step[]): boolean {
    const { state, store, sleeping, findings } = this
    const depth = this.frames.length
    const path = (): Int32Array => this.path.subarray(0, depth)
    if (depth > this.deepest) this.deepest = depth
    store.add(state.lo, state.hi)
    if (!findings.meet(state, decision, depth, path)) {
      sleeping.push(violating)
      return false
    }
    const now = new Set(asleep.map((s) => s.decision))
    sleeping.push(this.intern([...now].toSorted((a, b) => a - b)))
    const steps = stepsOf(state)
    if (steps.length === 0) findings.rest(state, depth, path)
    this.push(
      steps.filter((s) => !now.has(s.decision)),
      asleep,
    )
    return true
  }

  private push(todo: readonly Step[], asleep: readonly Step[]): void {
    const { state, shuffle } = this
    if (todo.length === 0) return
    if (this.frames.length >= this.model.system.bound.steps) {
      this.cut = true
      return
    }
    const { mark, lo, hi } = state
    const mayStay = asleep.filter((s) => !this.violates(s))
    const order = shuffle === undefined ? todo : shuffled(todo, shuffle)
    this.frames.push({ mark, lo, hi, todo: order, next: 0, asleep: mayStay })
  }

  /** Whether `step` leads from the present state to one that violates an *always*. */
  private violates({ receiver, event }: Step): boolean {
    const claims = at(this.alwaysOf, receiver)
    if (claims.length === 0) return false
    const { slots } = this.state
    const { tables } = this.model
    const before = read(slots, receiver)
    slots[receiver] = tables.nextOf(tables.transition(before, event))
    const broken = claims.some((i) => !at(this.model.claims, i).holds(slots))
    slots[receiver] = before
    return broken
  }

  private intern(decisions: readonly number[]): number {
    const key = decisions.join()
    const known = this.setIds.get(key)
    if (known !== undefined) return known
    this.setIds.set(key, this.sets.length)
    this.setBytes += 8 * decisions.length + 2 * key.length
    return this.sets.push(decisions) - 1
  }

  private outgrown(): boolean {
    const { maxStates = Infinity, maxBytes = Infinity } = this.options
    const { store, sleeping, setBytes } = this
    const soon = store.bytesSoon + 3 * sleeping.items.byteLength + setBytes
    if (store.size >= maxStates) this.stopped = 'states'
    else if (soon > maxBytes) this.stopped = 'memory'
    return this.stopped !== undefined
  }
}

function shuffled(steps: readonly Step[], draw: Draw): readonly Step[] {
  const left = [...steps]
  return steps.flatMap(() => left.splice(draw(left.length), 1))
}
