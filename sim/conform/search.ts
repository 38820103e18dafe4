/**
 * A run of the model that explains a log: depth first over (global state, events seen). An event is
 * seen as soon as it may stand; that changes nothing in the model, so seeing it later explains no
 * more. Between events the model takes steps that the log does not show. An actor whose next event is
 * seen where it stands is held there, which keeps the number of states small: it goes on when its
 * event has been seen. A state that was reached with the same events seen is not searched again.
 */
import { at, read } from '../assert.ts'
import type { FieldValue } from '../ftrace/event.ts'
import { senderOf } from '../model/model.ts'
import { channelOf } from '../schedule/decision.ts'
import { GlobalState } from '../space/global-state.ts'
import { Moves } from '../space/moves.ts'
import type { Model } from '../model/model.ts'
import { readFields } from './observation.ts'
import type { Observation } from './observation.ts'
import { Place } from './place.ts'
import type { Obstacle, Reads } from './place.ts'
import type { Positions } from './positions.ts'
import { Queue } from './queue.ts'

export interface ExplainInput {
  /** Without properties: what a run violates is judged when it has been found. */
  readonly model: Model
  readonly observations: readonly Observation[]
  readonly positions: Positions
  readonly words: Readonly<Record<string, string>>
  /** Nanoseconds. */
  readonly slack: number
  readonly maxStates: number
  /** Actors whose task broke off in the middle of a call: at the end they must be waiting. */
  readonly brokenOff: readonly string[]
}

/** An event seen after so many steps of the run. */
export interface Seeing {
  readonly observation: Observation
  readonly step: number
}

/** A state in which the longest prefix ended, as far as it concerns the events that would be next. */
export interface Blocked {
  readonly observation: Observation
  readonly obstacles: readonly Obstacle[]
  /** Who holds what there. */
  readonly held: readonly string[]
}

export type Explained =
  | {
      readonly kind: 'accepted'
      readonly decisions: Int32Array
      readonly seen: readonly Seeing[]
      readonly states: number
    }
  | {
      readonly kind: 'refused' | 'gave-up'
      /** Of the longest prefix. */
      readonly seen: readonly Seeing[]
      readonly decisions: Int32Array
      /** The first event after it, and what each state that was possible there had against it. */
      readonly blocked: readonly Blocked[]
      /** Every event was explained, but these broke off where nothing keeps them. */
      readonly idle: readonly string[]
      readonly states: number
    }

/** Different states that a refusal tells about. */
const maxBlocked = 64

interface Node {
  readonly position: readonly number[]
  /** How often an event with `any` has taken an actor, by `element actor`. */
  readonly taken: ReadonlyMap<string, number>
  readonly reads: Reads
}

interface Frame extends Node {
  readonly mark: number
  readonly lo: number
  readonly hi: number
  readonly choices: readonly Choice[]
  next: number
  readonly steps: number
  readonly sightings: number
}

type Choice =
  | { readonly kind: 'step'; readonly decision: number }
  | { readonly kind: 'see'; readonly index: number; readonly actor: string }

export function explain(input: ExplainInput): Explained {
  return new Explanation(input).run()
}

class Explanation {
  private readonly input: ExplainInput
  private readonly state: GlobalState
  private readonly moves: Moves
  private readonly place: Place
  private readonly queue: Queue
  private readonly visited = new Set<string>()
  private readonly decisions: number[] = []
  private readonly seen: Seeing[] = []
  private readonly stack: Frame[] = []
  /** Per actor: its events that hold it, in order. */
  private readonly holding: ReadonlyMap<number, readonly number[]>
  /** Per actor: the event that its task is seen at before it begins. */
  private readonly beginning: ReadonlyMap<number, number>
  private readonly anyHolding: readonly number[]
  private readonly fields: readonly string[]
  private best: { seen: readonly Seeing[]; decisions: readonly number[] } = {
    seen: [],
    decisions: [],
  }
  private blocked = new Map<string, Blocked>()
  private bestCount = -1

  constructor(input: ExplainInput) {
    const { model, observations, positions, words, slack } = input
    this.input = input
    this.state = new GlobalState(model)
    this.moves = new Moves(this.state)
    this.place = new Place(this.state, positions, words)
    this.queue = new Queue(observations, slack)
    const holding = new Map<number, number[]>()
    const beginning = new Map<number, number>()
    const anyHolding: number[] = []
    for (const [i, { held, actor, candidates }] of observations.entries()) {
      const begins = this.place.index(actor ?? '')
      if (begins >= 0 && !beginning.has(begins)) beginning.set(begins, this.queue.previous(i))
      if (!held) continue
      if (candidates.size > 0) anyHolding.push(i)
      if (actor === undefined) continue
      const index = this.place.index(actor)
      holding.set(index, [...(holding.get(index) ?? []), i])
    }
    this.holding = holding
    this.beginning = beginning
    this.anyHolding = anyHolding
    this.fields = readFields(observations)
  }

