/**
 * A design as rules over small numbers, from its explored tables: what a twin in another language is
 * written from. Local states are numbered by actor, messages by channel from 1; 0 is no message.
 */
import { at, read } from '../assert.ts'
import { isTimer } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { flag, status } from '../model/tables.ts'
import { stateName } from '../model/value.ts'
import { GlobalState } from '../space/global-state.ts'
import { eachState, NoTwinError } from './explored.ts'

/** A place that holds a number: the local state of an actor, or of a monitor. */
export interface Slot {
  readonly name: string
  readonly initial: number
  /** By number, the state in words; several differ in their context. */
  readonly states: readonly string[]
}

/** A FIFO channel that some run uses. */
export interface Channel {
  readonly from: string
  readonly to: string
  /** The most messages that ever wait in it. */
  readonly capacity: number
  readonly initial: readonly number[]
  /** By number less 1, the type of the message. */
  readonly messages: readonly string[]
}

/** One message, one alternative of it, at the head of one channel. */
export interface Rule {
  readonly channel: number
  readonly message: number
  /** `from>to:type` of what is delivered. */
  readonly label: string
  readonly isFault: boolean
  /** The receiver, as an index into the slots. */
  readonly slot: number
  readonly rows: readonly Row[]
  /** What monitors make of it; a state that no row has stays as it is. */
  readonly observers: readonly { readonly slot: number; readonly rows: readonly Row[] }[]
}

/** From one local state; without `next` the step is a violation. */
export interface Row {
  readonly state: number
  readonly next?: number
  /** Pairs of channel and message, in order. */
  readonly sends: readonly (readonly [channel: number, message: number])[]
}

/** States of some slots that together decide a property: violate it, or fulfil an *eventually*. */
export interface Deciding {
  readonly property: string
  readonly slots: readonly number[]
  readonly combinations: readonly (readonly number[])[]
}

export interface Rules {
  readonly name: string
  /** The actors, then the monitors. */
  readonly slots: readonly Slot[]
  readonly channels: readonly Channel[]
  readonly rules: readonly Rule[]
  readonly faults: number
  /** Violated as soon as it is so. */
  readonly always: readonly Deciding[]
  /** Violated where no message is left. */
  readonly atRest: readonly Deciding[]
  /** Violated where no message is left unless one of the combinations, which fulfil it, was met. */
  readonly eventually: readonly Deciding[]
  /** Distinct states, violating ones included. */
  readonly states: number
}

/** @throws NoTwinError for timers and more than `maxStates` states. */
export function rulesOf(model: Model, maxStates: number): Rules {
  const survey = new Survey(model)
  const states = eachState(model, maxStates, survey.visit, survey.rest)
  return { ...survey.rules(), states }
}

/** The local states in which one event was taken from one channel: the receiver's, the monitors'. */
interface Delivered {
  readonly channel: number
  readonly code: number
  readonly alternative: number
  readonly event: number
  readonly states: Set<number>
  readonly observed: readonly Set<number>[]
}

class Survey {
  private readonly model: Model
  /** By slot, the numbers of its local states. */
  private readonly locals: readonly Map<number, number>[]
  /** By channel, the numbers of its codes. */
  private readonly codes = new Map<number, Map<number, number>>()
  private readonly capacity = new Map<number, number>()
  private readonly initial = new Map<number, readonly number[]>()
  private readonly delivered = new Map<string, Delivered>()
  private readonly deciding = new Map<number, Map<string, readonly number[]>>()
  private readonly stuck = new Map<string, readonly number[]>()

  constructor(model: Model) {
    this.model = model
    this.locals = model.initial.map((s) => new Map([[s, 0]]))
    const first = new GlobalState(model)
    for (let channel = 0; channel < model.actors ** 2; channel++) {
      const codes = first.contents.codesOf(first.contentOf(channel))
      if (codes.length > 0) {
        this.initial.set(
          channel,
          codes.map((c) => this.message(channel, c)),
        )
      }
    }
  }

  /** False of a state that violates an *always*: it has no successors. */
  readonly visit = (state: GlobalState): boolean => {
    const { model } = this
    let holds = true
    model.claims.forEach((claim, i) => {
      const { kind } = claim.property
      if (kind === 'eventually' && claim.holds(state.slots)) this.note(i, state)
      if (kind !== 'always' || claim.holds(state.slots)) return
      holds = false
      this.note(i, state)
    })
    for (let channel = 0; channel < model.channels; channel++) {
      const codes = state.contents.codesOf(state.contentOf(channel))
      if (codes.length === 0) continue
      if (isTimer(model, channel))
        throw new NoTwinError('a twin has no timers, and this design has')
      this.capacity.set(channel, Math.max(codes.length, this.capacity.get(channel) ?? 0))
      if (holds) this.take(state, channel, at(codes, 0))
    }
    return holds
  }

  readonly rest = (state: GlobalState): void => {
    const { model, stuck } = this
    const flags = model.names.map((_, a) => read(model.tables.flags.items, read(state.slots, a)))
    const rests = flags.every((f) => (f & flag.resting) !== 0)
    if (!rests && flags.every((f) => (f & flag.halt) === 0)) {
      const all = model.names.map((_, a) => this.local(a, read(state.slots, a)))
      stuck.set(all.join(), all)
      return
    }
    model.claims.forEach((claim, i) => {
      if (claim.property.kind === 'at-rest' && !claim.holds(state.slots)) this.note(i, state)
    })
  }

