/** Characters that turn the direction of writing, named, so that no value disguises its surroundings. */
import { codePoint, turning } from '../document/direction.ts'
import type { Document } from '../document/document.ts'

/** `document` with such characters named; files that it offers stay as they are. */
export function harmless(document: Document): Document {
  const { downloads: _, ...rest } = document
  return { ...document, ...(named(rest) as typeof rest) }
}

function named(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(turning, (c) => `[${codePoint(c)}]`)
  if (Array.isArray(value)) return value.map(named)
  if (typeof value !== 'object' || value === null) return value
  // Keys too: paths of changes are made of them.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [String(named(key)), named(item)]),
  )
}
