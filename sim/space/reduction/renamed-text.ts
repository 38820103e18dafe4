/**
 * The parts of a global state as text, under a renaming of ids. It says who an actor is and where a
 * channel begins and ends by the new numbers. The alternatives of an offer are a set here, because
 * the order in which a machine lists them follows the ids as often as not; so an orbit is one of
 * states up to that order, which no property can see.
 */
import { at } from '../../assert.ts'
import type { EventObject } from 'xstate'
import { isTimer, senderOf } from '../../model/model.ts'
import type { Model } from '../../model/model.ts'
import type { Renaming } from '../../model/value.ts'
import type { Effect } from '../../model/xstate.ts'
import type { Contents } from '../contents.ts'

type Message = EventObject & {
  readonly alternatives?: readonly EventObject[]
  readonly faults?: readonly EventObject[]
}

export class RenamedText {
  private readonly model: Model
  /** Events that wait are many times the same. */
  private readonly known = new Map<Renaming, WeakMap<EventObject, string>>()

  constructor(model: Model) {
    this.model = model
  }

  /** A local state, with whose it is. */
  state(state: number, renaming: Renaming): string {
    const { tables, xstate } = this.model
    const actor = at(tables.actorOf, state)
    return `${renaming.actor(actor)}:${xstate.renamedKey(at(tables.snapshots, state), renaming)}`
  }

  /** What waits in a channel, or which timers are set, with whose they are. */
  content(contents: Contents, channel: number, content: number, renaming: Renaming): string {
    const { model } = this
    const { actors } = model
    const { actor, id } = renaming
    if (!isTimer(model, channel)) {
      const texts = contents.codesOf(content).map((code) => this.code(channel, code, renaming))
      return `${this.channel(channel, renaming)}>${JSON.stringify(texts)}`
    }
    const timers = contents.timersOf(content).map((t) => {
      const to = actor(t.channel % actors)
      return [id(t.id), t.delay, to, this.code(t.channel, t.code, renaming)]
    })
    return `${actor(senderOf(model, channel))}~${JSON.stringify(timers)}`
  }

  /** What a transition sends and sets: the order between messages to different actors is nothing. */
  effects(effects: readonly Effect[], renaming: Renaming): { sends: string; timers: string } {
    const { actor, id } = renaming
    const sends = effects.flatMap((e) =>
      e.kind === 'send' ? [[actor(e.to), this.message(e.event, renaming)] as const] : [],
    )
    const timers = effects.flatMap((e): readonly unknown[] => {
      if (e.kind === 'send') return []
      if (e.kind === 'cancel') return [id(e.id)]
      return [[id(e.id), e.delay, actor(e.to), this.message(e.event, renaming)]]
    })
    // Sorting is stable: it keeps the order of the messages to one actor.
    const byReceiver = sends.toSorted(([a], [b]) => a - b)
    return { sends: JSON.stringify(byReceiver), timers: JSON.stringify(timers) }
  }

  private channel(channel: number, { actor }: Renaming): number {
    const { model } = this
    return actor(senderOf(model, channel)) * model.actors + actor(channel % model.actors)
  }

  private code(channel: number, code: number, renaming: Renaming): string {
    const { tables, actors } = this.model
    const events = at(tables.events, channel % actors)
    if (code >= 0) return this.options([at(events, code).event], [], renaming)
    const { events: offered, data } = tables.offerOf(code)
    const all = offered.map((e) => at(events, e).event)
    return this.options(all.slice(0, data), all.slice(data), renaming)
  }

  private message(event: Message, renaming: Renaming): string {
    const { alternatives = [], faults = [], ...plain } = event
    return this.options([plain, ...alternatives], faults, renaming)
  }

  /** Events of the tables are interned, so the object is the key; others are soon forgotten. */
  private event(event: EventObject, renaming: Renaming): string {
    const texts = this.known.get(renaming) ?? new WeakMap<EventObject, string>()
    this.known.set(renaming, texts)
    const known = texts.get(event)
    if (known !== undefined) return known
    const { xstate } = this.model
    const text = xstate.eventKey(xstate.renamedEvent(event, renaming))
    texts.set(event, text)
    return text
  }

  private options(
    data: readonly EventObject[],
    faults: readonly EventObject[],
    renaming: Renaming,
  ): string {
    const text = (list: readonly EventObject[]): string =>
      list
        .map((e) => this.event(e, renaming))
        .toSorted()
        .join(' ')
    return `${text(data)} | ${text(faults)}`
  }
}
