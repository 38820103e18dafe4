/**
 * The steps that a global state allows, each with the fingerprint of the state it leads to.
 *
 * Most successors have been visited before, so the fingerprint is computed without going there: a
 * delivery removes the head of one channel, changes one local state, and fills channels that were
 * empty. What a transition does to the fingerprint is then the same wherever it is taken, and is
 * kept beside the table entry. Everything else (timers, faults, monitors, messages behind others)
 * is found by going there and back.
 *
 * Representation: a stack of moves; `state i` is (`decisions[i]`, `lo[i]`, `hi[i]`).
 */
import { at, invariant, read } from '../assert.ts'
import { Ints } from '../model/ints.ts'
import type { Model } from '../model/model.ts'
import { cell, flag, status, unknown } from '../model/tables.ts'
import { dueTimers } from '../model/timers.ts'
import { maxOptions } from '../model/xstate.ts'
import type { Violation } from '../model/violation.ts'
import type { Draw } from '../prng.ts'
import { pack } from '../schedule/decision.ts'
import { empty } from './contents.ts'
import type { GlobalState } from './global-state.ts'

/**
 * Of a transition: nothing known yet; plain; plain where the receiver, which stops, has no timer
 * that would be cancelled; or only to be had by going there.
 */
const effect = { unknown: 0, plain: 1, stops: 2, other: 3 } as const

/** Called for a step that is itself a violation, such as an unhandled event. */
export type Refused = (violation: Violation, decision: number) => void

export class Moves {
  decisions: Int32Array = new Int32Array(1024)
  lo: Int32Array = new Int32Array(1024)
  hi: Int32Array = new Int32Array(1024)
  length = 0

  private readonly model: Model
  private readonly state: GlobalState
  /** By transition: its effect, and what it does to the fingerprint where that is plain. */
  private readonly effects = new Ints()
  private readonly deltaLo = new Ints()
  private readonly deltaHi = new Ints()
  private readonly timerChannels: number

  constructor(state: GlobalState) {
    const { model } = state
    this.model = model
    this.state = state
    this.timerChannels = model.actors ** 2
  }

  /** Appends every step that the state allows and gives how many successors were computed. */
  expand(refused: Refused): number {
    const { enabled } = this.state
    let successors = 0
    for (let word = 0; word < enabled.length; word++) {
      let bits = read(enabled, word)
      while (bits !== 0) {
        const bit = bits & -bits
        bits ^= bit
        successors += this.expandChannel((word << 5) | (31 - Math.clz32(bit)), refused)
      }
    }
    return successors
  }

  /** Appends the steps that deliver over `channel`, which holds something. */
  expandChannel(channel: number, refused: Refused): number {
    const { state } = this
    const content = state.contentOf(channel)
    if (channel >= this.timerChannels) return this.expandTimers(channel, content, refused)
    const code = read(state.contents.head.items, content)
    if (code < 0) return this.expandOffer(channel, 0, code, refused)
    this.expandEvent(channel, content, code, refused)
    return 1
  }

  /** Puts the moves from `start` on into a random order. */
  shuffle(start: number, draw: Draw): void {
    for (let i = this.length - 1; i > start; i--) this.swap(i, start + draw(i - start + 1))
  }

  private swap(i: number, j: number): void {
    for (const items of [this.decisions, this.lo, this.hi]) {
      const kept = at(items, i)
      items[i] = at(items, j)
      items[j] = kept
    }
  }

  private expandEvent(channel: number, content: number, event: number, refused: Refused): void {
    const { state } = this
    const { tables, actors } = this.model
    const receiver = channel % actors
    const from = read(state.slots, receiver)
    const row = tables.rows[from]
    let t = row === undefined ? unknown : read(row, event)
    if (t === unknown) t = tables.transition(from, event)
    if (this.isPlain(this.effectOf(t, from, receiver), receiver) && this.startsEmpty(t)) {
      const { lo, hi, tail } = state.contents
      const left = read(tail.items, content)
      this.push(
        pack(channel, 0, 0),
        state.lo ^ read(lo.items, content) ^ read(lo.items, left) ^ read(this.deltaLo.items, t),
        state.hi ^ read(hi.items, content) ^ read(hi.items, left) ^ read(this.deltaHi.items, t),
      )
    } else this.visit(pack(channel, 0, 0), refused)
  }

