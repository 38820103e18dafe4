/**
 * The numbers that a certificate gives to local states, messages and timers, in the order in which
 * the walk meets them. The numbers of the tables would not do: they depend on what was run before.
 */
import { at, invariant } from '../assert.ts'
import { isTimer, senderOf } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import type { Timer } from '../model/tables.ts'
import { dueTimers } from '../model/timers.ts'
import { unpack } from '../schedule/decision.ts'
import type { GlobalState } from '../space/global-state.ts'
import type { LocalLine, MessageLine, TimerLine } from './format.ts'

type Emit = (line: LocalLine | MessageLine | TimerLine) => void

/** How something arises: at the start of an actor, or by a transition. */
type Origin = Pick<MessageLine, 'start' | 'of' | 'on'>

/** A step about to be taken. */
interface Taking {
  readonly from: number
  readonly to: number
  /** The transition of the receiver, and what the certificate calls it. */
  readonly transition: number
  readonly origin: { readonly of: number; readonly on: [number, number] }
  /** The local states before. */
  readonly before: ArrayLike<number>
}

export class Dictionary {
  locals = 0
  messages = 0
  timers = 0
  private readonly model: Model
  private readonly state: GlobalState
  private readonly emit: Emit
  private readonly localIds = new Map<number, number>()
  /** By receiver and code. */
  private readonly messageIds: readonly Map<number, number>[]
  private readonly timerIds = new Map<string, number>()
  private readonly described = new Set<number>()
  /** By content: its place in a state line. Contents belong to one channel each. */
  private readonly contentTexts = new Map<number, string>()
  private readonly goals: readonly number[]

  /** `emit` gets each line before anything refers to it; what arises at the start comes at once. */
  constructor(state: GlobalState, emit: Emit) {
    const { model } = state
    this.model = model
    this.state = state
    this.emit = emit
    this.messageIds = model.names.map(() => new Map())
    this.goals = model.claims.flatMap((c, i) => (c.property.kind === 'eventually' ? [i] : []))
    model.initial.forEach((local, actor) => this.local(local, { actor }))
    model.starts.slice(0, model.actors).forEach((t, start) => this.sends(t, { start }))
  }

  /** To be called before `decision` is applied; the result goes to `taken` afterwards. */
  take(decision: number): Taking {
    const { model, state } = this
    const { tables, actors } = model
    const { channel: picked, timer, alternative } = unpack(decision)
    const content = state.contentOf(picked)
    const { channel, code } = isTimer(model, picked)
      ? at(dueTimers(state.contents.timersOf(content)), timer)
      : { channel: picked, code: at(state.contents.head.items, content) }
    const to = channel % actors
    const local = at(state.slots, to)
    const event = code < 0 ? at(tables.offerOf(code).events, alternative) : code
    return {
      from: senderOf(model, channel),
      to,
      transition: tables.transition(local, event),
      origin: { of: this.idOf(local), on: [this.messageOf(to, code), alternative] },
      before: state.slots.slice(0, state.channelBase),
    }
  }

  /** Describes what is new after a step. */
  taken({ from, to, transition, origin, before }: Taking): void {
    const { model, state, described } = this
    if (!described.has(transition)) {
      described.add(transition)
      this.local(model.tables.nextOf(transition), { actor: to, ...origin })
      this.sends(transition, origin)
    }
    for (const { index } of at(model.observers, to)) {
      const next = at(state.slots, index)
      if (this.localIds.has(next)) continue
      const of = this.idOf(at(before, index))
      this.local(next, { actor: index, of, on: origin.on, sender: from })
    }
  }

  /** The present state as in its line, up to its successors. */
  text(): string {
    const { state, model } = this
    const channels: string[] = []
    const timers: string[] = []
    for (let channel = 0; channel < model.channels; channel++) {
      const content = state.contentOf(channel)
      if (content === 0) continue
      const list = isTimer(model, channel) ? timers : channels
      list.push(this.contentTexts.get(content) ?? this.describe(channel, content))
    }
    let locals = ''
    for (let i = 0; i < state.channelBase; i++) locals += `,${this.idOf(at(state.slots, i))}`
    const reached = this.reached()
    return `[[${locals.slice(1)}],[${channels.join()}],[${timers.join()}],${state.faultsLeft},${reached}`
  }

  /** A bit for each *eventually* that has held. */
  reached(): number {
    return this.goals.reduce((bits, goal, i) => bits | (this.state.reached(goal) ? 1 << i : 0), 0)
  }

  private describe(channel: number, content: number): string {
    const { model, state } = this
    const { actors } = model
    const numbers = isTimer(model, channel)
      ? [senderOf(model, channel), ...state.contents.timersOf(content).map((t) => this.timerOf(t))]
      : [
          channel,
          ...state.contents.codesOf(content).map((c) => this.messageOf(channel % actors, c)),
        ]
    const text = JSON.stringify(numbers)
    this.contentTexts.set(content, text)
    return text
  }

  private local(state: number, how: Pick<LocalLine, 'actor' | 'of' | 'on' | 'sender'>): void {
    if (this.localIds.has(state)) return
    const { tables, xstate } = this.model
    const local = this.locals++
    this.localIds.set(state, local)
    this.emit({ local, ...how, is: xstate.key(at(tables.snapshots, state)) })
  }

  private sends(transition: number, origin: Origin): void {
    const { tables, actors } = this.model
    const sends = tables.sendsOf(transition)
    for (let i = 0; i < sends.length; i += 2) {
      this.message(at(sends, i) % actors, at(sends, i + 1), { ...origin, send: i / 2 })
    }
    const timers = tables
      .timersOf(transition)
      .flatMap((op) => (op.kind === 'set' ? [op.timer] : []))
    for (const [set, timer] of timers.entries()) {
      this.message(timer.channel % actors, timer.code, { ...origin, set })
      this.timer(timer)
    }
  }

  private message(to: number, code: number, how: Origin & Pick<MessageLine, 'send' | 'set'>): void {
    const ids = at(this.messageIds, to)
    if (ids.has(code)) return
    const message = this.messages++
    ids.set(code, message)
    this.emit({ message, to, ...how, is: this.codeText(to, code) })
  }

  private timer(timer: Timer): void {
    const key = this.timerKey(timer)
    if (this.timerIds.has(key)) return
    const { id, delay, channel, code } = timer
    const number = this.timers++
    this.timerIds.set(key, number)
    const message = this.messageOf(channel % this.model.actors, code)
    this.emit({ timer: number, id, delay, message })
  }

  private codeText(to: number, code: number): string {
    const { tables, xstate } = this.model
    const eventOf = (event: number): unknown => at(at(tables.events, to), event).event
    if (code >= 0) return xstate.eventKey(eventOf(code))
    const { events, data } = tables.offerOf(code)
    const options = events.map(eventOf)
    return xstate.eventKey({ data: options.slice(0, data), faults: options.slice(data) })
  }

  private idOf(local: number): number {
    return known(this.localIds.get(local))
  }

  private messageOf(to: number, code: number): number {
    return known(at(this.messageIds, to).get(code))
  }

  private timerOf(timer: Timer): number {
    return known(this.timerIds.get(this.timerKey(timer)))
  }

  private timerKey({ id, delay, channel, code }: Timer): string {
    return JSON.stringify([id, delay, channel % this.model.actors, code])
  }
}

function known(id: number | undefined): number {
  invariant(id !== undefined, 'a certificate describes what it uses before it uses it')
  return id
}
