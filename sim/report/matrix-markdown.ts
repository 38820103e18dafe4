/** A matrix as Markdown: a table with every design and every invariant that matters. */
import { findingsOf } from '../matrix/claims.ts'
import { cellAt, disputed, rowVerdict } from '../matrix/matrix.ts'
import type { Matrix } from '../matrix/matrix.ts'
import {
  cellWord,
  choiceWord,
  findingSentences,
  legend,
  proofWords,
  rowWords,
} from './matrix-words.ts'
import type { Replay } from './matrix.ts'

export function matrixMarkdown(matrix: Matrix, replay: Replay): readonly string[] {
  const { rows, invariants, variants, scenario, hash } = matrix
  const shown = disputed(matrix)
  const never = invariants.filter((name) => !shown.includes(name))
  const names = Object.keys(variants)
  const head = ['#', ...names.map(code), ...shown.map(code), 'proof']
  const body = rows.map((row, i) => [
    String(i + 1),
    ...names.map((v) => escape(choiceWord(row.design[v] ?? ''))),
    ...shown.map((name) => emphasised(cellWord(cellAt(row, name)))),
    rowWords(row),
  ])
  const failing = rows.flatMap((row, i) =>
    rowVerdict(row) === 'violated' ? [`${i + 1}. ${code(replay(row).join(' '))}`] : [],
  )
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const sentences = findingSentences(findingsOf(matrix))
  return [
    `## ${scenario} ${hash}`,
    '',
    line(head),
    line(head.map(() => '---')),
    ...body.map(line),
    '',
    ...(never.length === 0 ? [] : [`Never violated: ${never.map(code).join(', ')}.`, '']),
    proofWords(rows),
    legend(failing.length > 0),
    ...(sentences.length === 0 ? [] : ['', ...sentences.map((s) => `- ${escape(s)}`)]),
    ...(failing.length === 0 ? [] : ['', 'What shows the violations of a design:', '', ...failing]),
  ]
}

function code(text: string): string {
  return `\`${text}\``
}

function emphasised(word: string): string {
  return word === 'never' ? word : `**${word}**`
}

/** Names have underscores, which Markdown takes for emphasis. */
function escape(text: string): string {
  return text.replaceAll(/[_*|<>]/g, String.raw`\$&`)
}
