/**
 * The whole state space as a graph: every state, every step, and how runs end. Questions about what
 * can still happen are asked of it.
 *
 * Representation: states are numbered breadth first, 0 is the first state. The steps of state s are
 * `first[s]` to `first[s + 1] - 1`; step e takes `decision[e]` and leads to `target[e]`, or, below
 * zero, is itself the violation -1 - target[e] of `failures`.
 */
import { at, read } from '../assert.ts'
import { Ints } from '../model/ints.ts'
import { atRest } from '../model/judge.ts'
import type { Model } from '../model/model.ts'
import { dueTimers } from '../model/timers.ts'
import { failureId } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { unpack } from '../schedule/decision.ts'
import { GlobalState } from './global-state.ts'
import { Moves } from './moves.ts'
import type { Refused } from './moves.ts'
import { StateStore } from './store.ts'

/** By state: runs go on, or end well; a failing state has `outcome.failed` plus its failure. */
export const outcome = { inner: 0, passed: 1, failed: 2 } as const

export interface StateGraph {
  readonly model: Model
  readonly states: number
  readonly first: Int32Array
  readonly target: Int32Array
  readonly decision: Int32Array
  /** The steps in which a fault strikes; empty for most models. */
  readonly faults: ReadonlySet<number>
  readonly outcome: Int32Array
  /** By state: which *eventually* claims have held on the way. */
  readonly goals: Int32Array
  /** The bit of a claim, an *eventually*, in `goals`. */
  readonly goalBit: (claim: number) => number
  /** One violation of each identity. */
  readonly failures: readonly Violation[]
  /** The number of the state with this fingerprint, or -1. */
  readonly find: (lo: number, hi: number) => number
}

/** The state space is larger than what was allowed. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError'
}

/**
 * Builds the graph and yields how many states are known, after each batch. The bound on steps does
 * not apply: the space is finite or larger than `maxStates`.
 * @throws TooLargeError when there are more than `maxStates` states.
 */
export function* buildGraph(model: Model, maxStates: number): Generator<number, StateGraph> {
  const builder = new Builder(model, maxStates)
  while (builder.advance()) yield builder.states
  return builder.graph()
}

/**
 * The graph at once.
 * @throws TooLargeError when there are more than `maxStates` states.
 */
export function graphOf(model: Model, maxStates: number): StateGraph {
  const building = buildGraph(model, maxStates)
  for (;;) {
    const next = building.next()
    if (next.done === true) return next.value
  }
}

/** States expanded between two yields. */
const batch = 20_000

class Builder {
  private readonly model: Model
  private readonly maxStates: number
  private readonly state: GlobalState
  private readonly moves: Moves
  private readonly store = new StateStore()
  private readonly first = new Ints()
  private readonly target = new Ints()
  private readonly decision = new Ints()
  private readonly faults = new Set<number>()
  private readonly outcome = new Ints()
  private readonly goals = new Ints()
  private readonly failures = new Map<string, { readonly index: number; violation: Violation }>()
  /** The states of the level that is being expanded, as vectors, and of the next. */
  private frontier = new Ints()
  private next = new Ints()
  private position = 0
  private levelEnd = 1
  private current = 0

  constructor(model: Model, maxStates: number) {
    this.model = model
    this.maxStates = maxStates
    this.state = new GlobalState(model)
    this.moves = new Moves(this.state)
    this.store.add(this.state.lo, this.state.hi)
    this.state.encode(this.frontier)
  }

  get states(): number {
    return this.store.size
  }

  /** @throws TooLargeError as soon as there are too many states, however small the batch. */
  advance(): boolean {
    for (let i = 0; i < batch; i++) {
      if (this.current === this.store.size) return false
      if (this.current === this.levelEnd) this.descend()
      this.open(this.current++)
      if (this.states > this.maxStates) {
        throw new TooLargeError(`more than ${this.maxStates} states`)
      }
    }
    return true
  }

