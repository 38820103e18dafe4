/** What was compared, as tables whose cells may open a run. */
import type { Analysis } from '../counterexample/analysis.ts'
import { fixes } from '../counterexample/choices.ts'
import type { Change } from '../counterexample/choices.ts'
import { disputed, cellAt, rowVerdict, standingAt } from '../matrix/matrix.ts'
import type { Matrix, Row } from '../matrix/matrix.ts'
import type { SweptRace } from './swept.ts'
import type { Cell, Table } from './document.ts'

/** The designs next to a failing one, the ones that close it first; empty when none was looked at. */
export function changesTable({ changes }: Analysis, property: string): readonly Table[] {
  const done = changes?.done ?? []
  if (done.length === 0) return []
  const rank = (c: Change): number =>
    fixes(c) ? 0 : ['closes', 'open', 'keeps'].indexOf(c.effect) + 1
  const rows = done.toSorted((a, b) => rank(a) - rank(b) || a.choices.length - b.choices.length)
  return [
    {
      title: 'Design choices',
      note: `Each design next to the failing one: what the change does to ${property}, and what else is violated then.`,
      columns: ['change', property, 'else violated', 'rests on'],
      rows: rows.map(changeRow),
    },
  ]
}

function changeRow(change: Change): readonly Cell[] {
  const { choices, given, effect, violates, vacuous, states, proved, sample } = change
  const effects = {
    closes: { text: 'closed', tone: 'good' },
    keeps: { text: 'still violated', tone: 'bad' },
    open: { text: 'not known', tone: 'doubt' },
  } as const
  const explored = `${proved ? 'all ' : ''}${states.toLocaleString('en-US')} states`
  const others = [...violates, ...vacuous.map((name) => `${name} never holds`)]
  return [
    { text: choices.map(([k, v]) => `${k}=${String(v)}`).join(' '), tone: 'plain' },
    effect === 'closes' && given ? { text: 'closed, but given', tone: 'plain' } : effects[effect],
    others.length === 0
      ? { text: proved ? 'nothing' : 'nothing found', tone: proved ? 'good' : 'doubt' }
      : { text: others.join(', '), tone: 'bad' },
    {
      text: sample === undefined ? explored : `${explored}, ${sample.runs} random runs`,
      tone: 'plain',
    },
  ]
}

/** Designs against invariants; `runOf` gives the run that shows a cell. */
export function matrixTable(
  matrix: Matrix,
  runOf: (row: Row, invariant: string) => number | undefined,
): Table {
  const shown = disputed(matrix)
  const never = matrix.invariants.filter((name) => !shown.includes(name))
  const variants = Object.keys(matrix.variants)
  const held = never.length === 0 ? '' : ` Never violated in any design: ${never.join(', ')}.`
  return {
    title: 'Designs against invariants',
    note: `Every interleaving of each design: never, sometimes or always violated, with the number of violating states. A red cell opens its run.${held}`,
    columns: [...variants, ...shown, 'verdict', 'states'],
    rows: matrix.rows.map((row) => [
      ...variants.map((v): Cell => ({ text: String(row.design[v] ?? ''), tone: 'plain' })),
      ...shown.map((invariant) => matrixCell(row, invariant, runOf(row, invariant))),
      verdictCell(row),
      { text: statesOf(row), tone: 'plain' },
    ]),
  }
}

function matrixCell(row: Row, invariant: string, run: number | undefined): Cell {
  const cell = cellAt(row, invariant)
  const states = cell?.states ?? 0
  const detail = cell?.detail === undefined ? {} : { detail: cell.detail }
  const seen = cell?.possible.filter((word) => word !== 'never').join('/') ?? ''
  switch (standingAt(row, invariant)) {
    case 'violated':
      return {
        text: `${seen} ${states.toLocaleString('en-US')}`,
        tone: 'bad',
        ...detail,
        ...(run !== undefined && { run }),
      }
    case 'never':
      return { text: 'never', tone: 'good' }
    case 'open':
      return { text: 'not known', tone: 'doubt' }
  }
}

function verdictCell(row: Row): Cell {
  const verdict = rowVerdict(row)
  const tone = { violated: 'bad', holds: 'good', vacuous: 'doubt', open: 'doubt' } as const
  return { text: verdict, tone: tone[verdict] }
}

function statesOf({ record }: Row): string {
  if (record === undefined) return 'not searched'
  const states = record.states.toLocaleString('en-US')
  return record.complete ? `all ${states}` : `${states}, stopped`
}

/** The races of a sweep, most frequent first. */
export function racesTable(races: readonly SweptRace[], runs: number): Table {
  return {
    title: 'Races of the sweep',
    note: `${runs.toLocaleString('en-US')} random runs. A sweep that finds nothing proves nothing.`,
    columns: ['violated', 'runs', 'first seed', 'what'],
    rows: races.map(({ property, sentence, failing, seed, run }) => [
      { text: property, tone: 'bad', run },
      { text: failing.toLocaleString('en-US'), tone: 'plain' },
      { text: seed, tone: 'plain' },
      { text: sentence, tone: 'plain' },
    ]),
  }
}
