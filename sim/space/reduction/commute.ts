/**
 * Which steps of one state are independent: either order is possible and leads to the same state.
 *
 * A step touches its receiver and, for a timer, the actor that set it (whose other timers it may
 * hold back, and whose deliveries may cancel it). Steps that touch different actors are independent:
 * each actor sends over channels of its own, and a message that is appended to a channel leaves its
 * head where it is. Three things are shared beside the actors:
 * - the faults left: two steps that take a fault are dependent;
 * - a monitor sees the deliveries to all actors that it observes, in their order;
 * - an *eventually* that reads both receivers may hold between the two steps in one order only, and
 *   that it held is part of the state.
 *
 * With `tables`, two messages to one receiver over different channels are also independent where its
 * tables say so: in this local state both orders end in the same local state, each message has the
 * same effect before and after the other, and they do not send to the same actor, which would see
 * the order. This is independence in one state only, as sleep sets allow (Godefroid 1996, 3.4).
 *
 * Not taken into account: a channel with `maxWaiting` messages, where taking one makes room.
 */
import { at, read } from '../../assert.ts'
import type { Model } from '../../model/model.ts'
import { status } from '../../model/tables.ts'
import type { GlobalState } from '../global-state.ts'
import type { Step } from './steps.ts'

/** What makes two steps dependent: touching one actor, unless (`tables`) its tables say otherwise. */
export type Dependence = 'receiver' | 'tables'

/** Events of one receiver stay below this (see `model.ts`). */
const eventLimit = 2 ** 20

export class Commutation {
  private readonly model: Model
  private readonly dependence: Dependence
  /** [a * actors + b]: a monitor or an *eventually* looks at both. */
  private readonly watched: Uint8Array
  /** By local state: whether a pair of events commutes in it. */
  private readonly known: Map<number, boolean>[] = []

  constructor(model: Model, dependence: Dependence) {
    const { actors, monitors, claims, names } = model
    this.model = model
    this.dependence = dependence
    this.watched = new Uint8Array(actors * actors)
    const sets = [
      ...monitors.map((m) => m.property.observes.map((id) => names.indexOf(id))),
      ...claims.filter((c) => c.property.kind === 'eventually').map((c) => c.reads),
    ]
    for (const set of sets) {
      for (const a of set) for (const b of set) this.watched[a * actors + b] = 1
    }
  }

  /** Whether two steps that `state` allows are independent there. */
  independent(state: GlobalState, a: Step, b: Step): boolean {
    if (a.fault && b.fault) return false
    if (this.watched[a.receiver * this.model.actors + b.receiver] === 1) return false
    if (!overlap(a, b)) return true
    if (this.dependence === 'receiver' || a.channel === b.channel) return false
    if (a.owner !== undefined || b.owner !== undefined) return false
    return this.commute(read(state.slots, a.receiver), a.event, b.event)
  }

  private commute(local: number, one: number, two: number): boolean {
    const known = (this.known[local] ??= new Map<number, boolean>())
    const key = Math.min(one, two) * eventLimit + Math.max(one, two)
    const found = known.get(key)
    if (found !== undefined) return found
    const answer = this.tried(local, one, two)
    known.set(key, answer)
    return answer
  }

  private tried(local: number, one: number, two: number): boolean {
    const { tables } = this.model
    const plain = (t: number): boolean => tables.statusOf(t) === status.ok
    const [first, second] = [tables.transition(local, one), tables.transition(local, two)]
    if (!plain(first) || !plain(second)) return false
    const later = tables.transition(tables.nextOf(first), two)
    const sooner = tables.transition(tables.nextOf(second), one)
    if (!plain(later) || !plain(sooner)) return false
    if (tables.nextOf(later) !== tables.nextOf(sooner)) return false
    const [sendsOne, sendsTwo] = [tables.sendsOf(first), tables.sendsOf(second)]
    if (!equal(sendsOne, tables.sendsOf(sooner))) return false
    if (!equal(sendsTwo, tables.sendsOf(later))) return false
    const channels = new Set(channelsOf(sendsOne))
    return channelsOf(sendsTwo).every((channel) => !channels.has(channel))
  }
}

function overlap(a: Step, b: Step): boolean {
  if (a.receiver === b.receiver || a.receiver === b.owner || a.owner === b.receiver) return true
  return a.owner !== undefined && a.owner === b.owner
}

function equal(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === at(b, i))
}

function channelsOf(sends: Int32Array): readonly number[] {
  return Array.from(sends).filter((_, i) => i % 2 === 0)
}
