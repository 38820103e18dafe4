/**
 * Values that may live in a context or an event: JSON, plus undefined, NaN, -0, bigint and
 * references to actors. Two values are the same state exactly when their canonical strings are
 * equal; object keys are sorted because their order has no meaning, array order is kept.
 */
import type { StateValue } from 'xstate'
import { invariant } from '../assert.ts'

/** Deeper values are taken for cycles. */
const maxDepth = 64

/** A context or event holds something that cannot be compared, such as a Map or a function. */
export class UnsupportedValueError extends Error {
  override readonly name = 'UnsupportedValueError'
}

/** Gives the id of an actor reference, or undefined for any other object. */
export type RefId = (value: object) => string | undefined

/**
 * The canonical string of `value`.
 * @throws UnsupportedValueError naming the path inside `value`, which starts with `path`.
 */
export function canonical(value: unknown, refId: RefId, path: string): string {
  return write(value, refId, path, 0)
}

function write(value: unknown, refId: RefId, path: string, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'boolean':
    case 'undefined':
      return String(value)
    case 'bigint':
      return `${value}n`
    case 'object':
      return value === null ? 'null' : writeObject(value, refId, path, depth)
    case 'function':
    case 'symbol':
      throw new UnsupportedValueError(`${path} holds a ${typeof value}`)
  }
}

function writeObject(value: object, refId: RefId, path: string, depth: number): string {
  if (depth > maxDepth) throw new UnsupportedValueError(`${path} is cyclic or too deep`)
  const id = refId(value)
  if (id !== undefined) return `@${JSON.stringify(id)}`
  if (Array.isArray(value)) {
    const items = value.map((item, i) => write(item, refId, `${path}[${i}]`, depth + 1))
    return `[${items.join()}]`
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    const what = value.constructor.name
    throw new UnsupportedValueError(`${path} holds a ${what}; use plain objects and arrays`)
  }
  const fields = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([key, item]) => `${JSON.stringify(key)}:${write(item, refId, `${path}.${key}`, depth + 1)}`,
    )
  return `{${fields.join()}}`
}

/** Freezes `value` and all below it, but no actor reference: a machine that mutates then throws. */
export function deepFreeze<T>(value: T, refId: RefId, depth = 0): T {
  if (typeof value !== 'object' || value === null) return value
  invariant(depth <= maxDepth, 'canonical() refuses deeper values first')
  if (refId(value) !== undefined) return value
  for (const item of Object.values(value)) deepFreeze(item, refId, depth + 1)
  return Object.freeze(value)
}

/** A state value in one line: `locked.waiting`, or JSON for parallel regions. */
export function stateName(value: StateValue): string {
  if (typeof value === 'string') return value
  const entries = Object.entries(value)
  const [only] = entries
  if (entries.length === 1 && only?.[1] !== undefined) return `${only[0]}.${stateName(only[1])}`
  return `{${entries.map(([k, v]) => (v === undefined ? k : `${k}.${stateName(v)}`)).join(' ')}}`
}

/** A permutation of some ids. Ids may be actors, or only occur as text in contexts and events. */
export interface Renaming {
  /** The new name of an id; any other text as it is. */
  readonly id: (text: string) => string
  /** The number of the actor that takes the place of actor `index`; monitors keep theirs. */
  readonly actor: (index: number) => number
}

/**
 * A copy of plain data with ids renamed: whole strings, the keys of objects, and references to
 * actors, of which `reference` gives the renamed one (undefined: no reference). An id that is only
 * part of a longer string is not found.
 */
export function renamed(
  value: unknown,
  id: Renaming['id'],
  reference: (value: object) => object | undefined,
): unknown {
  if (typeof value === 'string') return id(value)
  if (typeof value !== 'object' || value === null) return value
  const other = reference(value)
  if (other !== undefined) return other
  const inside = (item: unknown): unknown => renamed(item, id, reference)
  if (Array.isArray(value)) return value.map(inside)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [id(key), inside(item)]))
}
