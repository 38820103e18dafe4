/** The interleaving as kernel mails draw it: a column per actor, time downwards. */
import type { Step } from '../trace/trace.ts'
import { formatAccess } from './access.ts'
import { mailWidth } from './text.ts'

const indent = '  '
/** More columns than this are too narrow to read at 72; then each line names its actor. */
const maxLanes = 4

/**
 * The lines of a drawing of `steps`, each in the column of its sender; `marks` gives a note for a
 * step, such as `<-- here`.
 */
export function lanes(
  steps: readonly Step[],
  marks: ReadonlyMap<number, string>,
): readonly string[] {
  const columns = [...new Set(steps.map((s) => s.delivery.from))]
  if (columns.length > maxLanes) return list(steps, columns, marks)
  const width = Math.floor((mailWidth - indent.length) / Math.max(columns.length, 1))
  return [row(columns, width), ...steps.flatMap((s) => draw(s, columns, width, marks))]
}

/** One lane: the actor's name, then what it does. */
function list(
  steps: readonly Step[],
  actors: readonly string[],
  marks: ReadonlyMap<number, string>,
): readonly string[] {
  const offset = Math.max(...actors.map((a) => a.length)) + indent.length + 2
  return steps.flatMap((step) =>
    place(step, offset, mailWidth - offset, marks).map((line, i) =>
      i === 0 ? (indent + step.delivery.from).padEnd(offset) + line.slice(offset) : line,
    ),
  )
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
  const offset = indent.length + columns.indexOf(step.delivery.from) * width
  return place(step, offset, width - 1, marks)
}

/** The call of `step` and its mark, `offset` columns from the left and `width` wide. */
function place(
  step: Step,
  offset: number,
  width: number,
  marks: ReadonlyMap<number, string>,
): readonly string[] {
  const left = ' '.repeat(offset)
  const lines = fold(formatAccess(step), width).map((part) => left + part)
  const mark = marks.get(step.index)
  if (mark === undefined) return lines
  const last = `${lines.at(-1) ?? left}   ${mark}`
  return last.length <= mailWidth ? [...lines.slice(0, -1), last] : [...lines, `${left}  ${mark}`]
}

/** Breaks `text` into lines of `width`, after a space or a mark of punctuation where there is one. */
function fold(text: string, width: number): readonly string[] {
  if (text.length <= width) return [text]
  const head = text.slice(0, width)
  const cut = Math.max(...[' ', '.', '(', ',', '=', '_'].map((c) => head.lastIndexOf(c))) + 1
  const at = cut > width / 3 ? cut : width
  return [text.slice(0, at).trimEnd(), ...fold(`  ${text.slice(at)}`, width)]
}
