/** A matrix as text: for a terminal, and within the 72 columns of a mail. */
import { findingsOf } from '../matrix/claims.ts'
import { cellAt, disputed, rowVerdict } from '../matrix/matrix.ts'
import type { Matrix, Row } from '../matrix/matrix.ts'
import {
  cellWord,
  choiceWord,
  designWords,
  findingSentences,
  legend,
  proofWords,
  rowWords,
} from './matrix-words.ts'
import { commandLines } from './race.ts'
import { count, mailWidth, table, wrap } from './text.ts'

/** The command that shows the failures of a row, in parts that fit a line of a mail. */
export type Replay = (row: Row) => readonly string[]

/** One scenario. `width` in columns; commands never need more than a mail has. */
export function matrixLines(matrix: Matrix, replay: Replay, width: number): readonly string[] {
  const { rows, invariants, scenario, hash } = matrix
  const shown = disputed(matrix)
  const never = invariants.filter((name) => !shown.includes(name))
  const say = (text: string): readonly string[] => wrap(text, width)
  const sentences = findingSentences(findingsOf(matrix))
  const asked = `${count(rows.length, 'design')}, ${count(invariants.length, 'invariant')}`
  return [
    ...say(`${scenario} ${hash}: ${asked}`),
    '',
    ...(shown.length === 0 ? [] : [...grid(matrix, shown, width), '']),
    ...(never.length === 0 ? [] : say(`Never violated: ${never.join(', ')}.`)),
    ...remarks(rows, width),
    ...say(proofWords(rows)),
    ...(shown.length === 0 ? [] : say(legend(rows.some((r) => rowVerdict(r) === 'violated')))),
    ...(sentences.length === 0 ? [] : ['', ...sentences.flatMap((s) => hanging('- ', s, width))]),
    ...replays(rows, replay),
  ]
}

/** Invariants are letters and designs numbers where their names do not fit. */
function grid(matrix: Matrix, shown: readonly string[], width: number): readonly string[] {
  const { rows, variants } = matrix
  const names = Object.keys(variants)
  const number = rows.map((_, i) => String(i + 1))
  const choices = rows.map(({ design }) => names.map((v) => choiceWord(design[v] ?? '')))
  const cells = rows.map((row) => shown.map((name) => cellWord(cellAt(row, name))))
  const key = ['', ...shown.map((name, i) => `${letter(i)}: ${name}`)]
  const letters = shown.map((_, i) => letter(i))
  const columns = (head: readonly string[], ...parts: (readonly (readonly string[])[])[]) =>
    table([['#', ...head], ...number.map((n, i) => [n, ...parts.flatMap((p) => p[i] ?? [])])])
  const fits = (lines: readonly string[]): boolean => lines.every((l) => l.length <= width)
  const tabled = columns(names, choices)
  const written = rows.flatMap((row, i) => hanging(`${i + 1}: `, designWords(row.design), width))
  const designs = ['', ...(fits(tabled) ? tabled : written)]
  const layouts = [
    [columns([...names, ...shown], choices, cells), []],
    [columns([...names, ...letters], choices, cells), key],
    [columns(shown, cells), designs],
    [columns(letters, cells), [...key, ...designs]],
  ] as const
  const layout = layouts.find(([body]) => fits(body))
  const [body, rest] = layout ?? [listed(rows, shown, width), [...key, ...designs]]
  return [...body, ...rest]
}

/** For more columns than any line has. */
function listed(rows: readonly Row[], shown: readonly string[], width: number): readonly string[] {
  return rows.flatMap((row, i) => {
    const words = shown.map((name, j) => `${letter(j)} ${cellWord(cellAt(row, name))}`)
    return hanging(`${i + 1}: `, words.join(', '), width)
  })
}

function letter(index: number): string {
  return index < 26
    ? String.fromCodePoint(65 + index)
    : `${letter(Math.floor(index / 26) - 1)}${letter(index % 26)}`
}

/** Rows that do not prove what their cells seem to say. */
function remarks(rows: readonly Row[], width: number): readonly string[] {
  return rows.flatMap((row, i) => {
    const plain = row.record?.complete === true && rowVerdict(row) !== 'vacuous'
    return plain ? [] : hanging(`Design ${i + 1}: `, rowWords(row), width)
  })
}

function replays(rows: readonly Row[], replay: Replay): readonly string[] {
  const lines = rows.flatMap((row, i) =>
    rowVerdict(row) === 'violated' ? commandLines(`${i + 1}:`.padEnd(4), replay(row)) : [],
  )
  return lines.length === 0 ? [] : ['', 'What shows the violations of a design:', ...lines]
}

export function hanging(label: string, text: string, width: number): readonly string[] {
  const indent = ' '.repeat(label.length)
  return wrap(text, width, indent).map((line, i) =>
    i === 0 ? label + line.slice(label.length) : line,
  )
}

/** The same for a mail, between rules. */
export function matrixMail(matrix: Matrix, replay: Replay): readonly string[] {
  const rule = '='.repeat(66)
  return [rule, ...matrixLines(matrix, replay, mailWidth), rule]
}
