/**
 * One global state that can be stepped forward and back, and its fingerprint.
 *
 * Representation: `slots` holds the local state of each actor and monitor, the content of each
 * channel (see `Contents`), the faults that may still strike, and a bit per *eventually* that has
 * held. The fingerprint is the exclusive or of a 64-bit hash per slot, kept up to date at each
 * write (Zobrist 1970). `enabled` has a bit per channel that holds something. What `apply` writes
 * goes to a log, so that `undo` is exact.
 */
import { at, invariant, read } from '../assert.ts'
import { Ints } from '../model/ints.ts'
import { claimsByActor, machineError, observe, refusal } from '../model/judge.ts'
import { overflowMessage, senderOf } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { cell, flag, status, unknown } from '../model/tables.ts'
import type { Violation } from '../model/violation.ts'
import { channelOf, unpack } from '../schedule/decision.ts'
import { applyTimerOps, dueTimers } from '../model/timers.ts'
import { Contents, empty } from './contents.ts'
import { hashText } from './hash.ts'

/** The bits of the *eventually* claims live in one 32-bit slot. */
const maxGoals = 31

/** The model has more *eventually* properties than a state can keep. */
export class TooManyGoalsError extends Error {
  override readonly name = 'TooManyGoalsError'
}

export class GlobalState {
  readonly model: Model
  readonly slots: Int32Array
  readonly contents: Contents
  /** Hashes of local states, by state. */
  readonly stateLo = new Ints()
  readonly stateHi = new Ints()
  /** One bit per channel that holds something. */
  readonly enabled: Int32Array
  lo = 0
  hi = 0
  /** The slot of channel 0. */
  readonly channelBase: number
  readonly faultSlot: number
  /** Deliveries to these actors are looked at by monitors or *eventually* claims. */
  readonly watched: Int32Array
  /** The first timer channel. */
  private readonly timerBase: number
  private readonly goalSlot: number
  private readonly log = new Ints()
  /** The *eventually* claims that read each actor. */
  private readonly goalsOf: readonly (readonly number[])[]
  private readonly goalBits: readonly number[]
  private readonly extra = new Map<string, { readonly lo: number; readonly hi: number }>()

  constructor(model: Model) {
    this.model = model
    this.contents = new Contents(model)
    this.channelBase = model.actors + model.monitors.length
    this.timerBase = model.actors ** 2
    this.faultSlot = this.channelBase + model.channels
    this.goalSlot = this.faultSlot + 1
    this.slots = new Int32Array(this.goalSlot + 1)
    this.enabled = new Int32Array(Math.ceil(model.channels / 32))
    this.goalsOf = claimsByActor(model, (c) => c.property.kind === 'eventually')
    const wanted = model.claims.flatMap((c, i) => (c.property.kind === 'eventually' ? [i] : []))
    if (wanted.length > maxGoals) {
      throw new TooManyGoalsError(`more than ${maxGoals} properties are 'eventually'`)
    }
    this.goalBits = model.claims.map((_, i) => (wanted.includes(i) ? 1 << wanted.indexOf(i) : 0))
    this.watched = Int32Array.from(model.names, (_, a) =>
      at(this.goalsOf, a).length > 0 || at(model.observers, a).length > 0 ? 1 : 0,
    )
    this.start()
    this.log.length = 0
  }

  /** Where `undo` should come back to. */
  get mark(): number {
    return this.log.length
  }

  /** Whether claim `index`, an *eventually*, has held in some state on the way here. */
  readonly reached = (index: number): boolean =>
    (read(this.slots, this.goalSlot) & at(this.goalBits, index)) !== 0

  /** A bit per *eventually* that has held on the way here. */
  get goals(): number {
    return read(this.slots, this.goalSlot)
  }

  /** The bit of claim `index` in `goals`; 0 when it is no *eventually*. */
  goalBit(index: number): number {
    return at(this.goalBits, index)
  }

  /** The faults that may still strike. */
  get faultsLeft(): number {
    return read(this.slots, this.faultSlot)
  }

  /** The content of `channel`. */
  contentOf(channel: number): number {
    return read(this.slots, this.channelBase + channel)
  }

  /**
   * Takes the decision `packed`. Gives what is wrong with the step itself; the state is then
   * somewhere within the step and only `undo` may follow.
   */
  apply(packed: number): Violation | undefined {
    const channel = channelOf(packed)
    if (channel >= this.timerBase) return this.applyTimer(packed)
    const content = read(this.slots, this.channelBase + channel)
    invariant(content !== empty, 'only a channel that holds something delivers')
    const code = read(this.contents.head.items, content)
    this.setContent(channel, read(this.contents.tail.items, content))
    return this.deliver(channel, code < 0 ? this.choose(code, unpack(packed).alternative) : code)
  }

