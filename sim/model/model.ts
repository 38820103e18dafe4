/**
 * A model is a system made ready to run: actors and channels as numbers, the tables, the
 * properties by the actor whose deliveries can change them, and the first global state.
 *
 * A global state is one local state per actor and per monitor, the codes waiting in each channel,
 * and the timers that each actor has set.
 */
import { at, invariant } from '../assert.ts'
import type { MonitorProperty, StateProperty, System } from '../scenario/system.ts'
import { Claim } from './claim.ts'
import { status, Tables } from './tables.ts'
import { Interpreter } from './xstate.ts'

/** A monitor: a further local state, moved by the deliveries to the actors it observes. */
export interface Monitor {
  readonly property: MonitorProperty
  /** Index of its local state: monitors come after the actors. */
  readonly index: number
}

export interface Model {
  readonly system: System
  readonly names: readonly string[]
  readonly actors: number
  /** Channels are numbered sender * actors + receiver; then one timer channel per actor. */
  readonly channels: number
  readonly tables: Tables
  readonly xstate: Interpreter
  readonly claims: readonly Claim[]
  readonly monitors: readonly Monitor[]
  /** `observers[actor]`: the monitors that see a delivery to the actor. */
  readonly observers: readonly (readonly Monitor[])[]
  /** The first local state of each actor, then of each monitor. */
  readonly initial: readonly number[]
  /** What the entry actions send, as transitions of the tables, one per actor in scenario order. */
  readonly starts: readonly number[]
  /** The event that `monitor` sees when `event` of `receiver` arrives over `channel`. */
  readonly observation: (monitor: Monitor, channel: number, event: number) => number
}

/** A decision packs (sender, receiver, options) into 31 bits. */
const maxActors = 1_000

/** An actor cannot start: its input does not fit, or its entry actions fail. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/**
 * @throws StartError when a machine cannot produce its first state.
 * @throws ImpureMachineError when a machine is no pure function of plain data.
 */
export function createModel(system: System): Model {
  const names = system.actors.map((a) => a.id)
  if (names.length > maxActors) throw new StartError(`more than ${maxActors} actors`)
  const actors = names.length
  const properties = system.properties.filter((p) => p.kind === 'monitor')
  const monitors = properties.map((property, i) => ({ property, index: actors + i }))
  const xstate = new Interpreter(
    system.actors,
    properties.map(({ name, machine, input }) => ({ id: name, machine, input })),
  )
  const tables = new Tables(xstate, actors, monitors.length)
  const starts = [...names, ...properties].map((_, i) => tables.initial(i))
  for (const t of starts) {
    if (tables.statusOf(t) === status.error) throw new StartError(tables.errorOf(t))
  }
  const initial = starts.map((t) => tables.nextOf(t))
  const claims = system.properties
    .filter((p): p is StateProperty => p.kind !== 'monitor')
    .map(
      (p) =>
        new Claim(
          p,
          p.reads.map((id) => indexOf(names, id, p.name)),
          tables,
        ),
    )
  return {
    system,
    names,
    actors,
    channels: actors * actors + actors,
    tables,
    xstate,
    claims,
    monitors,
    observers: names.map((id) => monitors.filter((m) => m.property.observes.includes(id))),
    initial,
    starts,
    observation: observations(names, tables),
  }
}

/** Whether `channel` stands for the timers of an actor. */
export function isTimer({ actors }: Model, channel: number): boolean {
  return channel >= actors * actors
}

/** The actor at the sending end of a channel; a timer belongs to the actor that set it. */
export function senderOf(model: Model, channel: number): number {
  const { actors } = model
  return channel < actors * actors ? Math.floor(channel / actors) : channel - actors * actors
}

/** More messages than this in one channel are taken for an actor that sends without end. */
export const maxWaiting = 4_096

/** What to say when `channel` would hold more than `maxWaiting` messages or timers. */
export function overflowMessage(model: Model, channel: number): string {
  const { names, actors } = model
  const from = at(names, senderOf(model, channel))
  if (channel >= actors * actors) return `${from} has set more than ${maxWaiting} timers`
  return `more than ${maxWaiting} messages wait on their way from ${from} to ${names[channel % actors]}`
}

function indexOf(names: readonly string[], id: string, property: string): number {
  const index = names.indexOf(id)
  invariant(index >= 0, `property ${property} reads '${id}', which is no actor of the system`)
  return index
}

/** Events of one receiver stay below this, so that (channel, event) packs into one number. */
const eventLimit = 2 ** 20

function observations(names: readonly string[], tables: Tables): Model['observation'] {
  const known = new Map<Monitor, Map<number, number>>()
  return (monitor, channel, event) => {
    const seen = known.get(monitor) ?? new Map<number, number>()
    known.set(monitor, seen)
    const key = channel * eventLimit + event
    const found = seen.get(key)
    if (found !== undefined) return found
    const to = channel % names.length
    const received = at(at(tables.events, to), event)
    const from = at(names, Math.floor(channel / names.length))
    const shown = { type: received.type, from, to: at(names, to), event: received.event }
    const id = tables.event(monitor.index, shown)
    seen.set(key, id)
    return id
  }
}
