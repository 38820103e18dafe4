/**
 * Runs every model whose counts are known under every search, counts trace classes, and breaks the
 * search on purpose to see each gate turn red. Exit code 1 on any difference.
 */
import { at } from '../sim/assert.ts'
import { createModel } from '../sim/model/model.ts'
import { checkModel } from '../sim/space/check.ts'
import { oracles } from './all.ts'
import { differences, outside } from './gate.ts'
import { controls, mutants } from './mutations/all.ts'
import type { Broken } from './mutations/all.ts'
import type { Oracle } from './published.ts'
import { searches } from './searches.ts'
import { traceOracles } from './traces/all.ts'
import type { TraceOracle } from './traces/trace-oracle.ts'
import { countClasses } from './traces/classes.ts'

const widths = [26, 7, 9, 9, 9, 9, 6]
let failures = 0

function row(cells: readonly (string | number)[], marks = ''): void {
  const text = cells.map((cell, i) =>
    i === 0 ? String(cell).padEnd(widths[i] ?? 0) : String(cell).padStart(widths[i] ?? 0),
  )
  console.log(`${text.join(' ')}  ${marks}`.trimEnd())
}

const mark = (good: boolean): string => (good ? 'ok' : 'NO')

function fail(what: string): void {
  failures++
  console.log(`    ${what}`)
}

/** Gives the model, its tables filled, for what comes after. */
function checkCounts(oracle: Oracle): Broken {
  const { system, states, transitions, source } = oracle
  const model = createModel(system)
  const results = searches.map(({ name, options }) => {
    const result = checkModel(model, options)
    return { name, result, wrong: differences(oracle, result) }
  })
  const { result } = at(results, 0)
  const beyond = outside(result)
  row(
    [
      system.name,
      system.actors.length,
      result.states - beyond,
      states,
      result.transitions,
      transitions,
    ],
    `${results.map(({ wrong }) => mark(wrong.length === 0).padEnd(6)).join('')} ${source}`,
  )
  for (const { name, wrong } of results) for (const what of wrong) fail(`${name}: ${what}`)
  return { oracle, model, outside: beyond }
}

function checkClasses({ system, classes, source }: TraceOracle): void {
  const found = countClasses(createModel(system))
  row([system.name, system.actors.length, found, classes], `${mark(found === classes)}  ${source}`)
  if (found !== classes) fail(`${found} classes, expected ${classes}`)
}

function checkMutants(models: readonly Broken[]): number {
  const kinds = new Map<string, { all: number; red: number }>()
  for (const { kind, what, wrong } of mutants(models)) {
    const { all, red } = kinds.get(kind) ?? { all: 0, red: 0 }
    kinds.set(kind, { all: all + 1, red: red + (wrong.length > 0 ? 1 : 0) })
    if (wrong.length === 0) fail(`${kind}, ${what}: not noticed`)
  }
  for (const { what, wrong } of controls(models)) {
    if (wrong.length > 0) fail(`${what}, yet red: ${wrong[0]}`)
  }
  for (const [kind, { all, red }] of kinds) row([kind, red, all], mark(red === all))
  return [...kinds.values()].reduce((sum, { all }) => sum + all, 0)
}

row(
  ['model', 'actors', 'states', 'expected', 'edges', 'expected'],
  searches.map(({ name }) => name.padEnd(6)).join(''),
)
const models = oracles.map(checkCounts)

console.log()
row(['program', 'actors', 'classes', 'expected'])
const countable = traceOracles.filter((t) => t.countable)
countable.forEach(checkClasses)

console.log()
row(['mutation', 'red', 'of'])
const broken = checkMutants(models)

console.log(
  `\noracle: ${failures === 0 ? 'ok' : `${failures} DIFFERENCES`}: ${oracles.length} models x ${searches.length} searches, ` +
    `${countable.length} trace counts, ${broken} mutations`,
)
process.exitCode = failures === 0 ? 0 : 1
