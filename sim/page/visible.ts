/** Characters that turn the direction of writing would let a value disguise what stands around it. */
import type { Document } from '../document/document.ts'

const turning = /[\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** How the record spells them [sim/html/html.ts]. */
const escaped = /\\u20(?:0[ef]|2[89a-e]|6[6-9])/

/** `document` with such characters named; files that it offers stay as they are. */
export function harmless(document: Document, text: string): Document {
  if (!escaped.test(text)) return document
  const { downloads, ...rest } = document
  return { ...(named(rest) as typeof rest), downloads }
}

function named(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(turning, (c) => `[U+${c.charCodeAt(0).toString(16).toUpperCase()}]`)
  }
  if (Array.isArray(value)) return value.map(named)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(item)]))
}
