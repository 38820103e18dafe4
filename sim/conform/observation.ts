/** Sightings as the search takes them: actors by number, states as patterns, fields as checks. */
import type { LogEvent } from '../ftrace/event.ts'
import type { Mapping, Seen } from './format.ts'
import { groupWith } from './groups.ts'
import type { Instance, Sighting } from './groups.ts'
import { copyOf } from './scene.ts'
import { fieldOf } from './values.ts'
import type { Check } from './values.ts'

/** What one event asks of the model where it stands. */
export interface Observation {
  readonly event: LogEvent
  readonly seen: Seen
  readonly thread: string
  /** The copy of the actor in the scene; undefined where the scene does not follow it. */
  readonly actor: string | undefined
  readonly instance: Instance | undefined
  /** With `any`: each of these may be the actor, and is so as often as `times` says, or once. */
  readonly candidates: ReadonlyMap<string, Instance>
  readonly times: ReadonlyMap<string, number>
  /** States of an actor that has more of these events to come. */
  readonly earlier: readonly string[]
  /** The event of the same name before it in its call. */
  readonly before: LogEvent | undefined
  /** Actors that must have returned by then. */
  readonly ended: readonly string[]
  /** Beginnings of state names; none: the event may stand anywhere. */
  readonly states: readonly string[]
  /** The actor has made the call of its state and is held back until this event has been seen. */
  readonly held: boolean
  readonly checks: readonly Check[]
}

export function observationsOf(
  mapping: Mapping,
  sightings: readonly Sighting[],
  instances: readonly Instance[],
): readonly Observation[] {
  const begun = sightings.filter(({ seen }) => seen.start !== undefined)
  const all = sightings.map((sighting) => observationOf(mapping, sighting, begun, instances))
  return all.map((one) => ({
    ...one,
    candidates: new Map(
      [...one.candidates].filter(([actor]) => !all.some((o) => sees(o, one, actor))),
    ),
  }))
}

/** Whether an event of the same name is that of `actor` already, so that `any` cannot mean it. */
function sees(specific: Observation, { event }: Observation, actor: string): boolean {
  return specific.actor === actor && specific.event.name === event.name
}

/** Copies of the actor of `ended` that the task of this event began before it. */
function endedBefore(
  mapping: Mapping,
  { event, seen, thread }: Sighting,
  begun: readonly Sighting[],
): readonly string[] {
  const { ended } = seen
  if (ended === undefined) return []
  const group = groupWith(mapping, ended)
  const mine = begun.filter(
    (s) => s.thread === thread && s.event.order < event.order && s.seen.start === group,
  )
  return mine.flatMap(({ instance }) => (instance === undefined ? [] : [copyOf(ended, instance)]))
}

function observationOf(
  mapping: Mapping,
  sighting: Sighting,
  begun: readonly Sighting[],
  instances: readonly Instance[],
): Observation {
  const { event, seen, thread, instance, actor } = sighting
  const { any } = seen
  const named = any === undefined ? [] : instances.filter(({ group }) => group === any)
  const candidates = new Map(named.map((i) => [copyOf(actor ?? '', i), i] as const))
  const followed = instance !== undefined || candidates.size > 0
  return {
    ...{ event, seen, thread, instance, candidates },
    before: beforeIn(sighting),
    ended: endedBefore(mapping, sighting, begun),
    times: new Map([...candidates].map(([name, i]) => [name, timesOf(seen, i)] as const)),
    earlier: [seen.earlier ?? []].flat(),
    actor: actor === undefined || instance === undefined ? undefined : copyOf(actor, instance),
    states: followed ? [seen.at ?? seen.in ?? []].flat() : [],
    held: seen.at !== undefined,
    checks: checksOf(mapping, sighting, followed),
  }
}

function beforeIn({ call, event }: Sighting): LogEvent | undefined {
  const events = call.matched.map((matched) => matched.event)
  return events.slice(0, events.indexOf(event)).findLast(({ name }) => name === event.name)
}

/** One where nothing was counted: what is counted was not traced then. */
function timesOf({ times = '' }: Seen, { variables }: Instance): number {
  const counted = variables.get(times)?.value
  return typeof counted === 'number' ? counted : 1
}

function checksOf(
  mapping: Mapping,
  { event, seen, call }: Sighting,
  followed: boolean,
): readonly Check[] {
  const fields = mapping.events[event.name] ?? {}
  const sizes = Object.values(mapping.file.facts)
  const told = Object.entries(fields.facts ?? {}).filter(([, source]) => sizes.includes(source))
  const positions = new Set([...(fields.positions ?? []), ...told.map(([field]) => field)])
  const check = (field: string, source: string | number | readonly (string | number)[]): Check => ({
    field,
    said: fieldOf(event, field),
    sources: [source].flat(),
    position: field.includes('+') || positions.has(field),
  })
  const mine = followed ? Object.entries(seen.is ?? {}) : []
  const ranges = Object.entries(followed ? (seen.covers ?? {}) : {}).map(
    ([field, { length, position }]) => ({
      ...check(field, position),
      length: fieldOf(event, length) ?? 0,
    }),
  )
  // An event of another kind with the name of this one has none of its fields.
  const facts = event.kind === 'event' && call.inode !== undefined ? (fields.facts ?? {}) : {}
  const equal = [...mine, ...Object.entries(facts)].map(([field, source]) => check(field, source))
  return [...equal, ...ranges]
}

/** Fields of answers that checks ask for. */
export function readFields(observations: readonly Observation[]): readonly string[] {
  const sources = observations.flatMap(({ checks }) => checks.flatMap((check) => check.sources))
  const fields = sources.flatMap((s) => (typeof s === 'string' ? s.split('+') : []))
  return [...new Set(fields.flatMap((f) => /^(?:read|first)\.(.*)$/.exec(f.trim())?.[1] ?? []))]
}
