/**
 * One run over the tables: deliver, step, look at what changed, until rest, a violation or the
 * bound. A `Runner` is built once and reused for every seed; it knows nothing of XState.
 */
import { at, invariant, read } from '../assert.ts'
import { cell, flag, status, unknown } from '../model/tables.ts'
import type { Offer } from '../model/tables.ts'
import type { Claim } from '../model/claim.ts'
import type { Model } from '../model/model.ts'
import { atRest, claimsByActor, machineError, observe, refusal } from '../model/judge.ts'
import { startedMonitor } from '../model/judge.ts'
import { overflowMessage, senderOf } from '../model/model.ts'
import { maxEffects, maxOptions } from '../model/xstate.ts'
import type { Violation } from '../model/violation.ts'
import { pack } from '../schedule/decision.ts'
import type { Head, Pending, Strategy } from '../strategy/strategy.ts'
import { Channels, OverflowError } from './channels.ts'
import { applyTimerOps, dueTimers } from '../model/timers.ts'
import type { PendingTimers } from '../model/timers.ts'

/** How a run ended: every actor at rest and no complaint, a violation, or the bound on steps. */
export type Ending =
  | { readonly kind: 'passed' }
  | { readonly kind: 'violated'; readonly violation: Violation }
  | { readonly kind: 'bound' }

const passed: Ending = { kind: 'passed' }
const bound: Ending = { kind: 'bound' }
const noTimers: PendingTimers = []

const watch = { monitor: 1, claim: 2 } as const

export interface RunnerOptions {
  /** Ask XState again at every step and compare with the table. */
  readonly selfCheck?: boolean
}

export class Runner implements Pending {
  /** Steps of the last run. */
  steps = 0
  /** The decisions of the last run, packed; the first `steps` entries count. */
  readonly decisions: Int32Array
  /** The local states, actors then monitors. */
  readonly local: Int32Array
  /** `witnessed[i]`: claim i, a *sometimes*, held in some state since this runner was made. */
  readonly witnessed: boolean[]

  private readonly model: Model
  private readonly initial: Int32Array
  private readonly channels: Channels
  private readonly timers: PendingTimers[]
  private readonly receivers: Int32Array
  private readonly always: readonly (readonly Claim[])[]
  private readonly goals: readonly (readonly number[])[]
  private readonly reached: boolean[]
  /** Bits of `watch`: whether a delivery to the actor must be looked at. */
  private readonly watched: Int32Array
  private readonly selfCheck: boolean
  readonly enabled: Int32Array
  readonly stamp: (channel: number) => number
  private faultsLeft = 0
  /** Whether this run has set a timer; most models never do. */
  private timersSet = false

  constructor(model: Model, options: RunnerOptions = {}) {
    const { actors, claims } = model
    this.model = model
    this.selfCheck = options.selfCheck ?? false
    this.decisions = new Int32Array(model.system.bound.steps)
    this.initial = Int32Array.from(model.initial)
    this.local = this.initial.slice()
    this.channels = new Channels(model.channels)
    this.enabled = this.channels.enabled
    this.stamp = this.channels.stamp
    this.timers = model.names.map(() => [])
    this.receivers = Int32Array.from({ length: actors * actors }, (_, c) => c % actors)
    this.always = claimsByActor(model, (c) => c.property.kind === 'always').map((indices) =>
      indices.map((i) => at(claims, i)),
    )
    this.goals = claimsByActor(
      model,
      ({ property: { kind } }) => kind === 'sometimes' || kind === 'eventually',
    )
    this.witnessed = claims.map(() => false)
    this.reached = claims.map(() => false)
    this.watched = Int32Array.from(model.names, (_, a) => {
      const asks = at(this.always, a).length + at(this.goals, a).length > 0
      return (at(model.observers, a).length > 0 ? watch.monitor : 0) | (asks ? watch.claim : 0)
    })
  }

  /** Runs `seed` under `strategy`. */
  run(strategy: Strategy, seed: string): Ending {
    strategy.begin(seed)
    this.reset()
    try {
      return this.checkStart() ?? this.loop(strategy)
    } catch (error) {
      if (!(error instanceof OverflowError)) throw error
      const actor = at(this.model.names, senderOf(this.model, error.channel))
      return {
        kind: 'violated',
        violation: machineError(actor, overflowMessage(this.model, error.channel)),
      }
    }
  }

  heads(channel: number): readonly Head[] {
    const { actors } = this.model
    if (channel < actors * actors) return [{ channel, code: this.channels.peek(channel) }]
    const due = dueTimers(at(this.timers, senderOf(this.model, channel)))
    return due.map(({ channel: over, code }, timer) => ({ channel: over, code, timer }))
  }

  private loop(strategy: Strategy): Ending {
    const { channels, decisions } = this
    const { enabled } = channels
    const timerChannels = this.model.actors * this.model.actors
    const limit = decisions.length
    for (;;) {
      const n = channels.n
      if (n === 0) return this.atRest()
      if (this.steps === limit) return bound
      const index = strategy.schedule(this, n)
      const picked = read(enabled, index)
      let channel = picked
      let event: number
      let timer = 0
      if (picked < timerChannels) event = channels.take(index)
      else {
        timer = this.chooseTimer(strategy, picked)
        const fired = this.fire(picked, timer)
        channel = fired.channel
        event = fired.code
      }
      let alternative = 0
      if (event < 0) {
        const offer = this.model.tables.offerOf(event)
        alternative = this.chooseAlternative(strategy, offer)
        event = at(offer.events, alternative)
      }
      decisions[this.steps++] = pack(picked, timer, alternative)
      const ending = this.deliver(channel, event)
      if (ending !== undefined) return ending
    }
  }

