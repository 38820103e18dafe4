/** Whether an event may stand at the global state at hand, and if not, why not. */
import { at, read } from '../assert.ts'
import type { FieldValue } from '../ftrace/event.ts'
import type { Model } from '../model/model.ts'
import { stateName } from '../model/value.ts'
import { empty } from '../space/contents.ts'
import type { GlobalState } from '../space/global-state.ts'
import type { Observation } from './observation.ts'
import type { Positions } from './positions.ts'
import { allowed, holds, isOwn } from './values.ts'
import type { Check, Surroundings } from './values.ts'

/**
 * Answers that actors got: the last by `actor.field`, the first since an event held the actor by
 * `actor.first.field`.
 */
export type Reads = ReadonlyMap<string, FieldValue>

/** A check that failed, with what the model would have allowed. */
export interface Disagreement {
  readonly check: Check
  readonly allowed: readonly (FieldValue | undefined)[]
}

/** Why an event cannot stand here. */
export type Obstacle =
  | {
      readonly kind: 'elsewhere'
      readonly actor: string
      readonly state: string
      readonly phase: Phase
    }
  | {
      readonly kind: 'disagrees'
      readonly actor: string | undefined
      readonly state: string
      readonly disagreements: readonly Disagreement[]
    }

/** What becomes of the call that an actor has made. */
export type Phase = 'called' | 'waiting' | 'answered' | 'done'

export class Place {
  private readonly state: GlobalState
  private readonly model: Model
  private readonly positions: Positions
  private readonly words: Readonly<Record<string, string>>
  private readonly names = new Map<number, string>()

  constructor(state: GlobalState, positions: Positions, words: Readonly<Record<string, string>>) {
    this.state = state
    this.model = state.model
    this.positions = positions
    this.words = words
  }

  index(actor: string): number {
    return this.model.names.indexOf(actor)
  }

  /** The dotted name of the actor's state. */
  stateOf(actor: string): string {
    const local = read(this.state.slots, this.index(actor))
    const known = this.names.get(local)
    if (known !== undefined) return known
    const name = stateName(at(this.model.tables.snapshots, local).value)
    this.names.set(local, name)
    return name
  }

  /** Who holds what: `ilock held by kworker (exclusive)`. */
  holders(): readonly string[] {
    const { system, tables } = this.model
    return system.actors.flatMap(({ id, holders }, i) => {
      const snapshot = at(tables.snapshots, read(this.state.slots, i))
      return (holders?.(snapshot) ?? []).map((h) => `${id} held by ${h.actor} (${h.mode})`)
    })
  }

  phaseOf(actor: string): Phase {
    const index = this.index(actor)
    const { names, tables, actors } = this.model
    if (this.pendingCall(index) !== undefined) return 'called'
    if (at(tables.snapshots, read(this.state.slots, index)).status === 'done') return 'done'
    const answered = names.some((_, from) => this.state.contentOf(from * actors + index) !== empty)
    return answered ? 'answered' : 'waiting'
  }

  /** Whether `actor` is where `observation` sees it. */
  isAt(observation: Observation, actor: string): boolean {
    const { states, held } = observation
    if (states.length === 0) return true
    const name = this.stateOf(actor)
    if (!states.some((s) => name === s || name.startsWith(`${s}.`))) return false
    const phase = held ? this.phaseOf(actor) : 'called'
    return phase === 'called' || phase === 'done'
  }

  /**
   * Whether `actor` stands where `observation` sees it, as far as it alone decides: what the event says
   * of others may yet come true while it waits there, what it says of the actor itself may not. A loop
   * comes to the same state more than once.
   */
  isHeldAt(observation: Observation, actor: string, reads: Reads): boolean {
    if (!this.isAt(observation, actor)) return false
    const around = this.around(observation, actor, reads)
    return observation.checks.filter(isOwn).every((check) => holds(check, around))
  }

  agrees(observation: Observation, actor: string | undefined, reads: Reads): boolean {
    if (observation.ended.some((one) => this.phaseOf(one) !== 'done')) return false
    const around = this.around(observation, actor, reads)
    return observation.checks.every((check) => holds(check, around))
  }

  /** What keeps `observation` from standing here as seen of `actor`; undefined if nothing does. */
  obstacle(
    observation: Observation,
    actor: string | undefined,
    reads: Reads,
  ): Obstacle | undefined {
    if (actor !== undefined && !this.isAt(observation, actor)) {
      return { kind: 'elsewhere', actor, state: this.stateOf(actor), phase: this.phaseOf(actor) }
    }
    const late = observation.ended.find((one) => this.phaseOf(one) !== 'done')
    if (late !== undefined) {
      const [state, phase] = [this.stateOf(late), this.phaseOf(late)]
      return { kind: 'elsewhere', actor: late, state, phase }
    }
    const around = this.around(observation, actor, reads)
    const failed = observation.checks.filter((check) => !holds(check, around))
    if (failed.length === 0) return undefined
    return {
      kind: 'disagrees',
      actor,
      state: actor === undefined ? '' : this.stateOf(actor),
      disagreements: failed.map((check) => ({ check, allowed: allowed(check, around) })),
    }
  }

  /** What the sources of a check are read from. */
  around(
    { instance, candidates, before }: Observation,
    actor: string | undefined,
    reads: Reads,
  ): Surroundings {
    const { unscale } = this.positions
    const self = actor ?? ''
    return {
      context: (name) => this.contextOf(name === 'self' ? self : name),
      sent: () => this.pendingCall(this.index(self)),
      read: (field) => reads.get(`${self}.${field}`),
      before,
      instance: instance ?? candidates.get(self),
      unscale,
      words: this.words,
      page_size: this.positions.page_size,
    }
  }

  private contextOf(actor: string): unknown {
    const index = this.index(actor)
    if (index < 0) return undefined
    return at(this.model.tables.snapshots, read(this.state.slots, index)).context
  }

  /** The message of `index` that is on its way. */
  private pendingCall(index: number): unknown {
    const { names, tables, actors } = this.model
    if (index < 0) return undefined
    for (const [to] of names.entries()) {
      const content = this.state.contentOf(index * actors + to)
      if (content === empty) continue
      const code = read(this.state.contents.head.items, content)
      const event = code < 0 ? at(tables.offerOf(code).events, 0) : code
      return at(at(tables.events, to), event).event
    }
    return undefined
  }
}
