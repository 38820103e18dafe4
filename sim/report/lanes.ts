/** The interleaving as kernel mails draw it: a column per actor, time downwards. */
import type { Step } from '../trace/trace.ts'
import { formatAccess } from './access.ts'
import { mailWidth } from './text.ts'

const indent = '  '
/** More columns than this are too narrow to read at 72. */
const maxLanes = 4

export interface Lanes {
  readonly lines: readonly string[]
  /** The steps drawn; fewer than given when there are more actors than columns. */
  readonly shown: readonly Step[]
}

/**
 * Draws `steps`, each in the column of its sender. `first` names the senders that must have a
 * column; `marks` gives a note for a step, such as `<-- here`.
 */
export function lanes(
  steps: readonly Step[],
  first: readonly string[],
  marks: ReadonlyMap<number, string>,
): Lanes {
  const senders = [...new Set(steps.map((s) => s.delivery.from))]
  const ranked = [...new Set([...first.filter((a) => senders.includes(a)), ...senders])]
  const chosen = new Set(ranked.slice(0, maxLanes))
  const columns = senders.filter((a) => chosen.has(a))
  const shown = steps.filter((s) => chosen.has(s.delivery.from))
  const width = Math.floor((mailWidth - indent.length) / Math.max(columns.length, 1))
  const lines = [row(columns, width), ...shown.flatMap((s) => draw(s, columns, width, marks))]
  return { lines, shown }
}

function row(cells: readonly string[], width: number): string {
  return (indent + cells.map((c) => c.slice(0, width - 1).padEnd(width)).join('')).trimEnd()
}

function draw(
  step: Step,
  columns: readonly string[],
  width: number,
  marks: ReadonlyMap<number, string>,
): readonly string[] {
  const column = columns.indexOf(step.delivery.from)
  const offset = indent + ' '.repeat(column * width)
  const lines = fold(formatAccess(step), width - 1).map((part) => offset + part)
  const mark = marks.get(step.index)
  if (mark === undefined) return lines
  const last = `${lines.at(-1) ?? offset}   ${mark}`
  return last.length <= mailWidth ? [...lines.slice(0, -1), last] : [...lines, `${offset}  ${mark}`]
}

/** Breaks `text` into lines of `width`, after a space or a mark of punctuation where there is one. */
function fold(text: string, width: number): readonly string[] {
  if (text.length <= width) return [text]
  const head = text.slice(0, width)
  const cut = Math.max(...[' ', '.', '(', ',', '=', '_'].map((c) => head.lastIndexOf(c))) + 1
  const at = cut > width / 3 ? cut : width
  return [text.slice(0, at).trimEnd(), ...fold(`  ${text.slice(at)}`, width)]
}
