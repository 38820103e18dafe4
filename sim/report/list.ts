/** Lists in a mail: what, and what becomes of it, on a line of its own where both do not fit. */
import { mailWidth, wrap } from './text.ts'

const indent = '  '

/** `what: becomes`, on one line or on two. */
export function entry(what: string, becomes: string): readonly string[] {
  const line = `${indent}${what}: ${becomes}`
  if (line.length <= mailWidth) return [line]
  return entryBelow(what, becomes)
}

/** On two lines whether or not they fit on one. */
export function entryBelow(what: string, becomes: string): readonly string[] {
  return [...hang(what, indent), ...wrap(`-> ${becomes}`, mailWidth, indent.repeat(3))]
}

/** At most `most` entries, and how many are left out. */
export function listed(entries: readonly (readonly string[])[], most: number): readonly string[] {
  const left = entries.length - most
  const shown = entries.slice(0, most).flat()
  return left <= 0 ? shown : [...shown, `${indent}and ${left} more, see --json`]
}

function hang(text: string, left: string): readonly string[] {
  return wrap(text, mailWidth - indent.length, left).map((line, i) =>
    i === 0 ? line : indent + line,
  )
}
