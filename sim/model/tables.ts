/**
 * Transition tables: a cache of XState, never a second semantics.
 *
 * Every local state (value, context, status, history of one actor) and every event that reaches an
 * actor is interned as a small integer. `rows[state][event]` is the number of a transition, or
 * `unknown` until XState has been asked, once, for that pair. A step of a run is then a few array
 * reads, and XState is called a few thousand times where a sweep takes a billion steps.
 *
 * Representation. States are numbered across all actors, events per receiver. What waits in a
 * channel is a *code*: an event of the receiver (>= 0), or an offer of alternatives (< 0, see
 * `offerOf`). Channels are numbered sender * actors + receiver. A transition is the place in `cells`
 * where it begins: its status, the next state, the place where it ends, and then what it sends as
 * pairs (channel, code).
 */
import type { AnyMachineSnapshot, EventObject } from 'xstate'
import { at, InternalError, invariant } from '../assert.ts'
import { Ints } from './ints.ts'
import { ImpureMachineError } from './xstate.ts'
import type { Answer, Effect, Interpreter } from './xstate.ts'

/** In a row: XState has not been asked yet. */
export const unknown = -1

/** Where the parts of transition t are: its status is `cells[t]`. */
export const cell = { next: 1, end: 2, sends: 3 } as const

/** The status of a transition; 0 is a handled event that sets no timer. */
export const status = { ok: 0, unhandled: 1, error: 2, timers: 4 } as const

/** Bits of `flags[state]`. */
export const flag = { resting: 1, violation: 2, stopped: 4, halt: 8 } as const

/** A message with alternatives: exactly one of `events` is delivered. */
export interface Offer {
  /** Events of the receiver: the default first, then the data alternatives, then the faults. */
  readonly events: readonly number[]
  /** How many of `events` are no faults; at least 1. */
  readonly data: number
}

/** A timer as set: it may fire unless one that was set before is due no later. */
export interface Timer {
  readonly id: string
  readonly delay: number
  readonly channel: number
  readonly code: number
}

export type TimerOp =
  { readonly kind: 'set'; readonly timer: Timer } | { readonly kind: 'cancel'; readonly id: string }

/** An event as its receiver gets it. */
export interface ReceivedEvent {
  readonly event: EventObject
  readonly type: string
}

interface Digest {
  readonly kind: number
  readonly next: number
  readonly sends: readonly number[]
  readonly timers: readonly TimerOp[]
  readonly error?: string
}

interface Reserved {
  readonly alternatives?: readonly EventObject[]
  readonly faults?: readonly EventObject[]
}

const initialEvents = 16

export class Tables {
  readonly snapshots: AnyMachineSnapshot[] = []
  readonly actorOf: number[] = []
  /** Bits of `flag`, by state. */
  readonly flags = new Ints()
  readonly rows: Int32Array[] = []
  readonly cells = new Ints()

  /** `events[actor][event]` */
  readonly events: ReceivedEvent[][]
  private readonly timers = new Map<number, readonly TimerOp[]>()
  private readonly errors = new Map<number, string>()
  private readonly offers: Offer[] = []
  private readonly stateIds = new Map<string, number>()
  private readonly eventIds: Map<string, number>[]
  private readonly offerIds = new Map<string, number>()
  private readonly columns: number[]
  private readonly statesOf: number[][]
  private readonly xstate: Interpreter
  private readonly actors: number

  /** `xstate` speaks for `actors` actors and, after them, `monitors` monitors. */
  constructor(xstate: Interpreter, actors: number, monitors: number) {
    this.xstate = xstate
    this.actors = actors
    const all = Array.from({ length: actors + monitors }, (_, i) => i)
    this.events = all.map(() => [])
    this.eventIds = all.map(() => new Map())
    this.columns = all.map(() => initialEvents)
    this.statesOf = all.map(() => [])
  }

