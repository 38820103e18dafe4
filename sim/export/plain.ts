/** Values of contexts and events as plain JSON, and an event as a flat list of fields. */
import type { AnyMachineSnapshot, EventObject } from 'xstate'
import { stateName } from '../model/value.ts'

/** Text, as formats without records want it, or a number. */
export type Scalar = string | number

/** A copy that JSON can hold: a reference to the actor `a` is the text `@a`. */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  if ('sessionId' in value && 'id' in value) return `@${String(value.id)}`
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]))
}

/** Fields that say who and what, not with which arguments. */
const envelope = new Set(['type', 'from', 'alternatives', 'faults'])

/** The arguments of an event by name; absent ones are left out, and records are written as JSON. */
export function fieldsOf(event: EventObject): readonly (readonly [string, Scalar])[] {
  return Object.entries(event).flatMap(([name, value]): readonly (readonly [string, Scalar])[] =>
    envelope.has(name) || value === undefined || value === null ? [] : [[name, scalar(value)]],
  )
}

function scalar(value: unknown): Scalar {
  const known = plain(value)
  return typeof known === 'number' || typeof known === 'string' ? known : JSON.stringify(known)
}

/** The state of an actor in a word; a machine without states of its own is in `-`. */
export function stateWord({ value }: Pick<AnyMachineSnapshot, 'value'>): string {
  return typeof value === 'object' && Object.keys(value).length === 0 ? '-' : stateName(value)
}

/**
 * Text of a scenario must not end the line that it stands in, nor show what follows it in another
 * order than it is read in: CVE-2021-42574, which gcc warns of in comments too.
 */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\p{Bidi_Control}/gu, '\u{FFFD}')
}

/** One line in a comment of C, which neither ends it nor seems to open another. */
export function commentText(text: string): string {
  // `??/` is a trigraph: at the end of a line gcc warns of it.
  return oneLine(text).replaceAll('*/', '* /').replaceAll('/*', '/ *').replaceAll('??/', '?? /')
}

/** `text` where only letters, digits and underscores are allowed, a digit not first. */
export function identifier(text: string): string {
  return text.replaceAll(/\W/g, '_').replace(/^(?=\d|$)/, '_')
}

/** Identifiers for `names`, all different and none of `reserved`, in their order. */
export function identifiers(
  names: readonly string[],
  reserved: readonly string[] = [],
): ReadonlyMap<string, string> {
  const taken = new Set<string>(reserved)
  const chosen = new Map<string, string>()
  for (const name of names) {
    const base = identifier(name)
    let free = base
    for (let i = 2; taken.has(free); i++) free = `${base}_${i}`
    taken.add(free)
    chosen.set(name, free)
  }
  return chosen
}
