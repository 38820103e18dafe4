/**
 * Logs that no run should explain, made from one that a run does: two events of a task exchanged, or
 * of two tasks; an event left out, told twice, or of another task; any field changed, whether the
 * mapping follows it or not; a lock taken in the other mode; a size sampled on the other side of a
 * wait. What is accepted all the same is another run of the model, or a place where mapping or model
 * is too loose: each says which, as far as that is known without the kernel.
 */
import { at } from '../assert.ts'
import type { FieldValue, Log, LogEvent } from '../ftrace/event.ts'
import type { Draw } from '../prng.ts'
import { threadOf } from './calls.ts'
import type { Call, ParsedCalls } from './calls.ts'
import { changeable, changed, otherValue, whyAnyValue } from './fields.ts'
import type { Mapping } from './format.ts'

export const mutations = [
  'swap',
  'swap-tasks',
  'order',
  'drop',
  'drop-unlock',
  'value',
  'task',
  'duplicate',
  'lock-mode',
  'sample',
] as const
export type Mutation = (typeof mutations)[number]

export interface Mutant {
  readonly mutation: Mutation
  /** What was done, with lines. */
  readonly about: string
  /** What it means if a run explains it all the same. */
  readonly doubt: Doubt
  readonly log: Log
}

/** Why a mutant may be accepted: a class, and what of this mutant makes it one. */
export interface Doubt {
  readonly because: string
  readonly of: string
}

export interface Mutating {
  readonly log: Log
  readonly parsed: ParsedCalls
  readonly mutation: Mutation
  readonly draw: Draw
}

/** What a mutation is made from. */
interface Making {
  readonly mapping: Mapping
  readonly all: readonly LogEvent[]
  readonly calls: readonly Call[]
  /** Those of calls. */
  readonly events: readonly LogEvent[]
  readonly draw: Draw
}

interface Made {
  readonly about: string
  readonly doubt: Doubt
  readonly events: readonly LogEvent[]
}

/** One mutant, or undefined where the log has no place for such a one. */
export function mutate(
  mapping: Mapping,
  { log, parsed, mutation, draw }: Mutating,
): Mutant | undefined {
  const { calls } = parsed
  const events = calls.flatMap(({ matched }) => matched.map(({ event }) => event))
  const made = makers[mutation]({ mapping, all: log.events, calls, events, draw })
  if (made === undefined) return undefined
  const ordered = made.events.map((event, order) => ({ ...event, order }))
  return { mutation, about: made.about, doubt: made.doubt, log: { ...log, events: ordered } }
}