  /** Back to the state at `mark`, whose fingerprint was (`lo`, `hi`). */
  undo(mark: number, lo: number, hi: number): void {
    const { slots, log, channelBase, faultSlot, enabled } = this
    const { items } = log
    for (let i = log.length - 2; i >= mark; i -= 2) {
      const slot = read(items, i)
      const old = read(items, i + 1)
      if (slot >= channelBase && slot < faultSlot) {
        if ((old === empty) !== (read(slots, slot) === empty)) {
          const channel = slot - channelBase
          enabled[channel >> 5] = read(enabled, channel >> 5) ^ (1 << (channel & 31))
        }
      }
      slots[slot] = old
    }
    log.length = mark
    this.lo = lo
    this.hi = hi
  }

  /** Appends the state to `out` as (n, n locals and extras and pairs (channel, content)). */
  encode(out: Ints): void {
    const { slots, channelBase, enabled, faultSlot } = this
    out.reserve(2 * slots.length + 1)
    const { items } = out
    const where = out.length
    let i = where + 1
    for (let slot = 0; slot < channelBase; slot++) items[i++] = read(slots, slot)
    items[i++] = read(slots, faultSlot)
    items[i++] = read(slots, this.goalSlot)
    for (let word = 0; word < enabled.length; word++) {
      let bits = read(enabled, word)
      while (bits !== 0) {
        const bit = bits & -bits
        bits ^= bit
        const channel = (word << 5) | (31 - Math.clz32(bit))
        items[i++] = channel
        items[i++] = read(slots, channelBase + channel)
      }
    }
    items[where] = i - where
    out.length = i
  }

  /** Becomes the state that `encode` put at `from`; gives where the next one begins. */
  decode(items: Int32Array, from: number, lo: number, hi: number): number {
    const { slots, channelBase, enabled, faultSlot } = this
    const end = from + read(items, from)
    let i = from + 1
    for (let slot = 0; slot < channelBase; slot++) slots[slot] = read(items, i++)
    slots.fill(empty, channelBase, faultSlot)
    enabled.fill(0)
    slots[faultSlot] = read(items, i++)
    slots[this.goalSlot] = read(items, i++)
    for (; i < end; i += 2) {
      const channel = read(items, i)
      slots[channelBase + channel] = read(items, i + 1)
      enabled[channel >> 5] = read(enabled, channel >> 5) | (1 << (channel & 31))
    }
    this.log.length = 0
    this.lo = lo
    this.hi = hi
    return end
  }

  /** The lanes of the hash of a local state. */
  stateHash(state: number): { readonly lo: number; readonly hi: number } {
    this.learn(state)
    return { lo: read(this.stateLo.items, state), hi: read(this.stateHi.items, state) }
  }

  private start(): void {
    const { model } = this
    const { tables, starts } = model
    for (let i = 0; i < this.channelBase; i++) this.slots[i] = at(model.initial, i)
    for (let i = 0; i < this.channelBase; i++) {
      const { lo, hi } = this.stateHash(at(model.initial, i))
      this.lo ^= lo
      this.hi ^= hi
    }
    this.setExtra(this.faultSlot, model.system.bound.faults)
    for (let actor = 0; actor < model.actors; actor++) {
      const t = at(starts, actor)
      this.send(t)
      if (tables.statusOf(t) === status.timers) this.setTimers(actor, t)
    }
    // Also those that read no actor, which nothing can make true later.
    this.reach(this.goalBits.flatMap((bit, i) => (bit === 0 ? [] : [i])))
  }

  private applyTimer(packed: number): Violation | undefined {
    const { channel: picked, timer, alternative } = unpack(packed)
    const { channel, code } = this.fire(picked, timer)
    return this.deliver(channel, code < 0 ? this.choose(code, alternative) : code)
  }

  private fire(picked: number, index: number): { readonly channel: number; readonly code: number } {
    const actor = senderOf(this.model, picked)
    const pending = this.contents.timersOf(this.contentOf(picked))
    const timer = at(dueTimers(pending), index)
    const left = pending.toSpliced(pending.indexOf(timer), 1)
    this.setContent(picked, this.contents.ofTimers(actor, left))
    return timer
  }

  private choose(code: number, alternative: number): number {
    const { events, data } = this.model.tables.offerOf(code)
    if (alternative >= data) this.setExtra(this.faultSlot, this.faultsLeft - 1)
    return at(events, alternative)
  }