  /**
   * The number of the local state `snapshot` of `actor`.
   * @throws ImpureMachineError when the context holds more than plain data.
   */
  state(actor: number, snapshot: AnyMachineSnapshot): number {
    const key = `${actor}:${this.xstate.key(snapshot)}`
    const known = this.stateIds.get(key)
    if (known !== undefined) return known
    const id = this.snapshots.length
    this.stateIds.set(key, id)
    this.snapshots.push(snapshot)
    this.actorOf.push(actor)
    const rests = snapshot.status === 'done' || snapshot.hasTag('idle')
    this.flags.push(
      (rests ? flag.resting : 0) |
        (snapshot.hasTag('violation') ? flag.violation : 0) |
        (snapshot.hasTag('halt') ? flag.halt : 0) |
        (snapshot.status === 'active' ? 0 : flag.stopped),
    )
    this.rows.push(new Int32Array(at(this.columns, actor)).fill(unknown))
    at(this.statesOf, actor).push(id)
    return id
  }

  /** The text that tells `state` from all others; the same in every process. */
  stateKey(state: number): string {
    return `${at(this.actorOf, state)}:${this.xstate.key(at(this.snapshots, state))}`
  }

  /** The number of `event` among those that `actor` receives. */
  event(actor: number, event: EventObject): number {
    const ids = at(this.eventIds, actor)
    const key = this.xstate.eventKey(event)
    const known = ids.get(key)
    if (known !== undefined) return known
    const list = at(this.events, actor)
    const id = list.length
    ids.set(key, id)
    list.push({ event, type: event.type })
    if (id >= at(this.columns, actor)) this.widen(actor)
    return id
  }

  /** The code of a message to `actor`: its event, or an offer when it carries alternatives. */
  code(actor: number, message: EventObject & Reserved): number {
    const { alternatives, faults, ...event } = message
    if (alternatives === undefined && faults === undefined) return this.event(actor, event)
    const data = [event, ...(alternatives ?? [])].map((e) => this.event(actor, e))
    const events = [...data, ...(faults ?? []).map((e) => this.event(actor, e))]
    const key = `${actor}:${data.length}:${events.join()}`
    const known = this.offerIds.get(key)
    if (known !== undefined) return known
    this.offers.push({ events, data: data.length })
    const code = -this.offers.length
    this.offerIds.set(key, code)
    return code
  }

  /** The alternatives behind a negative code. */
  offerOf(code: number): Offer {
    return at(this.offers, -code - 1)
  }

  /** The transition of `state` on `event`; asks XState when the table does not know yet. */
  transition(state: number, event: number): number {
    const known = at(at(this.rows, state), event)
    return known === unknown ? this.fill(state, event) : known
  }

  /** The state after transition `t`: the same as before, if the event was refused. */
  nextOf(t: number): number {
    return at(this.cells.items, t + cell.next)
  }

  statusOf(t: number): number {
    return at(this.cells.items, t)
  }

  /** What transition `t` sends, as pairs (channel, code). */
  sendsOf(t: number): Int32Array {
    return this.cells.items.slice(t + cell.sends, at(this.cells.items, t + cell.end))
  }

  timersOf(t: number): readonly TimerOp[] {
    return this.timers.get(t) ?? []
  }

  errorOf(t: number): string | undefined {
    return this.errors.get(t)
  }

  /** Records the first state of `actor` as a transition without a source: its initial sends. */
  initial(actor: number): number {
    const where = this.xstate.where(actor)
    const answer = this.twice(where, () => this.xstate.initial(actor))
    return this.record(actor, unknown, answer)
  }

  /**
   * Asks XState again for an entry of the table.
   * @throws InternalError when XState no longer gives the recorded answer.
   */
  verify(state: number, event: number): void {
    const t = this.transition(state, event)
    const actor = at(this.actorOf, state)
    const answer = this.ask(state, event)
    const now = this.described(actor, state, answer)
    if (this.recorded(t) === now) return
    const { type } = at(at(this.events, actor), event)
    const where = this.xstate.where(actor, at(this.snapshots, state), { type })
    if (now !== this.described(actor, state, this.ask(state, event))) {
      throw new ImpureMachineError(`${where} answers differently from call to call: hidden state`)
    }
    throw new InternalError(`${where}: the table and XState differ`)
  }

