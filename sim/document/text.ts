/**
 * A document as plain text: for screen readers, for `lynx`, and wherever no script runs. It says all
 * that the page says, in the same order.
 */
import type { Document, Table } from './document.ts'
import type { RunRecord } from './run.ts'
import { formatValue, wrap } from '../report/text.ts'

const width = 78

export function documentText(document: Document): string {
  const { scenario, headline, runs, tables, facts } = document
  const { finding, law, detail, order, besides, why, closes, open } = headline
  return [
    `endio: ${scenario.name} ${scenario.hash}`,
    ...wrap(scenario.title, width),
    '',
    ...wrap(`${headline.verdict}. ${finding}`, width),
    ...(law === undefined ? [] : wrap(`Law: ${law}`, width)),
    ...(detail === undefined ? [] : wrap(detail, width)),
    ...(order === undefined ? [] : wrap(`When: ${order.first} before ${order.second}.`, width)),
    ...(besides === undefined ? [] : [`It needs ${besides} more, below.`]),
    ...(why === undefined ? [] : wrap(`When: ${why}.`, width)),
    ...closes.flatMap(({ choice, proof }) => wrap(`Closed by: ${choice} (${proof})`, width)),
    ...(open === undefined ? [] : wrap(`Closed by: ${open}`, width)),
    ...tables.flatMap(tableText),
    ...runs.flatMap(runText),
    '',
    'Facts',
    ...facts.flatMap((f) => wrap(`${f.label}: ${f.text}`, width)),
    '',
  ].join('\n')
}

function tableText({ title, note, columns, rows }: Table): readonly string[] {
  return [
    '',
    title,
    ...wrap(note, width),
    ...rows.flatMap((row) =>
      wrap(row.map((cell, i) => `${columns[i] ?? ''}: ${cell.text}`).join('; '), width, '  '),
    ),
  ]
}

function runText(run: RunRecord): readonly string[] {
  return [
    '',
    `${run.name}: ${run.how}, ${run.steps.length} steps`,
    ...wrap(run.ending.sentence, width),
    ...run.marks.map((m) => `  step ${m.step}: ${m.kind}: ${m.words}`),
    ...run.needs.map((n) => `  needs ${n}`),
    `  ${run.replay}`,
    ...run.steps.map((_, i) => stepText(run, i + 1)),
  ]
}

/** `88 kworker to inode: i_size_write(inode, 5k); i_size becomes 5k`. */
export function stepText({ steps, actors }: RunRecord, index: number): string {
  const step = steps[index - 1]
  if (step === undefined) return 'the start'
  const name = (i: number): string => actors[i]?.id ?? ''
  const changed = step.changes.map(
    ({ path, to }) =>
      `${path.join('.')} ${to === undefined ? 'is gone' : `becomes ${formatValue(to)}`}`,
  )
  const parts = [
    `${index} ${name(step.from)} to ${name(step.to)}: ${step.call}`,
    ...(step.choice === undefined ? [] : [step.choice]),
    ...(step.state === undefined ? [] : [`state ${step.state}`]),
    ...changed,
  ]
  return parts.join('; ')
}
