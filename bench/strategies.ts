/**
 * Prints, as Markdown, how many runs each strategy needs to the first failure, on every failing
 * design of the project's scenarios. A random strategy starts at 200 places of the seed line, far
 * apart; an enumerating one has no luck to average and starts at seed 1 once.
 *
 * `node bench/dist/bench/strategies.js [scenario…]` restricts it to scenarios with these names.
 */
import { readdirSync } from 'node:fs'
import { designs, expected, loadScenario, study } from '../sim/index.ts'
import type { Study } from '../sim/index.ts'
import { Runner } from '../sim/explore/run.ts'
import { strategyFor } from '../sim/explore/strategies.ts'
import type { Strategy } from '../sim/strategy/strategy.ts'

const random = ['uniform', 'pos', 'pct:2', 'pct:3', 'pctcp:2', 'pctcp:3', 'surw', 'portfolio']
const enumerating = ['delay-bounded:1', 'delay-bounded:2', 'preemption-bounded:1']
const samples = 200
/** Distance of two starts, and the most runs from one; a start that finds nothing counts as these. */
const limit = 2_000
/** Runs of an enumeration. */
const enumerated = 20_000
/** Runs for all starts of one cell together, after which the mean is over fewer starts. */
const budget = 60_000

/** Runs from seed `first` until one fails, or undefined after `most`. */
function runsToFailure(
  runner: Runner,
  strategy: Strategy,
  first: number,
  most: number,
): number | undefined {
  for (let i = 0; i < most; i++) {
    if (runner.run(strategy, String(first + i)).kind === 'violated') return i + 1
  }
  return undefined
}

function meanCell({ model }: Study, name: string): string {
  const [runner, strategy] = [new Runner(model), strategyFor(model, name)]
  let [sum, starts, missed] = [0, 0, 0]
  for (; starts < samples && sum < budget; starts++) {
    const runs = runsToFailure(runner, strategy, 1 + starts * limit, limit)
    if (runs === undefined) missed++
    sum += runs ?? limit
  }
  // Runs per failure: a start that found none adds its runs and no failure.
  const found = starts - missed
  return found === 0 ? `> ${sum}` : (sum / found).toFixed(sum / found < 10 ? 1 : 0)
}

function enumeratedCell({ model }: Study, name: string): string {
  const strategy = strategyFor(model, name)
  const size = strategy.enumeration?.().size ?? Infinity
  const most = Math.min(size, enumerated)
  const runs = runsToFailure(new Runner(model), strategy, 1, most)
  const end = most === size ? ', all' : ''
  return runs === undefined ? `none in ${most}${end}` : String(runs)
}

const wanted = process.argv.slice(2)
const folders = readdirSync('scenarios', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((name) => wanted.length === 0 || wanted.includes(name))

console.log(`| scenario | design | ${[...random, ...enumerating].join(' | ')} |`)
console.log(`| --- | --- | ${[...random, ...enumerating].map(() => '---:').join(' | ')} |`)
for (const folder of folders) {
  const scenario = await loadScenario(`scenarios/${folder}`)
  // One design a scenario: the first that is expected to fail.
  const design = designs(scenario).find(
    (d) => Object.keys(expected(scenario, d)?.violates ?? {}).length > 0,
  )
  if (design === undefined) continue
  const subject = study(scenario, design)
  const cells = [
    ...random.map((name) => meanCell(subject, name)),
    ...enumerating.map((name) => enumeratedCell(subject, name)),
  ]
  const choices = Object.values(design).map(String).join(' ')
  console.log(`| ${folder} | ${choices} | ${cells.join(' | ')} |`)
}
console.log(`
Mean runs to the first failure from ${samples} starting seeds ${limit} apart (fewer starts where ${budget} runs
are spent; "> n": nothing in n runs). Enumerating strategies: the seed that fails first, in at most ${enumerated}.`)