const makers: Readonly<Record<Mutation, (making: Making) => Made | undefined>> = {
  swap: ({ all, calls, draw }) => {
    const chosen = pick(neighbours(calls), draw)
    if (chosen === undefined) return undefined
    const [a, b] = chosen
    return {
      about: `lines ${a.line} and ${b.line} exchanged`,
      doubt: { because: 'a call may have them in either order', of: `${a.name} and ${b.name}` },
      events: exchanged(all, a, b),
    }
  },
  'swap-tasks': ({ mapping, all, calls, draw }) => {
    const chosen = pick(dependent(mapping, calls), draw)
    if (chosen === undefined) return undefined
    const [a, b] = chosen
    const about = `lines ${a.line} and ${b.line} of two tasks in the other order`
    return { about, doubt: eitherOrder(a, b), events: reordered(all, a, b) }
  },
  order: ({ all, calls, draw }) => {
    const chosen = pick(adjacent(calls), draw)
    if (chosen === undefined) return undefined
    const [a, b] = chosen
    const about = `lines ${a.line} and ${b.line} of two tasks in the other order`
    return { about, doubt: eitherOrder(a, b), events: reordered(all, a, b) }
  },
  drop: ({ all, events, draw }) => left(all, pick(events, draw)),
  'drop-unlock': ({ mapping, all, events, draw }) => {
    const unlocks = events.filter(({ name }) => name === mapping.locks.unlock)
    return left(all, pick(unlocks, draw))
  },
  value: ({ mapping, all, calls, draw }) => {
    const chosen = pick(changeable(calls, all), draw)
    if (chosen === undefined) return undefined
    const { event, seen, field } = chosen
    const value = otherValue(chosen, draw)
    return {
      about: `line ${event.line}: ${field}=${value}`,
      doubt: { because: whyAnyValue(mapping, seen, chosen), of: `${field} of ${event.name}` },
      events: all.map((one) => (one === event ? changed(event, field, value) : one)),
    }
  },
  task: ({ mapping, all, events, draw }) => {
    const chosen = pick(events, draw)
    const others = all.filter((one) => threadOf(mapping, one) !== threadOf(mapping, chosen ?? one))
    const other = pick(others, draw)
    if (chosen === undefined || other === undefined) return undefined
    const { task, pid, interrupt } = other
    return {
      about: `line ${chosen.line} of ${task}-${pid}`,
      doubt: { because: 'the other task may have done it', of: chosen.name },
      events: all.map((one) => (one === chosen ? { ...one, task, pid, interrupt } : one)),
    }
  },
  duplicate: ({ all, events, draw }) => {
    const chosen = pick(events, draw)
    if (chosen === undefined) return undefined
    const twice = all.flatMap((event) => (event === chosen ? [event, event] : [event]))
    return {
      about: `line ${chosen.line} twice`,
      doubt: { because: 'it may be repeated', of: chosen.name },
      events: twice,
    }
  },
  'lock-mode': ({ mapping, all, events, draw }) => {
    const locks = events.filter(({ fields }) => otherMode(mapping, fields) !== undefined)
    const chosen = pick(locks, draw)
    if (chosen === undefined) return undefined
    const { flags } = mapping.locks
    const mode = otherMode(mapping, chosen.fields) ?? ''
    const about = `line ${chosen.line}: ${flags}=${mode}`
    return {
      about,
      doubt: { because: 'both modes fit', of: chosen.name },
      events: withFields(all, chosen, { [flags]: mode }),
    }
  },
  sample: ({ mapping, all, calls, draw }) => {
    const chosen = pick(samples(mapping, calls), draw)
    if (chosen === undefined) return undefined
    const { about, changes } = chosen
    const change = (list: readonly LogEvent[], { event, fields }: Change): readonly LogEvent[] =>
      withFields(list, event, fields)
    const doubt = { because: 'both sides of the wait fit', of: changes[0]?.event.name ?? '' }
    return { about, doubt, events: changes.reduce(change, all) }
  },
}

function eitherOrder(a: LogEvent, b: LogEvent): Doubt {
  return { because: 'the model has runs of both orders', of: `${a.name} and ${b.name}` }
}

function left(all: readonly LogEvent[], event: LogEvent | undefined): Made | undefined {
  if (event === undefined) return undefined
  const events = all.filter((one) => one !== event)
  const again = events.some(({ kind, name }) => kind === event.kind && name === event.name)
  const because = again
    ? 'a call may be without it'
    : 'without its only one the log has no such event, which counts as not traced'
  return { about: `line ${event.line} left out`, doubt: { because, of: event.name }, events }
}

function pick<T>(items: readonly T[], draw: Draw): T | undefined {
  return items.length === 0 ? undefined : at(items, draw(items.length))
}

type Two = readonly [LogEvent, LogEvent]

/** Events of one call that follow each other and differ. */
function neighbours(calls: readonly Call[]): readonly Two[] {
  return calls.flatMap(({ matched }) =>
    matched.slice(1).flatMap(({ event }, i): readonly Two[] => {
      const before = at(matched, i).event
      return before.name === event.name && before.text.slice(60) === event.text.slice(60)
        ? []
        : [[before, event]]
    }),
  )
}

/** What each says takes the place of what the other says; task, CPU and time stay. */
function exchanged(events: readonly LogEvent[], a: LogEvent, b: LogEvent): readonly LogEvent[] {
  const as = (place: LogEvent, said: LogEvent): LogEvent => ({
    ...place,
    ...{ kind: said.kind, name: said.name, fields: said.fields },
  })
  return events.map((event) => (event === a ? as(a, b) : event === b ? as(b, a) : event))
}

/** Events of calls of different tasks, one right after the other. */
function adjacent(calls: readonly Call[]): readonly Two[] {
  const told = calls
    .flatMap(({ thread, matched }) => matched.map(({ event }) => ({ event, thread })))
    .toSorted((x, y) => x.event.order - y.event.order)
  return told.slice(1).flatMap((b, i): readonly Two[] => {
    const a = at(told, i)
    return a.thread === b.thread ? [] : [[a.event, b.event]]
  })
}