  /** One step: `event` arrives over `channel`. */
  private deliver(channel: number, event: number): Ending | undefined {
    const { channels, local } = this
    const { tables } = this.model
    const receiver = read(this.receivers, channel)
    const from = read(local, receiver)
    const row = tables.rows[from]
    let t = row === undefined ? unknown : read(row, event)
    if (t === unknown) t = tables.transition(from, event)
    if (this.selfCheck) tables.verify(from, event)
    const cells = tables.cells.items
    if (read(cells, t) !== status.ok) {
      if (read(cells, t) !== status.timers) {
        return { kind: 'violated', violation: refusal(this.model, local, t, channel, event) }
      }
      this.setTimers(receiver, t)
    }
    const to = read(cells, t + cell.next)
    local[receiver] = to
    const end = read(cells, t + cell.end)
    let stamp = (this.steps + 1) * maxEffects
    for (let i = t + cell.sends; i < end; i += 2) {
      channels.push(read(cells, i), read(cells, i + 1), --stamp)
    }
    if (this.timersSet && (read(tables.flags.items, to) & flag.stopped) !== 0) {
      this.stopTimers(receiver)
    }
    const watches = read(this.watched, receiver)
    if (watches === 0) return undefined
    if ((watches & watch.monitor) !== 0) {
      const { model, local } = this
      const violation = observe(model, local, receiver, channel, event, this.moveMonitor)
      if (violation !== undefined) return { kind: 'violated', violation }
    }
    return to === from ? undefined : this.askClaims(receiver)
  }

  private readonly moveMonitor = (monitor: number, state: number): void => {
    this.local[monitor] = state
  }

  private askClaims(changed: number): Ending | undefined {
    for (const claim of at(this.always, changed)) {
      if (!claim.holds(this.local)) return this.broken(claim)
    }
    for (const goal of at(this.goals, changed)) this.look(goal)
    return undefined
  }

  private reset(): void {
    const { model, channels } = this
    const { starts, tables } = model
    const cells = tables.cells.items
    this.steps = 0
    this.faultsLeft = model.system.bound.faults
    this.timersSet = false
    this.local.set(this.initial)
    channels.clear()
    this.timers.fill(noTimers)
    this.reached.fill(false)
    let stamp = maxEffects
    for (let actor = 0; actor < model.actors; actor++) {
      const t = at(starts, actor)
      const end = read(cells, t + cell.end)
      for (let i = t + cell.sends; i < end; i += 2) {
        channels.push(read(cells, i), read(cells, i + 1), --stamp)
      }
      if (read(cells, t) === status.timers) this.setTimers(actor, t)
    }
  }

  /** The first state counts too. */
  private checkStart(): Ending | undefined {
    const { claims } = this.model
    for (let i = 0; i < claims.length; i++) {
      const claim = at(claims, i)
      const { kind } = claim.property
      if (kind === 'always' && !claim.holds(this.local)) return this.broken(claim)
      if (kind === 'sometimes' || kind === 'eventually') this.look(i)
    }
    const violation = startedMonitor(this.model)
    return violation && { kind: 'violated', violation }
  }

  private atRest(): Ending {
    const violation = atRest(this.model, this.local, (i) => at(this.reached, i))
    return violation === undefined ? passed : { kind: 'violated', violation }
  }

  private look(goal: number): void {
    const claim = at(this.model.claims, goal)
    const done = claim.property.kind === 'sometimes' ? this.witnessed : this.reached
    if (!at(done, goal) && claim.holds(this.local)) done[goal] = true
  }

  private broken(claim: Claim): Ending {
    return { kind: 'violated', violation: claim.violation(this.local) }
  }

  private chooseAlternative(strategy: Strategy, { events, data }: Offer): number {
    const faults = this.faultsLeft > 0 ? events.length - data : 0
    const chosen = data + faults > 1 ? strategy.alternative(data, faults) : 0
    invariant(chosen >= 0 && chosen < data + faults, `${strategy.name} chose alternative ${chosen}`)
    if (chosen >= data) this.faultsLeft--
    return chosen
  }

  private chooseTimer(strategy: Strategy, channel: number): number {
    const due = dueTimers(at(this.timers, senderOf(this.model, channel))).length
    invariant(due <= maxOptions, `more than ${maxOptions} due timers of one actor`)
    return due > 1 ? strategy.timer(due) : 0
  }

  private fire(
    channel: number,
    index: number,
  ): { readonly channel: number; readonly code: number } {
    const actor = senderOf(this.model, channel)
    const pending = at(this.timers, actor)
    const timer = at(dueTimers(pending), index)
    this.channels.pop(channel)
    // One step's table entry may have set the same timer twice: only the first goes.
    this.timers[actor] = pending.toSpliced(pending.indexOf(timer), 1)
    return timer
  }

  /** A timer channel holds one token per pending timer of its actor; the token says nothing else. */
  private setTimers(actor: number, t: number): void {
    this.timersSet = true
    const before = at(this.timers, actor)
    this.keepTimers(actor, before, applyTimerOps(before, this.model.tables.timersOf(t)))
  }

  /** XState cancels what a stopped actor has scheduled. */
  private stopTimers(actor: number): void {
    this.keepTimers(actor, at(this.timers, actor), noTimers)
  }

  private keepTimers(actor: number, before: PendingTimers, after: PendingTimers): void {
    const { model, channels } = this
    this.timers[actor] = after
    const channel = model.actors * model.actors + actor
    for (let i = before.length; i < after.length; i++) channels.push(channel, 0, -actor)
    for (let i = after.length; i < before.length; i++) channels.pop(channel)
  }
}
