/** Values under another naming of actors: what tells whether two ids are interchangeable. */

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