  graph(): StateGraph {
    const { store, model } = this
    this.first.push(this.target.length)
    const array = (ints: Ints): Int32Array => ints.items.slice(0, ints.length)
    return {
      model,
      states: store.size,
      first: array(this.first),
      target: array(this.target),
      decision: array(this.decision),
      faults: this.faults,
      outcome: array(this.outcome),
      goals: array(this.goals),
      goalBit: (claim) => this.state.goalBit(claim),
      failures: [...this.failures.values()].map((f) => f.violation),
      find: (lo, hi) => store.find(lo, hi),
    }
  }

  private descend(): void {
    ;[this.frontier, this.next] = [this.next, this.frontier]
    this.next.length = 0
    this.position = 0
    this.levelEnd = this.store.size
  }

  private open(number: number): void {
    const { state, store, model } = this
    const [lo, hi] = [store.loOf(number), store.hiOf(number)]
    this.position = state.decode(this.frontier.items, this.position, lo, hi)
    this.first.push(this.target.length)
    this.goals.push(state.goals)
    const broken = model.claims.find((c) => c.property.kind === 'always' && !c.holds(state.slots))
    if (broken !== undefined) {
      this.outcome.push(outcome.failed + this.failure(broken.violation(state.slots)))
    } else this.outcome.push(this.expand(lo, hi))
  }

  /** Adds the steps of the present state and gives its outcome. */
  private expand(lo: number, hi: number): number {
    const { state, moves, store } = this
    const first = this.decision.length
    moves.length = 0
    const successors = moves.expand(this.refused)
    for (let i = 0; i < moves.length; i++) {
      const known = store.size
      const number = store.numberOf(read(moves.lo, i), read(moves.hi, i))
      this.decision.push(read(moves.decisions, i))
      this.target.push(number)
      if (number < known) continue
      const { mark } = state
      state.apply(read(moves.decisions, i))
      state.encode(this.next)
      state.undo(mark, lo, hi)
    }
    if (state.faultsLeft > 0) this.markFaults(first)
    if (successors > 0) return outcome.inner
    const violation = atRest(this.model, state.slots, state.reached)
    return violation === undefined ? outcome.passed : outcome.failed + this.failure(violation)
  }

  /** Of the steps of the present state, from `first` on. */
  private markFaults(first: number): void {
    const { contents } = this.state
    for (let e = first; e < this.decision.length; e++) {
      const { channel, timer, alternative } = unpack(read(this.decision.items, e))
      if (alternative === 0) continue
      const content = this.state.contentOf(channel)
      const code =
        channel < this.model.actors ** 2
          ? read(contents.head.items, content)
          : at(dueTimers(contents.timersOf(content)), timer).code
      if (alternative >= this.model.tables.offerOf(code).data) this.faults.add(e)
    }
  }

  private readonly refused: Refused = (violation, decision) => {
    this.decision.push(decision)
    this.target.push(-1 - this.failure(violation))
  }

  private failure(violation: Violation): number {
    const id = failureId(violation)
    const known = this.failures.get(id)
    if (known !== undefined) return known.index
    const index = this.failures.size
    this.failures.set(id, { index, violation })
    return index
  }
}

/** The decisions of a shortest way from the first state to a state of which `wanted` is true. */
export function wayTo(
  { states, first, target, decision }: StateGraph,
  wanted: (state: number) => boolean,
): readonly number[] | undefined {
  const by = new Int32Array(states).fill(-1)
  const from = new Int32Array(states)
  const queue = [0]
  for (let i = 0; i < queue.length; i++) {
    const state = at(queue, i)
    if (wanted(state)) {
      const way: number[] = []
      for (let s = state; s > 0; s = read(from, s)) way.unshift(read(decision, read(by, s)))
      return way
    }
    for (let e = read(first, state); e < read(first, state + 1); e++) {
      const next = read(target, e)
      if (next <= 0 || read(by, next) >= 0) continue
      by[next] = e
      from[next] = state
      queue.push(next)
    }
  }
  return undefined
}