  /** Transition `t` in a form that can be compared with what `described` gives. */
  private recorded(t: number): string {
    const sends = Array.from(this.sendsOf(t))
    return JSON.stringify([
      this.statusOf(t),
      this.nextOf(t),
      sends,
      this.timersOf(t),
      this.errorOf(t) ?? null,
    ])
  }

  private described(actor: number, from: number, answer: Answer): string {
    const { kind, next, sends, timers, error } = this.digest(actor, from, answer)
    return JSON.stringify([kind, next, sends, timers, error ?? null])
  }

  private fill(state: number, event: number): number {
    const actor = at(this.actorOf, state)
    const received = at(at(this.events, actor), event)
    const where = this.xstate.where(actor, at(this.snapshots, state), received.event)
    const answer = this.twice(where, () => this.ask(state, event))
    const t = this.record(actor, state, answer)
    at(this.rows, state)[event] = t
    return t
  }

  private ask(state: number, event: number): Answer {
    const actor = at(this.actorOf, state)
    const received = at(at(this.events, actor), event)
    return this.xstate.transition(actor, at(this.snapshots, state), received.event)
  }

  /** A second call must give the same answer: module state and unordered iteration show up here. */
  private twice(where: string, ask: () => Answer): Answer {
    const first = ask()
    const [one, two] = [first, ask()].map((answer) => this.answerKey(answer))
    if (one === two) return first
    throw new ImpureMachineError(
      `${where}: two calls of one transition differ, so something outside the machine changed: ${one} and then ${two}`,
    )
  }

  private answerKey(answer: Answer): string {
    return answer.kind === 'next'
      ? `${this.xstate.key(answer.snapshot)} ${this.xstate.eventKey(answer.effects)}`
      : JSON.stringify(answer)
  }

  private record(actor: number, from: number, answer: Answer): number {
    const { kind, next, sends, timers, error } = this.digest(actor, from, answer)
    const t = this.cells.length
    this.cells.push(kind, next, t + cell.sends + sends.length, ...sends)
    if (timers.length > 0) this.timers.set(t, timers)
    if (error !== undefined) this.errors.set(t, error)
    return t
  }

  /** An answer of XState as the tables keep it. */
  private digest(actor: number, from: number, answer: Answer): Digest {
    switch (answer.kind) {
      case 'next': {
        const { sends, timers } = this.effects(actor, answer.effects)
        const kind = timers.length > 0 ? status.timers : status.ok
        return { kind, next: this.state(actor, answer.snapshot), sends, timers }
      }
      case 'unhandled':
        return { kind: status.unhandled, next: from, sends: [], timers: [] }
      case 'error':
        return { kind: status.error, next: from, sends: [], timers: [], error: answer.message }
    }
  }

  private effects(
    actor: number,
    effects: readonly Effect[],
  ): { readonly sends: readonly number[]; readonly timers: readonly TimerOp[] } {
    const sends: number[] = []
    const timers: TimerOp[] = []
    if (actor >= this.actors && effects.length > 0) {
      throw new ImpureMachineError('a monitor sends a message; it may only observe')
    }
    for (const effect of effects) {
      if (effect.kind === 'cancel') {
        timers.push(effect)
        continue
      }
      const channel = actor * this.actors + effect.to
      const code = this.code(effect.to, effect.event)
      if (effect.kind === 'send') sends.push(channel, code)
      else
        timers.push({ kind: 'set', timer: { id: effect.id, delay: effect.delay, channel, code } })
    }
    return { sends, timers }
  }

  private widen(actor: number): void {
    const columns = at(this.columns, actor) * 2
    this.columns[actor] = columns
    for (const state of at(this.statesOf, actor)) {
      const row = at(this.rows, state)
      invariant(row.length < columns, 'rows only grow')
      const wider = new Int32Array(columns).fill(unknown)
      wider.set(row)
      this.rows[state] = wider
    }
  }
}
