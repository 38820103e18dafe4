/** Characters that turn the direction of writing, named, so that no value disguises its surroundings. */
import { codePoint, turning } from '../document/direction.ts'
import type { Document } from '../document/document.ts'

/** `document` with such characters named; files that it offers stay as they are. */
export function visibleDocument(document: Document): Document {
  const { downloads } = document
  return { ...visible({ ...document, downloads: [] }), downloads }
}

/** `value`, which is plain data, with such characters named. */
export function visible<T>(value: T): T
export function visible(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(turning, (c) => `[${codePoint(c)}]`)
  if (Array.isArray(value)) return value.map(visible)
  if (typeof value !== 'object' || value === null) return value
  // Keys too: paths of changes are made of them.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [visible(key), visible(item)]),
  )
}
