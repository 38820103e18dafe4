/**
 * Breadth-first search: states in the order of their distance, so the first counterexample is a
 * shortest one. It keeps the states of two levels as vectors, and for every state the state that it
 * was found from.
 */
import { read } from '../assert.ts'
import { Ints } from '../model/ints.ts'
import type { Model } from '../model/model.ts'
import { Expansion } from './expansion.ts'
import type { Refused } from './moves.ts'
import type { CheckOptions, CheckResult, Stop } from './result.ts'
import { StateStore } from './store.ts'
import { Walk } from './walk.ts'

export class BreadthFirst {
  private readonly model: Model
  private readonly options: CheckOptions
  private readonly store = new StateStore()
  private readonly expansion: Expansion
  /** The states of this level as vectors, and of the next; state numbers follow each other. */
  private frontier = new Ints()
  private next = new Ints()
  private position = 0
  private current = 0
  private readonly levels: number[] = [1]
  private levelEnd = 1
  private stopped: Stop | undefined
  /** With symmetry: by state, the decision that led to it. A way told by orbits has many readings. */
  private readonly taken = new Ints()

  constructor(model: Model, options: CheckOptions) {
    this.model = model
    this.options = options
    this.expansion = new Expansion(model, this.store, options)
    this.expansion.state.encode(this.frontier)
    this.taken.push(0)
  }

  /** Goes on until `states` more were expanded; false when there is nothing left to do. */
  advance(states: number): boolean {
    for (let opened = 0; opened < states; opened++) {
      if (this.current === this.levelEnd && !this.descend()) return false
      this.open()
      if (this.outgrown()) return false
    }
    return true
  }

  /** False when the search met something that its reduction did not know: it must be repeated. */
  get stands(): boolean {
    return this.expansion.stands
  }

  result(): CheckResult {
    const { expansion, store, levels } = this
    const { findings, transitions, exact, collisions } = expansion
    const stopped = this.stopped ?? (expansion.cut ? 'steps' : undefined)
    return {
      mode: 'bfs',
      exact: exact !== undefined,
      reductions: expansion.labels,
      states: exact?.size ?? store.size,
      transitions,
      depth: levels.length - 1,
      ends: findings.ends,
      levels,
      failures: findings.failures,
      witnesses: findings.witnesses,
      bytes: this.bytes + (exact?.bytes ?? 0),
      ...(exact && { collisions }),
      ...(stopped && { stopped }),
    }
  }

  private get bytes(): number {
    const { items } = this.taken
    return (
      this.store.bytes +
      items.byteLength +
      this.frontier.items.byteLength +
      this.next.items.byteLength
    )
  }

  private descend(): boolean {
    const found = this.store.size - this.levelEnd
    if (found === 0) return false
    ;[this.frontier, this.next] = [this.next, this.frontier]
    this.next.length = 0
    this.position = 0
    this.levelEnd += found
    this.levels.push(found)
    return true
  }

  private open(): void {
    const { expansion, store } = this
    const { state, moves } = expansion
    const number = this.current++
    // With symmetry the orbit's fingerprint, which is not the state's own: nobody asks for that.
    const [lo, hi] = [store.loOf(number), store.hiOf(number)]
    this.position = state.decode(this.frontier.items, this.position, lo, hi)
    store.parent = number
    moves.length = 0
    expansion.open(this.levels.length - 1, undefined, () => this.pathTo(number), this.refused)
    for (let i = 0; i < moves.length; i++) {
      const { mark } = state
      if (expansion.symmetry !== undefined) this.taken.push(read(moves.decisions, i))
      state.apply(read(moves.decisions, i))
      expansion.settle(() => undefined)
      state.encode(this.next)
      state.undo(mark, lo, hi)
    }
  }

  private readonly refused: Refused = (violation, decision) => {
    const depth = this.levels.length
    this.expansion.findings.record(violation, depth, () =>
      Int32Array.of(...this.pathTo(this.store.parent), decision),
    )
  }

  /** The decisions to state `number`: its ancestors are known, the steps between are found again. */
  private pathTo(number: number): Int32Array {
    const { reduction, prefix, stands } = this.expansion
    // A search that will be repeated needs no way.
    if (!stands) return new Int32Array()
    const ancestors: number[] = []
    for (let s = number; s > 0; s = this.store.parentOf(s)) ancestors.unshift(s)
    if (this.expansion.symmetry !== undefined) {
      return Int32Array.from(ancestors, (s) => read(this.taken.items, s))
    }
    const walk = new Walk(this.model, (state) => {
      const reply = reduction?.reply && reduction.replyOn(state)
      return (taken) => reply?.settle(taken)
    })
    walk.settle(() => undefined)
    const steps = ancestors.flatMap((s) => walk.to(this.store.loOf(s), this.store.hiOf(s)))
    return Int32Array.from([...prefix, ...steps])
  }

  private outgrown(): boolean {
    const { maxStates = Infinity, maxBytes = Infinity } = this.options
    const { store, expansion, frontier, next } = this
    const vectors = frontier.items.byteLength + 3 * next.items.byteLength
    const bytes = store.bytesSoon + vectors + (expansion.exact?.bytes ?? 0)
    if (store.size >= maxStates) this.stopped = 'states'
    else if (bytes > maxBytes) this.stopped = 'memory'
    return this.stopped !== undefined
  }
}
