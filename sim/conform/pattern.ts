/** Which events a pattern of the mapping means. */
import type { EventKind, FieldValue, LogEvent } from '../ftrace/event.ts'
import type { Mapping, Pattern, Seen } from './format.ts'

/** Kind and name of the events that an element of a call means; a mark's name may have `*`. */
export function named(seen: Seen): { readonly kind: EventKind; readonly name: string } {
  if ('function' in seen) return { kind: 'function', name: seen.function }
  return 'event' in seen ? { kind: 'event', name: seen.event } : { kind: 'mark', name: seen.mark }
}

/**
 * Whether `event` is one that `seen` means, whatever its other fields say. Programs use the same
 * words for other things: a mark without a field that is wanted of it is not the one.
 */
export function isSeen(seen: Seen, event: LogEvent): boolean {
  const { kind, name } = named(seen)
  if (event.kind !== kind || !sameName(name, event) || !fits(seen, event)) return false
  return kind !== 'mark' || Object.values(seen.bind ?? {}).every((field) => event.fields.has(field))
}

/** Whether any event of the log has the kind and name of `seen`: if none has, it was not traced. */
export function isTraced(seen: Seen, events: readonly LogEvent[]): boolean {
  const { kind, name } = named(seen)
  return events.some((event) => event.kind === kind && sameName(name, event))
}

export function isOf(pattern: Omit<Pattern, 'because'>, event: LogEvent): boolean {
  const names = pattern[event.kind]
  if (names === undefined) return false
  return [names].flat().some((name) => sameName(name, event)) && fits(pattern, event)
}

/** Which file an event names, with its filesystem; undefined where it names none. */
export function fileOf({ file }: Mapping, { fields }: LogEvent): string | undefined {
  const inode = fields.get(file.inode)
  if (inode === undefined) return undefined
  return `${fields.get(file.device ?? '') ?? ''} ${inode}`
}

function sameName(name: string, event: LogEvent): boolean {
  if (!name.includes('*')) return event.name === name
  const parts = name.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`).test(event.name)
}

type Filter = Pick<Seen, 'caller' | 'match'>

function fits({ caller, match = {} }: Filter, { fields }: LogEvent): boolean {
  if (caller !== undefined && !among(fields.get('caller'), caller)) return false
  return Object.entries(match).every(([field, wanted]) => among(fields.get(field), wanted))
}

function among(value: FieldValue | undefined, wanted: FieldValue | readonly FieldValue[]): boolean {
  return value !== undefined && [wanted].flat().includes(value)
}

/** An element in the words of a log: `xfs_iunlock ILOCK_EXCL caller xfs_create`. */
export function describeSeen(seen: Seen): string {
  const { kind, name } = named(seen)
  const values = Object.values(seen.match ?? {}).map((v) => [v].flat().join('|'))
  const caller = seen.caller === undefined ? [] : [[seen.caller].flat().join('|')]
  if (kind === 'function') return [name, ...caller.map((c) => `<-${c}`)].join(' ')
  if (kind === 'mark') return `mark "${name}"`
  return [name, ...values, ...caller.map((c) => `caller ${c}`)].join(' ')
}