  private expandOffer(channel: number, timer: number, code: number, refused: Refused): number {
    const { events, data } = this.model.tables.offerOf(code)
    const options = this.state.faultsLeft > 0 ? events.length : data
    for (let i = 0; i < options; i++) this.visit(pack(channel, timer, i), refused)
    return options
  }

  private expandTimers(channel: number, content: number, refused: Refused): number {
    const due = dueTimers(this.state.contents.timersOf(content))
    invariant(due.length <= maxOptions, `more than ${maxOptions} due timers of one actor`)
    return due.reduce((successors, { code }, timer) => {
      if (code < 0) return successors + this.expandOffer(channel, timer, code, refused)
      this.visit(pack(channel, timer, 0), refused)
      return successors + 1
    }, 0)
  }

  /** The fingerprint by going there and back. */
  private visit(decision: number, refused: Refused): void {
    const { state } = this
    const { mark, lo, hi } = state
    const violation = state.apply(decision)
    if (violation === undefined) this.push(decision, state.lo, state.hi)
    else refused(violation, decision)
    state.undo(mark, lo, hi)
  }

  private isPlain(kind: number, receiver: number): boolean {
    if (kind !== effect.stops) return kind === effect.plain
    return this.state.contentOf(this.timerChannels + receiver) === empty
  }

  private startsEmpty(t: number): boolean {
    const { cells } = this.model.tables
    const { slots, channelBase } = this.state
    const { items } = cells
    const end = read(items, t + cell.end)
    for (let i = t + cell.sends; i < end; i += 2) {
      if (read(slots, channelBase + read(items, i)) !== empty) return false
    }
    return true
  }

  private effectOf(t: number, from: number, receiver: number): number {
    if (t >= this.effects.length) this.extend(t)
    const known = read(this.effects.items, t)
    return known === effect.unknown ? this.learn(t, from, receiver) : known
  }

  private learn(t: number, from: number, receiver: number): number {
    const { tables } = this.model
    const { state } = this
    const sends = tables.sendsOf(t)
    const channels = sends.filter((_, i) => i % 2 === 0)
    const next = tables.nextOf(t)
    const plain =
      tables.statusOf(t) === status.ok &&
      read(state.watched, receiver) === 0 &&
      new Set(channels).size === channels.length
    const stops = (at(tables.flags.items, next) & flag.stopped) !== 0
    const kind = !plain ? effect.other : stops ? effect.stops : effect.plain
    this.effects.items[t] = kind
    if (!plain) return kind
    const [before, after] = [state.stateHash(from), state.stateHash(next)]
    let lo = before.lo ^ after.lo
    let hi = before.hi ^ after.hi
    for (let i = 0; i < sends.length; i += 2) {
      const content = state.contents.push(at(sends, i), empty, at(sends, i + 1)) ?? empty
      lo ^= at(state.contents.lo.items, content)
      hi ^= at(state.contents.hi.items, content)
    }
    this.deltaLo.items[t] = lo
    this.deltaHi.items[t] = hi
    return kind
  }

  private extend(t: number): void {
    for (const ints of [this.effects, this.deltaLo, this.deltaHi]) {
      const { length } = ints
      ints.reserve(t + 1 - length)
      ints.items.fill(0, length, t + 1)
      ints.length = t + 1
    }
  }

  /** Appends the move `decision` to the state with fingerprint (`lo`, `hi`). */
  push(decision: number, lo: number, hi: number): void {
    if (this.length === this.decisions.length) this.widen()
    this.decisions[this.length] = decision
    this.lo[this.length] = lo
    this.hi[this.length++] = hi
  }

  private widen(): void {
    const wider = (items: Int32Array): Int32Array => {
      const copy = new Int32Array(2 * items.length)
      copy.set(items)
      return copy
    }
    this.decisions = wider(this.decisions)
    this.lo = wider(this.lo)
    this.hi = wider(this.hi)
  }
}
