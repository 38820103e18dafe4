/** The fields of an event that a mutant can change: all of them, and the CPU. */
import { at } from '../assert.ts'
import type { FieldValue, LogEvent } from '../ftrace/event.ts'
import type { Draw } from '../prng.ts'
import type { Call } from './calls.ts'
import type { Mapping, Seen } from './format.ts'

export interface Changeable {
  readonly event: LogEvent
  readonly seen: Seen
  readonly field: string
  readonly value: FieldValue
  /** What other events of the log have in this field, for values that are no numbers. */
  readonly others: readonly FieldValue[]
}

/** Stands for the CPU, which is no field. */
const cpu = 'CPU'

export function changeable(
  calls: readonly Call[],
  all: readonly LogEvent[],
): readonly Changeable[] {
  const known = new Map<string, Set<FieldValue>>()
  const valuesOf = (event: LogEvent): readonly (readonly [string, FieldValue])[] => [
    ...event.fields,
    [cpu, event.cpu],
  ]
  for (const event of all) {
    for (const [field, value] of valuesOf(event)) {
      known.set(field, (known.get(field) ?? new Set()).add(value))
    }
  }
  return calls.flatMap(({ matched }) =>
    matched.flatMap(({ event, seen }) =>
      valuesOf(event).map(([field, value]) => {
        const others = [...(known.get(field) ?? [])].filter((other) => other !== value)
        return { event, seen, field, value, others }
      }),
    ),
  )
}

/** Another value: a number near it or far from it, or what the log has elsewhere, or nonsense. */
export function otherValue({ field, value, others }: Changeable, draw: Draw): FieldValue {
  if (field === cpu && typeof value === 'number') {
    return others.length === 0 ? value + 1 : at(others, draw(others.length))
  }
  if (typeof value !== 'number') {
    const choices = [...others.filter((other) => typeof other === 'string'), `not-${value}`]
    return at(choices, draw(choices.length))
  }
  const choices = [value + 1, value + 512, value + 4096, value * 2 + 1, value === 0 ? 1 : 0]
  return at(choices, draw(choices.length))
}

export function changed(event: LogEvent, field: string, value: FieldValue): LogEvent {
  if (field === cpu) return { ...event, cpu: Number(value) }
  return { ...event, fields: new Map([...event.fields, [field, value]]) }
}

/** Why another value may be accepted. */
export function whyAnyValue(mapping: Mapping, seen: Seen, { event, field }: Changeable): string {
  if (field === cpu) return 'the order is the same if it ran on another CPU'
  return followed(mapping, seen, event).includes(field)
    ? 'another value fits'
    : 'the mapping does not follow the field'
}

/** Fields of which the mapping says something where it has this event. */
function followed({ events, file }: Mapping, seen: Seen, event: LogEvent): readonly string[] {
  const facts = event.kind === 'event' ? (events[event.name]?.facts ?? {}) : {}
  const ranges = Object.entries(seen.covers ?? {}).flatMap(([from, { length }]) => [from, length])
  const joined = Object.values(seen.where ?? {}).flatMap((wanted) =>
    typeof wanted === 'string' ? [wanted] : [wanted.from, wanted.length],
  )
  return [
    ...[file.inode, file.device ?? []].flat(),
    ...(seen.caller === undefined ? [] : ['caller']),
    ...Object.keys(facts),
    ...Object.keys(seen.match ?? {}),
    ...Object.keys(seen.is ?? {}).flatMap((sum) => sum.split('+')),
    ...Object.values(seen.bind ?? {}),
    ...joined,
    ...ranges,
  ]
}
