/**
 * Searches every design of every scenario with each reduction and without; exit code 1 when a
 * verdict differs, when a reduction explores more, or when over all designs it has left out nothing.
 *
 * A reduction learns what it rests on while it searches, and is repeated until it learns nothing
 * more. That takes several searches where the tables are empty, so only designs of up to
 * `learnedStates` states are searched so; the others with the tables that the full search filled.
 * `--learn-all` begins every search with empty tables.
 */
import { readdirSync } from 'node:fs'
import { at } from '../../sim/assert.ts'
import { designs, formatDesign, loadScenario, study } from '../../sim/index.ts'
import type { Design, Scenario } from '../../sim/index.ts'
import { checkModel } from '../../sim/space/check.ts'
import { add, differences, idle } from './gate.ts'
import type { Counts } from './gate.ts'
import { modes } from './modes.ts'

const learnedStates = process.argv.includes('--learn-all') ? Infinity : 20_000
const none: Counts = { states: 0, transitions: 0 }
const widths = [40, 8, 8, 10, ...modes.map((m) => Math.max(m.name.length, 10))]
let failures = 0

/** By search, the full one first. */
type Row = readonly Counts[]

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

function printRow(name: string, counts: readonly number[], [full, ...reduced]: Row): void {
  const share = (c: Counts, i: number): string => {
    const what = at(modes, i).keepsStates ? 'transitions' : 'states'
    return `${((100 * c[what]) / (full?.[what] ?? 1)).toFixed(1)} %`
  }
  print([name, ...counts, full?.states ?? 0, ...reduced.map(share)])
}

/** Undefined when the full search is not complete, so that there is nothing to compare with. */
function gateDesign(scenario: Scenario, design: Design): Row | undefined {
  const { model } = study(scenario, design)
  const full = checkModel(model)
  const name = `${scenario.name} ${formatDesign(design)}`
  if (full.stopped !== undefined) {
    fail(`${name}: skipped, the full search was stopped by ${full.stopped}`)
    return undefined
  }
  const results = modes.map((mode) => {
    const learns = full.states <= learnedStates
    const subject = learns ? study(scenario, design).model : model
    const reduced = checkModel(subject, mode.options)
    for (const what of differences(mode, full, reduced)) fail(`${name}, ${mode.name}: ${what}`)
    return reduced
  })
  return [full, ...results]
}

const sum = (rows: readonly Row[]): Row =>
  [none, ...modes].map((_, i) => rows.reduce((total, row) => add(total, at(row, i)), none))

async function gateScenario(folder: string): Promise<readonly Row[]> {
  const scenario = await loadScenario(`scenarios/${folder}`)
  if (scenario.symmetry.length > 0) fail(`${folder} declares symmetry, which is not compared`)
  const rows = designs(scenario).flatMap((design): readonly Row[] => {
    const row = gateDesign(scenario, design)
    return row === undefined ? [] : [row]
  })
  const learned = rows.filter(([full]) => (full?.states ?? 0) <= learnedStates).length
  printRow(folder, [rows.length, learned], sum(rows))
  return rows
}

print(['scenario', 'designs', 'learned', 'states', ...modes.map((m) => m.name)])
const folders = readdirSync('scenarios', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .toSorted()
const rows: Row[] = []
for (const folder of folders) rows.push(...(await gateScenario(folder)))
const [full, ...reduced] = sum(rows)
const learned = rows.filter(([all]) => (all?.states ?? 0) <= learnedStates).length
printRow('all', [rows.length, learned], [full ?? none, ...reduced])
for (const [i, mode] of modes.entries()) {
  for (const what of idle(mode, full ?? none, at(reduced, i))) fail(what)
}
console.log(
  `\nreductions: ${failures === 0 ? 'ok' : `${failures} DIFFERENCES`}: ${rows.length} designs x ${modes.length} reductions; ` +
    `shares are of states, for sleep sets of transitions.\n` +
    `${learned} designs were searched with empty tables; the ${rows.length - learned} of more than ` +
    `${learnedStates} states only with those of the full search (--learn-all: all). No symmetry is declared.`,
)
process.exitCode = failures === 0 ? 0 : 1
