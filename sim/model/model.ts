/**
 * A model is a system made ready to run: actors and channels as numbers, the tables, the
 * properties by the actor whose deliveries can change them, and the first global state.
 *
 * A global state is one local state per actor and per monitor, the codes waiting in each channel,
 * and the timers that each actor has set.
 */
import type { AnyStateMachine, StateValue } from 'xstate'
import { at, invariant } from '../assert.ts'
import type { MonitorProperty, StateProperty, System } from '../scenario/system.ts'
import { Claim } from './claim.ts'
import { status, Tables } from './tables.ts'
import { createInterpreter } from './xstate.ts'
import type { Interpreter } from './xstate.ts'

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
  const actors = names.length
  const properties = system.properties.filter((p) => p.kind === 'monitor')
  const monitors = properties.map((property, i) => ({ property, index: actors + i }))
  const xstate = joinInterpreters(system, properties)
  const tables = new Tables(xstate, actors, monitors.length)
  const starts = [...names, ...properties].map((_, i) => tables.initial(i))
  for (const t of starts) {
    if (tables.status[t] === status.error) throw new StartError(tables.errors[t])
  }
  const initial = starts.map((t) => at(tables.next, t))
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

/** The actor at the sending end of a channel; a timer belongs to the actor that set it. */
export function senderOf(model: Model, channel: number): number {
  const { actors } = model
  return channel < actors * actors ? Math.floor(channel / actors) : channel - actors * actors
}

/** A state value in one line: `locked.waiting`, or JSON for parallel regions. */
export function stateName(value: StateValue): string {
  if (typeof value === 'string') return value
  const entries = Object.entries(value)
  const [only] = entries
  if (entries.length === 1 && only?.[1] !== undefined) return `${only[0]}.${stateName(only[1])}`
  return `{${entries.map(([k, v]) => (v === undefined ? k : `${k}.${stateName(v)}`)).join(' ')}}`
}

function indexOf(names: readonly string[], id: string, property: string): number {
  const index = names.indexOf(id)
  invariant(index >= 0, `property ${property} reads '${id}', which is no actor of the system`)
  return index
}

/** Monitors run in systems of their own: no actor can reach them, and they can reach nobody. */
function joinInterpreters(system: System, monitors: readonly MonitorProperty[]): Interpreter {
  const main = createInterpreter(system.actors)
  const alone = monitors.map(
    ({ name, machine, input }: { name: string; machine: AnyStateMachine; input: unknown }) =>
      createInterpreter([{ id: name, machine, input }]),
  )
  const actors = system.actors.length
  return {
    initial: (i) => (i < actors ? main.initial(i) : at(alone, i - actors).initial(0)),
    transition: (i, snapshot, event) =>
      i < actors
        ? main.transition(i, snapshot, event)
        : at(alone, i - actors).transition(0, snapshot, event),
    key: main.key,
    eventKey: main.eventKey,
    calls: () => alone.reduce((sum, m) => sum + m.calls(), main.calls()),
  }
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
