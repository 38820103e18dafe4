/**
 * Searches the designs of every scenario with each reduction and without; exit code 1 when a
 * verdict differs, when a reduction explores more, or when over all designs it has left out nothing.
 *
 * Of each scenario these are the designs of up to `commonStates` states and the first of the larger
 * ones; the others take three quarters of the time and differ from these in their choices alone.
 *
 * A reduction learns what it rests on while it searches, and is repeated until it learns nothing
 * more. That takes several searches where the tables are empty, so only designs of up to
 * `learnedStates` states are searched so; the others with the tables that the full search filled.
 * Two searches leave out the largest designs, see `modes.ts`. With `--all` every search of every
 * design is made, and from empty tables. Scenarios can be named.
 */
import { readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { at } from '../../sim/assert.ts'
import { designs, formatDesign, loadScenario, study } from '../../sim/index.ts'
import type { Design, Scenario } from '../../sim/index.ts'
import { checkModel } from '../../sim/space/check.ts'
import { add, differences, idle } from './gate.ts'
import type { Counts } from './gate.ts'
import { modes } from './modes.ts'

const all = process.argv.includes('--all')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const learnedStates = all ? Infinity : 20_000
const commonStates = all ? Infinity : 50_000
const none: Counts = { states: 0, transitions: 0 }
const widths = [40, 8, 8, 10, ...modes.map((m) => Math.max(m.name.length, 10)), 7]
let failures = 0
let left = 0

interface Pair {
  readonly full: Counts
  readonly reduced: Counts
}

/** What one design, or several together, come to. */
interface Row {
  readonly full: Counts
  readonly learned: number
  /** By mode: the same designs without and with it; undefined where that was not searched. */
  readonly pairs: readonly (Pair | undefined)[]
  readonly skipped: number
}

function fail(what: string): void {
  failures++
  console.log(`    ${what}`)
}

function print(cells: readonly (string | number)[]): void {
  const text = cells.map((cell, i) =>
    i === 0 ? String(cell).padEnd(at(widths, i)) : String(cell).padStart(at(widths, i)),
  )
  console.log(text.join(' '))
}

function printRow(name: string, count: number, { full, learned, pairs, skipped }: Row): void {
  const shares = pairs.map((pair, i) => {
    if (pair === undefined) return 'skipped'
    const what = at(modes, i).keepsStates ? 'transitions' : 'states'
    return `${((100 * pair.reduced[what]) / pair.full[what]).toFixed(1)} %`
  })
  print([name, count, learned, full.states, ...shares, skipped])
}

/** 'larger' than `maxStates`; undefined when there is no complete search to compare with. */
function gateDesign(
  scenario: Scenario,
  design: Design,
  maxStates: number,
): Row | 'larger' | undefined {
  const { model } = study(scenario, design)
  const full = checkModel(model, { maxStates })
  const name = `${scenario.name} ${formatDesign(design)}`
  if (full.stopped === 'states') return 'larger'
  if (full.stopped !== undefined) {
    fail(`${name}: skipped, the full search was stopped by ${full.stopped}`)
    return undefined
  }
  const learns = full.states <= learnedStates
  const pairs = modes.map((mode): Pair | undefined => {
    if (!all && full.states > mode.most) return undefined
    const subject = learns ? study(scenario, design).model : model
    const reduced = checkModel(subject, mode.options)
    for (const what of differences(mode, full, reduced)) fail(`${name}, ${mode.name}: ${what}`)
    return { full, reduced }
  })
  const skipped = pairs.filter((pair) => pair === undefined).length
  return { full, learned: learns ? 1 : 0, pairs, skipped }
}

function sum(rows: readonly Row[]): Row {
  const pairs = modes.map((_, i) =>
    rows
      .flatMap((row) => row.pairs[i] ?? [])
      .reduce<Pair | undefined>(
        (total, { full, reduced }) => ({
          full: add(total?.full ?? none, full),
          reduced: add(total?.reduced ?? none, reduced),
        }),
        undefined,
      ),
  )
  const total = (of: (row: Row) => number): number => rows.reduce((n, row) => n + of(row), 0)
  return {
    full: rows.reduce((known, row) => add(known, row.full), none),
    learned: total((row) => row.learned),
    pairs,
    skipped: total((row) => row.skipped),
  }
}

async function gateScenario(folder: string): Promise<readonly Row[]> {
  const scenario = await loadScenario(`scenarios/${folder}`)
  if (scenario.symmetry.length > 0) fail(`${folder} declares symmetry, which is not compared`)
  const rows: Row[] = []
  let larger = false
  for (const design of designs(scenario)) {
    const row = gateDesign(scenario, design, larger ? commonStates : Infinity)
    if (row === 'larger') left++
    else if (row !== undefined) rows.push(row)
    larger ||= row !== undefined && row !== 'larger' && row.full.states > commonStates
  }
  printRow(folder, rows.length, sum(rows))
  return rows
}

print(['scenario', 'designs', 'learned', 'states', ...modes.map((m) => m.name), 'skipped'])
const folders = readdirSync('scenarios', { recursive: true, encoding: 'utf8' })
  .filter((file) => basename(file) === 'scenario.yaml')
  .map((file) => dirname(file))
  .filter((folder) => named.length === 0 || named.includes(basename(folder)))
  .toSorted()
const rows: Row[] = []
for (const folder of folders) rows.push(...(await gateScenario(folder)))
const total = sum(rows)
printRow('all', rows.length, total)
for (const [i, mode] of modes.entries()) {
  const { full, reduced } = total.pairs[i] ?? { full: none, reduced: none }
  for (const what of idle(mode, full, reduced)) fail(what)
}
const searched = rows.length * modes.length - total.skipped
console.log(
  `\nreductions: ${failures === 0 ? 'ok' : `${failures} DIFFERENCES`}: ${rows.length} designs, ${searched} reduced searches. ` +
    `Shares are of states, for sleep sets of transitions.\n` +
    `Not searched: ${left} designs of more than ${commonStates} states, of scenarios with another of these. ` +
    `Skipped, as too costly for every change: ${total.skipped} searches of the largest designs by persistent and sleep-receiver. ` +
    `From empty tables (learned): designs of up to ${learnedStates} states. --all: everything.`,
)
process.exitCode = failures === 0 ? 0 : 1
