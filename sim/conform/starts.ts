/** The positions that a log names, and what the file may have been before it begins. */
import type { LogEvent } from '../ftrace/event.ts'
import type { FileCalls } from './files.ts'
import type { Mapping } from './format.ts'
import type { Instance } from './groups.ts'
import type { Start } from './scene.ts'

/** Positions beyond this are ends of holes, no sizes: XFS calls 2^63 - 1 the end of all files. */
const largest = 2 ** 48

/** Every position in bytes that an event of the file names, ends of ranges included. */
export function positionsIn(
  mapping: Mapping,
  { calls }: FileCalls,
  instances: readonly Instance[],
): readonly number[] {
  const events = calls.flatMap(({ matched }) => matched.map(({ event }) => event))
  const bound = instances.flatMap(({ variables }) => {
    const pos = variables.get('pos')?.value
    const len = variables.get('len')?.value
    const size = variables.get('size')?.value
    const end = typeof pos === 'number' && typeof len === 'number' ? pos + len : undefined
    return [pos, end, size].filter((v) => typeof v === 'number')
  })
  const named = events.flatMap((event) => positionsOfEvent(mapping, event))
  return [...named, ...bound].filter((p) => p >= 0 && p <= largest)
}

function positionsOfEvent(mapping: Mapping, { kind, name, fields }: LogEvent): readonly number[] {
  if (kind !== 'event') return []
  const { positions = [], lengths = {}, facts = {} } = mapping.events[name] ?? {}
  const sizes = Object.values(mapping.file.facts)
  const told = Object.entries(facts).flatMap(([field, s]) => (sizes.includes(s) ? [field] : []))
  const value = (field: string): number | undefined => {
    const found = fields.get(field)
    return typeof found === 'number' ? found : undefined
  }
  const ends = Object.entries(lengths).map(([length, from]) => {
    const [a, b] = [value(from), value(length)]
    return a === undefined || b === undefined ? undefined : a + b
  })
  const plain = [...positions, ...told].map(value)
  return [...plain, ...ends].filter((v) => v !== undefined)
}

/**
 * What i_size and the size on disk may have been at the start, the likeliest first: nothing for a file
 * that the log makes, else what is first said of them.
 */
export function startsOf(mapping: Mapping, { calls, created }: FileCalls): readonly Start[] {
  if (created) return [{ i_size: 0, i_disk_size: 0 }]
  const events = calls
    .flatMap(({ matched }) => matched.map(({ event }) => event))
    .toSorted((a, b) => a.order - b.order)
  const { facts } = mapping.file
  const first = (source: string): number | undefined =>
    events.flatMap((event) => {
      const told = event.kind === 'event' ? (mapping.events[event.name]?.facts ?? {}) : {}
      return Object.entries(told).flatMap(([field, s]) => {
        const value = s === source ? event.fields.get(field) : undefined
        return typeof value === 'number' ? [value] : []
      })
    })[0]
  const disk = first(facts.i_disk_size)
  const core = first(facts.i_size)
  const all = [
    { i_size: core ?? disk ?? 0, i_disk_size: disk ?? core ?? 0 },
    { i_size: disk ?? 0, i_disk_size: disk ?? 0 },
    { i_size: 0, i_disk_size: 0 },
  ]
  return all.filter(
    (a, i) => all.findIndex((b) => a.i_size === b.i_size && a.i_disk_size === b.i_disk_size) === i,
  )
}