  rules(): Omit<Rules, 'states'> {
    const { model } = this
    const used = [...this.capacity.keys()].toSorted((a, b) => a - b)
    const index = new Map(used.map((channel, i) => [channel, i]))
    const rules = [...this.delivered.values()]
      .map((d) => this.ruleOf(d, index))
      .toSorted((a, b) => a.channel - b.channel)
    const of = (kind: string): readonly Deciding[] =>
      model.claims.flatMap(({ property, reads }, i) =>
        property.kind !== kind || (kind !== 'eventually' && !this.deciding.has(i))
          ? []
          : [{ property: property.name, slots: reads, combinations: this.decidingOf(i) }],
      )
    const deadlock = {
      property: 'deadlock',
      slots: model.names.map((_, a) => a),
      combinations: [...this.stuck.values()],
    }
    const channels = used.map((channel) => this.channelOf(channel))
    return {
      name: model.system.name,
      // Last, when every local state has its number.
      slots: this.slots(),
      channels,
      rules,
      faults: model.system.bound.faults,
      always: of('always'),
      atRest: [...(this.stuck.size === 0 ? [] : [deadlock]), ...of('at-rest')],
      eventually: of('eventually'),
    }
  }

  private decidingOf(claim: number): Deciding['combinations'] {
    return [...(this.deciding.get(claim)?.values() ?? [])]
  }

  private take(state: GlobalState, channel: number, code: number): void {
    const { tables, actors, monitors } = this.model
    const { events, data } = code >= 0 ? { events: [code], data: 1 } : tables.offerOf(code)
    events.forEach((event, alternative) => {
      if (alternative >= data && state.faultsLeft === 0) return
      const key = `${channel} ${code} ${alternative}`
      const observed = monitors.map(() => new Set<number>())
      const fresh = { channel, code, alternative, event, states: new Set<number>(), observed }
      const known = this.delivered.get(key) ?? fresh
      this.delivered.set(key, known)
      known.states.add(read(state.slots, channel % actors))
      monitors.forEach((m, i) => at(known.observed, i).add(read(state.slots, m.index)))
    })
  }

  private ruleOf(delivered: Delivered, index: ReadonlyMap<number, number>): Rule {
    const { channel, code, alternative, event, states, observed } = delivered
    const { names, actors, tables, monitors, observers } = this.model
    const to = channel % actors
    const from = Math.floor(channel / actors)
    const seeing = monitors.flatMap((monitor, i) => {
      if (!at(observers, to).includes(monitor)) return []
      const shown = this.model.observation(monitor, channel, event)
      const rows = [...at(observed, i)].flatMap((s) => this.observedRow(monitor.index, s, shown))
      return [{ slot: monitor.index, rows }]
    })
    return {
      channel: index.get(channel) ?? 0,
      message: this.message(channel, code),
      label: `${at(names, from)}>${at(names, to)}:${at(at(tables.events, to), event).type}`,
      isFault: code < 0 && alternative >= tables.offerOf(code).data,
      slot: to,
      rows: [...states].map((s) => this.row(to, s, event, index)),
      observers: seeing,
    }
  }

  private row(slot: number, state: number, event: number, index: ReadonlyMap<number, number>): Row {
    const { tables } = this.model
    const t = tables.transition(state, event)
    const from = this.local(slot, state)
    if (tables.statusOf(t) !== status.ok) return { state: from, sends: [] }
    const sends = tables.sendsOf(t)
    const pairs = Array.from({ length: sends.length / 2 }, (_, i) => {
      const channel = read(sends, 2 * i)
      const number = this.message(channel, read(sends, 2 * i + 1))
      return [index.get(channel) ?? 0, number] as const
    })
    return { state: from, next: this.local(slot, tables.nextOf(t)), sends: pairs }
  }

  private observedRow(slot: number, state: number, event: number): readonly Row[] {
    const { tables } = this.model
    const t = tables.transition(state, event)
    const kind = tables.statusOf(t)
    if (kind === status.unhandled) return []
    const next = tables.nextOf(t)
    const wrong = kind === status.error || (read(tables.flags.items, next) & flag.violation) !== 0
    const from = this.local(slot, state)
    return [{ state: from, ...(!wrong && { next: this.local(slot, next) }), sends: [] }]
  }

  private note(claim: number, state: GlobalState): void {
    const { reads } = at(this.model.claims, claim)
    const numbers = reads.map((slot) => this.local(slot, read(state.slots, slot)))
    const known = this.deciding.get(claim) ?? new Map<string, readonly number[]>()
    this.deciding.set(claim, known.set(numbers.join(), numbers))
  }

  private local(slot: number, state: number): number {
    const known = at(this.locals, slot)
    const number = known.get(state) ?? known.size
    known.set(state, number)
    return number
  }

  /** From 1. */
  private message(channel: number, code: number): number {
    const known = this.codes.get(channel) ?? new Map<number, number>()
    this.codes.set(channel, known)
    const number = known.get(code) ?? known.size + 1
    known.set(code, number)
    return number
  }

  private channelOf(channel: number): Channel {
    const { names, actors, tables } = this.model
    const to = channel % actors
    const typeOf = (code: number): string => {
      const event = code >= 0 ? code : at(tables.offerOf(code).events, 0)
      return at(at(tables.events, to), event).type
    }
    return {
      from: at(names, Math.floor(channel / actors)),
      to: at(names, to),
      capacity: this.capacity.get(channel) ?? 0,
      initial: this.initial.get(channel) ?? [],
      messages: [...(this.codes.get(channel)?.keys() ?? [])].map(typeOf),
    }
  }

  private slots(): readonly Slot[] {
    const { names, monitors, tables } = this.model
    return [...names, ...monitors.map((m) => m.property.name)].map((name, slot) => ({
      name,
      initial: 0,
      states: [...at(this.locals, slot).keys()].map((s) =>
        stateName(at(tables.snapshots, s).value),
      ),
    }))
  }
}
