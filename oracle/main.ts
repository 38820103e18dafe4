/**
 * Runs every model whose counts are known under every search, counts trace classes, and breaks the
 * search on purpose to see each gate turn red. Exit code 1 on any difference.
 */
import { fileURLToPath } from 'node:url'
import { at } from '../sim/assert.ts'
import { createModel } from '../sim/model/model.ts'
import { checkInParallel } from '../sim/cli/workers/parallel.ts'
import { checkModel } from '../sim/space/check.ts'
import { countTraces } from '../sim/space/reduction/traces.ts'
import type { CheckResult } from '../sim/space/result.ts'
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

/** States up to the permutations of interchangeable ids: the same in any order of search. */
function checkQuotient({ system, symmetry, quotient }: Oracle): void {
  if (symmetry === undefined || quotient === undefined) return
  const orders = [{ mode: 'bfs' }, { mode: 'dfs' }, { mode: 'dfs', shuffle: 'a' }] as const
  const found = orders.map(
    (order) =>
      checkModel(createModel({ ...system, symmetry }), { ...order, symmetry: true }).states,
  )
  const good = found.every((states) => states === quotient)
  row([system.name, system.actors.length, found.join(' '), quotient], mark(good))
  if (!good) fail(`${found.join(', ')} states up to symmetry, expected ${quotient}`)
}

/**
 * By brute force, and by sleep sets. Sleep sets run each class at least once; where it depends on
 * the state whether two deliveries commute (filesystem) they run some more than once.
 */
function checkClasses({ system, classes, source }: TraceOracle): void {
  const model = createModel(system)
  const found = countClasses(model)
  const run = countTraces(model, 'tables', 1_000_000).complete
  const good = found === classes && run >= classes
  row([system.name, system.actors.length, found, classes, run], `${mark(good)}  ${source}`)
  if (!good) fail(`${found} classes, expected ${classes}; ${run} runs under sleep sets`)
}

/** Several workers must find what one finds; only for models that are worth starting them. */
async function checkWorkers({ system, states, transitions }: Oracle, workers: number) {
  const source = {
    kind: 'module',
    path: fileURLToPath(new URL('all.js', import.meta.url)),
    name: 'systemNamed',
    args: [system.name],
  } as const
  const model = createModel(system)
  const one = checkModel(model)
  let found: CheckResult | undefined
  for await (const known of checkInParallel(model, source, workers)) found = known
  const good = found?.states === one.states && found.transitions === one.transitions
  row(
    [system.name, workers, found?.states ?? 0, states, found?.transitions ?? 0, transitions],
    mark(good),
  )
  if (!good) fail(`${workers} workers find other counts than one`)
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
row(['up to symmetry', 'actors', 'states', 'expected'])
oracles.forEach(checkQuotient)

console.log()
row(['model', 'workers', 'states', 'expected', 'edges', 'expected'])
for (const oracle of oracles.filter((o) => o.states > 3_000 && o.states < 100_000)) {
  for (const workers of [2, 3]) await checkWorkers(oracle, workers)
}

console.log()
row(['program', 'actors', 'classes', 'expected', 'runs'])
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