/**
 * Two events of different tasks, near each other, that tell the same fact with different values:
 * in the other order one of them tells what is not yet, or no longer, so.
 */
function dependent(mapping: Mapping, calls: readonly Call[]): readonly Two[] {
  const told = calls
    .flatMap((call) => call.matched.map(({ event }) => ({ event, call })))
    .filter(
      ({ event }) => event.kind === 'event' && mapping.events[event.name]?.facts !== undefined,
    )
    .toSorted((x, y) => x.event.order - y.event.order)
  return told.flatMap((a, i) =>
    told.slice(i + 1, i + 8).flatMap((b): readonly Two[] => {
      if (a.call.thread === b.call.thread || a.call.inode !== b.call.inode) return []
      const [mine, others] = [factsOf(mapping, a.event), factsOf(mapping, b.event)]
      const differs = [...mine].some(([s, v]) => others.has(s) && others.get(s) !== v)
      return differs ? [[a.event, b.event]] : []
    }),
  )
}

/** What an event tells, by the source that it tells of. */
function factsOf(
  mapping: Mapping,
  { name, fields }: LogEvent,
): ReadonlyMap<string, FieldValue | undefined> {
  const facts = Object.entries(mapping.events[name]?.facts ?? {})
  return new Map(facts.map(([field, source]) => [source, fields.get(field)]))
}

/** `b` and what its task did since `a` come before `a`. */
function reordered(events: readonly LogEvent[], a: LogEvent, b: LogEvent): readonly LogEvent[] {
  const [from, to] = [events.indexOf(a), events.indexOf(b)]
  const mine = events.slice(from, to + 1).filter((e) => e.pid === b.pid && e.task === b.task)
  const rest = events.slice(from, to + 1).filter((e) => !mine.includes(e))
  const order = [...mine, ...rest].map((event, i) => {
    const { time } = at(events, from + i)
    return { ...event, time, line: at(events, from + i).line }
  })
  return [...events.slice(0, from), ...order, ...events.slice(to + 1)]
}

function otherMode(
  { locks }: Mapping,
  fields: ReadonlyMap<string, FieldValue>,
): string | undefined {
  const mode = fields.get(locks.flags)
  if (typeof mode !== 'string') return undefined
  const [exclusive, shared] = locks.modes
  if (mode.includes(exclusive)) return mode.replace(exclusive, shared)
  return mode.includes(shared) ? mode.replace(shared, exclusive) : undefined
}

interface Change {
  readonly event: LogEvent
  readonly fields: Readonly<Record<string, FieldValue>>
}

/** Every event of a call that names the sampled size names the one from the other side of the wait. */
function samples(
  mapping: Mapping,
  calls: readonly Call[],
): readonly { readonly about: string; readonly changes: readonly Change[] }[] {
  const { wait, before, uses } = mapping.samples
  return calls.flatMap(({ matched }) => {
    const events = matched.map(({ event }) => event)
    const waiting = events.find(({ name, kind }) => name === wait && kind === 'event')
    const used = events.filter((e) => e.kind === 'event' && Object.hasOwn(uses, e.name))
    const pre = waiting?.fields.get(before)
    const post = used[0]?.fields.get(uses[used[0].name]?.now ?? '')
    if (typeof pre !== 'number' || typeof post !== 'number' || waiting === undefined) return []
    const changes = used.flatMap((event): readonly Change[] => {
      const { pos, length } = uses[event.name] ?? { pos: '', length: '' }
      const [from, len] = [event.fields.get(pos), event.fields.get(length)]
      if (typeof from !== 'number' || typeof len !== 'number') return []
      // Where nothing moved during the wait, any other size stands for the other side.
      const to = from !== post ? post : from !== pre ? pre : Math.max(0, from - 512)
      return [{ event, fields: { [pos]: to, [length]: from + len - to } }]
    })
    const lines = changes.map(({ event }) => event.line).join(', ')
    return changes.length === 0
      ? []
      : [{ about: `lines ${lines}: the size from the other side of the wait`, changes }]
  })
}

function withFields(
  events: readonly LogEvent[],
  changed: LogEvent,
  fields: Readonly<Record<string, FieldValue>>,
): readonly LogEvent[] {
  const known = new Map([...changed.fields, ...Object.entries(fields)])
  return events.map((event) => (event === changed ? { ...event, fields: known } : event))
}