  private deliver(channel: number, event: number): Violation | undefined {
    const { model, slots } = this
    const { tables } = model
    const receiver = channel % model.actors
    const from = read(slots, receiver)
    const row = tables.rows[from]
    let t = row === undefined ? unknown : read(row, event)
    if (t === unknown) t = tables.transition(from, event)
    const kind = read(tables.cells.items, t)
    if (kind !== status.ok) {
      if (kind !== status.timers) return refusal(model, slots, t, channel, event)
      this.setTimers(receiver, t)
    }
    const next = read(tables.cells.items, t + cell.next)
    this.setLocal(receiver, next)
    const full = this.send(t)
    if (full !== undefined) return full
    if ((read(tables.flags.items, next) & flag.stopped) !== 0) this.stopTimers(receiver)
    return read(this.watched, receiver) === 0 ? undefined : this.watch(receiver, channel, event)
  }

  /** What monitors and *eventually* claims make of a delivery. */
  private watch(receiver: number, channel: number, event: number): Violation | undefined {
    const { model, slots } = this
    const violation = observe(model, slots, receiver, channel, event, this.moveMonitor)
    if (violation === undefined) this.reach(at(this.goalsOf, receiver))
    return violation
  }

  private send(t: number): Violation | undefined {
    const { items } = this.model.tables.cells
    const end = read(items, t + cell.end)
    for (let i = t + cell.sends; i < end; i += 2) {
      const channel = read(items, i)
      const content = this.contents.push(channel, this.contentOf(channel), read(items, i + 1))
      if (content === undefined) return this.overflow(channel)
      this.setContent(channel, content)
    }
    return undefined
  }

  private overflow(channel: number): Violation {
    const actor = at(this.model.names, senderOf(this.model, channel))
    return machineError(actor, overflowMessage(this.model, channel))
  }

  private setTimers(actor: number, t: number): void {
    const channel = this.model.actors ** 2 + actor
    const pending = this.contents.timersOf(this.contentOf(channel))
    const after = applyTimerOps(pending, this.model.tables.timersOf(t))
    this.setContent(channel, this.contents.ofTimers(actor, after))
  }

  /** XState cancels what a stopped actor has scheduled. */
  private stopTimers(actor: number): void {
    this.setContent(this.model.actors ** 2 + actor, empty)
  }

  private readonly moveMonitor = (monitor: number, state: number): void =>
    this.setLocal(monitor, state)

  private reach(goals: readonly number[]): void {
    for (const index of goals) {
      const bits = read(this.slots, this.goalSlot)
      const bit = at(this.goalBits, index)
      if ((bits & bit) === 0 && at(this.model.claims, index).holds(this.slots)) {
        this.setExtra(this.goalSlot, bits | bit)
      }
    }
  }

  private setLocal(index: number, state: number): void {
    const old = read(this.slots, index)
    if (old === state) return
    this.learn(state)
    this.lo ^= read(this.stateLo.items, old) ^ read(this.stateLo.items, state)
    this.hi ^= read(this.stateHi.items, old) ^ read(this.stateHi.items, state)
    this.write(index, state)
  }

  private setContent(channel: number, content: number): void {
    const slot = this.channelBase + channel
    const old = read(this.slots, slot)
    if (old === content) return
    const { lo, hi } = this.contents
    this.lo ^= read(lo.items, old) ^ read(lo.items, content)
    this.hi ^= read(hi.items, old) ^ read(hi.items, content)
    if ((old === empty) !== (content === empty)) {
      this.enabled[channel >> 5] = read(this.enabled, channel >> 5) ^ (1 << (channel & 31))
    }
    this.write(slot, content)
  }

  private setExtra(slot: number, value: number): void {
    const [before, after] = [
      this.extraHash(slot, read(this.slots, slot)),
      this.extraHash(slot, value),
    ]
    this.lo ^= before.lo ^ after.lo
    this.hi ^= before.hi ^ after.hi
    this.write(slot, value)
  }

  private extraHash(slot: number, value: number): { readonly lo: number; readonly hi: number } {
    const key = `${slot === this.faultSlot ? 'faults' : 'reached'} ${value}`
    const known = this.extra.get(key)
    if (known !== undefined) return known
    const hash = hashText(key)
    this.extra.set(key, hash)
    return hash
  }

  private write(slot: number, value: number): void {
    const { log } = this
    log.reserve(2)
    log.items[log.length++] = slot
    log.items[log.length++] = read(this.slots, slot)
    this.slots[slot] = value
  }

  /** Hashes the local states that were interned since. */
  private learn(state: number): void {
    const { tables } = this.model
    for (let id = this.stateLo.length; id <= state; id++) {
      const { lo, hi } = hashText(tables.stateKey(id))
      this.stateLo.push(lo)
      this.stateHi.push(hi)
    }
  }
}
