/** The page of a matrix: every design against every invariant, with a run behind each violated cell. */
import { study } from '../../api.ts'
import type { Document, Headline } from '../../document/document.ts'
import { matrixTable } from '../../document/tables.ts'
import type { RunRecord } from '../../document/run.ts'
import { matrixOf, rowVerdict } from '../../matrix/matrix.ts'
import type { Matrix, Row } from '../../matrix/matrix.ts'
import { recordOf, violatedOf } from '../../matrix/record.ts'
import { violatedProperty } from '../../model/violation.ts'
import { defaultDesign, designs, formatDesign } from '../../scenario/design.ts'
import type { Design } from '../../scenario/scenario.ts'
import { propertiesOf, searchStudy, usualSettings } from '../search/search.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { failureRecord } from './of-check.ts'
import { Subject } from './subject.ts'

/** More runs than this would make a page of many megabytes; the rest have their command. */
const maxRuns = 60

export async function matrixDocument(
  subject: Subject,
  maxStates: number,
  terminal: Terminal,
): Promise<Document> {
  const { scenario } = subject.study
  const rows: Row[] = []
  const runs: RunRecord[] = []
  const byCell = new Map<string, number>()
  const settings = usualSettings(maxStates)
  let stopped = false
  for (const design of designs(scenario)) {
    if (stopped) {
      rows.push({ design })
      continue
    }
    const one = new Subject(study(scenario, design), subject.path)
    const { checked, interrupted } = await searchStudy(one.study, settings, terminal)
    stopped = interrupted
    const { properties } = one.study.model.system
    const record = recordOf(checked.result, checked.bound, propertiesOf(one.study), properties)
    rows.push({ design, record })
    for (const failure of checked.result.failures) {
      const cell = cellKey({ design }, violatedProperty(failure.violation))
      if (byCell.has(cell) || runs.length >= maxRuns) continue
      const shown = failureRecord(one, failure)
      byCell.set(cell, runs.push({ ...shown, name: `${formatDesign(design)}: ${shown.name}` }) - 1)
    }
  }
  const matrix = matrixOf(scenario, rows)
  return subject.document({
    leads: 'tables',
    headline: headlineOf(matrix, defaultDesign(scenario)),
    runs,
    tables: [matrixTable(matrix, (row, invariant) => byCell.get(cellKey(row, invariant)))],
    facts: [],
    downloads: [],
    mail: '',
  })
}

const cellKey = ({ design }: Pick<Row, 'design'>, invariant: string): string =>
  `${formatDesign(design)} ${invariant}`

/** The designs that hold are what closes it, told by what differs from the design as posted. */
function headlineOf(matrix: Matrix, posted: Design): Headline {
  const verdicts = matrix.rows.map((row) => ({ row, verdict: rowVerdict(row) }))
  const of = (kind: string): number => verdicts.filter((v) => v.verdict === kind).length
  const total = matrix.rows.length
  const open = of('open') + of('vacuous')
  const left = open === 0 ? '' : `; ${open} are not decided`
  const closes = verdicts.flatMap(({ row, verdict }) =>
    verdict === 'holds' ? [{ choice: differing(row.design, posted), proof: proofOf(row) }] : [],
  )
  return {
    outcome: of('violated') > 0 ? 'violated' : open > 0 ? 'open' : 'holds',
    verdict: `${of('violated')} of ${total} designs violated`,
    law: `${of('holds')} of ${total} designs hold under every interleaving${left}`,
    wrong: `as posted, which is the first choice of each variant: ${postedWords(matrix, posted)}`,
    closes: closes.toSorted((a, b) => a.choice.length - b.choice.length),
    ...(closes.length === 0 && { open: 'no design of this scenario holds' }),
  }
}

function proofOf({ record }: Row): string {
  return `nothing violated, all ${(record?.states ?? 0).toLocaleString('en-US')} states explored`
}

function differing(design: Design, posted: Design): string {
  const choices = Object.entries(design).filter(([variant, choice]) => posted[variant] !== choice)
  return choices.length === 0
    ? 'as posted'
    : choices.map(([variant, choice]) => `${variant}=${String(choice)}`).join(' ')
}

function postedWords({ rows }: Matrix, posted: Design): string {
  const record = rows.find((row) => differing(row.design, posted) === 'as posted')?.record
  if (record === undefined) return 'not searched'
  const violated = violatedOf(record)
  return violated.length === 0 ? 'nothing is violated' : `${violated.join(', ')} is violated`
}