  run(): Explained {
    const { observations, maxStates } = this.input
    let node: Node | undefined = {
      position: this.queue.start(),
      taken: new Map(),
      reads: new Map(),
    }
    for (;;) {
      if (node !== undefined) {
        const entered = this.enter(node)
        const all = entered && this.seen.length === observations.length
        if (all && this.idle().length === 0) return this.accepted()
        if (this.visited.size > maxStates) return this.refused('gave-up')
      }
      const frame = this.stack.at(-1)
      if (frame === undefined) return this.refused('refused')
      this.rewind(frame)
      const choice = frame.choices[frame.next++]
      if (choice === undefined) {
        this.stack.pop()
        node = undefined
      } else node = this.take(choice, frame)
    }
  }

  /** Actors that broke off though nothing keeps them. */
  private idle(): readonly string[] {
    return this.input.brokenOff.filter((actor) => this.place.phaseOf(actor) !== 'waiting')
  }

  private accepted(): Explained {
    const decisions = Int32Array.from(this.decisions)
    return { kind: 'accepted', decisions, seen: this.seen, states: this.visited.size }
  }

  private refused(kind: 'refused' | 'gave-up'): Explained {
    const { seen, decisions } = this.best
    return {
      kind,
      seen,
      decisions: Int32Array.from(decisions),
      blocked: [...this.blocked.values()],
      idle: seen.length === this.input.observations.length ? this.input.brokenOff : [],
      states: this.visited.size,
    }
  }

  private rewind(frame: Frame): void {
    this.state.undo(frame.mark, frame.lo, frame.hi)
    this.decisions.length = frame.steps
    this.seen.length = frame.sightings
  }

  private take(choice: Choice, frame: Frame): Node | undefined {
    if (choice.kind === 'see') {
      this.see(choice.index)
      const key = this.takenKey(choice.index, choice.actor)
      return {
        position: this.queue.after(frame.position, choice.index),
        taken: new Map([...frame.taken, [key, 1 + (frame.taken.get(key) ?? 0)]]),
        reads: frame.reads,
      }
    }
    const { position, taken, reads } = frame
    const told = this.answers(choice.decision, reads)
    if (this.state.apply(choice.decision) !== undefined) return undefined
    this.decisions.push(choice.decision)
    return { position, taken, reads: told }
  }

  /** Sees what can be seen, and opens the choices from here; false where this was searched before. */
  private enter(start: Node): boolean {
    const node = this.observe(start)
    const { lo, hi, mark } = this.state
    const key = `${lo},${hi}|${node.position.join()}|${[...node.taken]
      .map(([who, n]) => `${who} ${n}`)
      .toSorted()
      .join()}|${[...node.reads].join()}`
    if (this.visited.has(key)) return false
    this.visited.add(key)
    const next = this.queue.next(node.position)
    this.remember(node, next)
    this.stack.push({
      ...node,
      ...{ mark, lo, hi, next: 0, steps: this.decisions.length, sightings: this.seen.length },
      choices: [...this.sightings(node, next), ...this.steps(node, next)],
    })
    return true
  }

  private observe(start: Node): Node {
    let { position, reads } = start
    for (;;) {
      const found = this.queue.next(position).find((i) => this.fits(i, reads))
      if (found === undefined) return { ...start, position, reads }
      this.see(found)
      reads = this.withoutFirst(found, reads)
      position = this.queue.after(position, found)
    }
  }

  private see(index: number): void {
    const observation = at(this.input.observations, index)
    this.seen.push({ observation, step: this.decisions.length })
  }

  /** What the actor of a held event was told first counts anew from here. */
  private withoutFirst(index: number, reads: Reads): Reads {
    const { held, actor } = at(this.input.observations, index)
    if (!held || actor === undefined || this.fields.length === 0) return reads
    return new Map([...reads].filter(([key]) => !key.startsWith(`${actor}.first.`)))
  }

  private fits(index: number, reads: Reads): boolean {
    const observation = at(this.input.observations, index)
    const { actor, candidates } = observation
    if (candidates.size > 0) return false
    return (
      (actor === undefined || this.place.isAt(observation, actor)) &&
      this.place.agrees(observation, actor, reads)
    )
  }

  private sightings({ taken, reads }: Node, next: readonly number[]): readonly Choice[] {
    return next.flatMap((index) => {
      const observation = at(this.input.observations, index)
      return [...observation.candidates.keys()]
        .filter((actor) => {
          const one = this.asTaken(index, actor, taken)
          if (one === undefined || !this.place.isAt(one, actor)) return false
          return this.place.agrees(one, actor, reads)
        })
        .map((actor): Choice => ({ kind: 'see', index, actor }))
    })
  }

  /** The event as seen of `actor`, which has some of its kind; undefined when it has had them all. */
  private asTaken(index: number, actor: string, taken: Node['taken']): Observation | undefined {
    const observation = at(this.input.observations, index)
    const left = (observation.times.get(actor) ?? 1) - (taken.get(this.takenKey(index, actor)) ?? 0)
    if (left <= 0) return undefined
    return left === 1 ? observation : { ...observation, states: observation.earlier, held: false }
  }

