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
import type { Design, Scenario } from '../../scenario/scenario.ts'
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
    headline: headlineOf(matrix, scenario),
    runs,
    tables: [matrixTable(matrix, (row, invariant) => byCell.get(cellKey(row, invariant)))],
    facts: [],
    downloads: [],
    mail: '',
  })
}

const cellKey = ({ design }: Pick<Row, 'design'>, invariant: string): string =>
  `${formatDesign(design)} ${invariant}`

function headlineOf(matrix: Matrix, scenario: Scenario): Headline {
  const posted = defaultDesign(scenario)
  const verdicts = matrix.rows.map((row) => ({ row, verdict: rowVerdict(row) }))
  const of = (kind: string): number => verdicts.filter((v) => v.verdict === kind).length
  const total = matrix.rows.length
  const open = of('open') + of('vacuous')
  const left = open === 0 ? '' : `; ${open} are not decided`
  const holding = holdingChoices(matrix, scenario, posted)
  const closes = holding.filter(({ choices }) => choices.length > 0)
  return {
    outcome: of('violated') > 0 ? 'violated' : open > 0 ? 'open' : 'holds',
    verdict: `${of('violated')} of ${total} designs violated`,
    finding: `${of('holds')} of ${total} designs hold under every interleaving${left}`,
    detail: `as posted, which is the first choice of each variant: ${postedWords(matrix, posted)}`,
    closes: closes.map(({ choices, rows }) => ({
      choice: choices.join(' '),
      proof: proofOf(rows),
    })),
    ...(holding.length === 0 && { open: 'no design of this scenario holds' }),
  }
}

interface Holding {
  /** As `variant=choice`, those that differ from the design as posted. */
  readonly choices: readonly string[]
  readonly rows: readonly Row[]
}

/**
 * The fewest choices with which every design holds, whatever is given: a set of which a part is
 * enough is left out. The sets of fewest choices come first.
 */
function holdingChoices({ rows }: Matrix, { cost }: Scenario, posted: Design): readonly Holding[] {
  const sets = new Map<string, Holding>()
  for (const row of rows) {
    const choices = differing(row.design, posted).filter(([variant]) => cost[variant] !== 'given')
    const words = choices.map(([variant, choice]) => `${variant}=${String(choice)}`)
    const known = sets.get(words.join(' '))?.rows ?? []
    sets.set(words.join(' '), { choices: words, rows: [...known, row] })
  }
  const holding = [...sets.values()].filter((s) => s.rows.every((r) => rowVerdict(r) === 'holds'))
  const isPart = (part: Holding, whole: Holding): boolean =>
    part !== whole && part.choices.every((c) => whole.choices.includes(c))
  return holding
    .filter((one) => !holding.some((other) => isPart(other, one)))
    .toSorted((a, b) => a.choices.length - b.choices.length)
}

function proofOf(rows: readonly Row[]): string {
  const states = rows.reduce((sum, { record }) => sum + (record?.states ?? 0), 0)
  return `nothing violated, all ${states.toLocaleString('en-US')} states explored`
}

function differing(design: Design, posted: Design) {
  return Object.entries(design).filter(([variant, choice]) => posted[variant] !== choice)
}

function postedWords({ rows }: Matrix, posted: Design): string {
  const record = rows.find((row) => differing(row.design, posted).length === 0)?.record
  if (record === undefined) return 'not searched'
  const violated = violatedOf(record)
  return violated.length === 0 ? 'nothing is violated' : `${violated.join(', ')} is violated`
}