  private takenKey(index: number, actor: string): string {
    const { seen } = at(this.input.observations, index)
    return `${'mark' in seen ? seen.mark : 'function' in seen ? seen.function : seen.event} ${actor}`
  }

  /** The steps of the model from here, those of the actor whose event comes next before others. */
  private steps(node: Node, next: readonly number[]): readonly Choice[] {
    const { model, observations } = this.input
    const held = this.held(node)
    this.moves.length = 0
    this.moves.expand(() => {})
    const decisions = Array.from(this.moves.decisions.subarray(0, this.moves.length))
    const wanted = next.map((i) => this.place.index(at(observations, i).actor ?? ''))
    const concerns = (decision: number): number => {
      const channel = channelOf(decision)
      const [from, to] = [senderOf(model, channel), channel % model.actors]
      const rank = wanted.findIndex((actor) => actor === from || actor === to)
      return rank < 0 ? wanted.length : rank
    }
    return decisions
      .filter((decision) => !held.has(senderOf(model, channelOf(decision))))
      .toSorted((a, b) => concerns(a) - concerns(b) || a - b)
      .map((decision) => ({ kind: 'step', decision }))
  }

  /** Actors that stand where their next event is to be seen, or whose task is not there yet. */
  private held(node: Node): ReadonlySet<number> {
    const { position, taken, reads } = node
    const { observations } = this.input
    const held = new Set<number>()
    for (const [actor, index] of this.beginning) {
      if (!this.queue.isSeen(index, position)) held.add(actor)
    }
    for (const [actor, indices] of this.holding) {
      const index = indices.find((i) => !this.queue.isSeen(i, position))
      if (index === undefined) continue
      const observation = at(observations, index)
      if (this.place.isHeldAt(observation, observation.actor ?? '', reads)) held.add(actor)
    }
    const unseen = this.anyHolding.filter((i) => !this.queue.isSeen(i, position))
    for (const index of unseen) {
      const observation = at(observations, index)
      const first = unseen.find((i) => this.takenKey(i, '') === this.takenKey(index, ''))
      for (const actor of first === index ? observation.candidates.keys() : []) {
        const one = this.asTaken(index, actor, taken)
        if (one?.held === true && this.place.isHeldAt(one, actor, reads)) {
          held.add(this.place.index(actor))
        }
      }
    }
    for (const actor of this.unseenEnds(node, unseen)) held.add(actor)
    return held
  }

  /** Actors that come to an event which the log has of others, and of them no more: they stay. */
  private unseenEnds({ taken, reads }: Node, unseen: readonly number[]): readonly number[] {
    const kinds = new Set(unseen.map((i) => this.takenKey(i, '')))
    const told = this.anyHolding.filter((i) => !kinds.has(this.takenKey(i, '')))
    return told.flatMap((index) => {
      const observation = at(this.input.observations, index)
      return [...observation.candidates.keys()]
        .filter((actor) => this.asTaken(index, actor, taken) !== undefined)
        .filter((actor) => this.place.isHeldAt(observation, actor, reads))
        .map((actor) => this.place.index(actor))
    })
  }

  /** What the delivery tells its receiver, as far as an event asks for it. */
  private answers(decision: number, reads: Reads): Reads {
    if (this.fields.length === 0) return reads
    const { model } = this.input
    const channel = channelOf(decision)
    const code = read(this.state.contents.head.items, this.state.contentOf(channel))
    if (code < 0) return reads
    const receiver = channel % model.actors
    const { event } = at(at(model.tables.events, receiver), code)
    const told = this.fields.flatMap((field): readonly (readonly [string, FieldValue])[] => {
      const value: unknown = Object.hasOwn(event, field) ? Reflect.get(event, field) : undefined
      if (typeof value !== 'number' || !event.type.endsWith('.ret')) return []
      const actor = at(model.names, receiver)
      const first = `${actor}.first.${field}`
      return [
        [`${actor}.${field}`, value],
        [first, reads.get(first) ?? value],
      ]
    })
    return told.length === 0 ? reads : new Map([...reads, ...told])
  }

  /** Keeps the longest prefix and, at its end, what stood against the next event. */
  private remember({ reads }: Node, next: readonly number[]): void {
    const count = this.seen.length
    if (count < this.bestCount) return
    if (count > this.bestCount) {
      this.bestCount = count
      this.best = { seen: [...this.seen], decisions: [...this.decisions] }
      this.blocked = new Map()
    }
    const [index] = next
    if (index === undefined || this.blocked.size >= maxBlocked) return
    const observation = at(this.input.observations, index)
    const { actor, candidates } = observation
    const actors = candidates.size > 0 ? [...candidates.keys()] : [actor]
    const obstacles = actors.flatMap((one) => this.place.obstacle(observation, one, reads) ?? [])
    const text = JSON.stringify(obstacles)
    this.blocked.set(`${index} ${text}`, { observation, obstacles, held: this.place.holders() })
  }
}
