/**
 * Runs the suite and prints a table: every bad program must fail within its budget, every repaired
 * one must hold, by exhaustive search where its states fit. Exits 1 when something is otherwise.
 */
import { createModel } from '../../sim/model/model.ts'
import type { System } from '../../sim/scenario/system.ts'
import { checkModel } from '../../sim/space/check.ts'
import { sweepSeeds } from '../../sim/explore/sweep.ts'
import { pct } from '../../sim/strategy/pct.ts'
import { uniform } from '../../sim/strategy/uniform.ts'
import { find } from './find.ts'
import type { MakeStrategy, Search } from './find.ts'
import { fewestPreemptions } from './preemptions.ts'
import { tasksOf } from './program.ts'
import type { Program } from './program.ts'
import { suite } from './suite.ts'

const maxStates = 400_000
const sweptSeeds = 20_000
const make: MakeStrategy = (model, { depth, steps }) =>
  pct({ channels: model.channels, depth, length: steps })

interface Row {
  readonly cells: readonly (string | number)[]
  readonly mistakes: readonly string[]
}

function clean(system: System): { readonly cell: string; readonly mistakes: readonly string[] } {
  const model = createModel(system)
  const result = checkModel(model, { maxStates })
  const { failures, states, stopped } = result
  const mistakes = failures.map((f) => `${system.name} has ${f.id}`)
  if (stopped === undefined) return { cell: `${states} states`, mistakes }
  const swept = sweepSeeds(model, uniform(), { first: 1, last: sweptSeeds })
  return {
    cell: `${sweptSeeds} runs`,
    mistakes: [...mistakes, ...swept.failures.map((f) => `${system.name} has ${f.id}`)],
  }
}

function mistakesOf({ name, failure }: Program, { found, budget, others }: Search): string[] {
  return [
    ...(found === undefined ? [`${name}: ${failure} not found in ${budget} runs`] : []),
    ...others.map((id) => `${name}: finds ${id} and expects ${failure}`),
  ]
}

function row(program: Program): Row {
  const { name, published, depth, failure, bad, ok } = program
  const search = find(bad, failure, depth, make)
  const repaired = ok === undefined ? undefined : clean(ok)
  const fewest =
    program.preemptions === undefined ? undefined : fewestPreemptions(bad, program.preemptions)
  return {
    cells: [
      name,
      published.threads,
      published.steps,
      tasksOf(bad).length,
      search.shape.channels,
      search.shape.steps,
      depth,
      search.budget,
      search.found ?? 'never',
      `${((100 * search.hits) / search.runs).toFixed(1)} %`,
      fewest === undefined ? '' : `${fewest.preemptions ?? 'more'} (${fewest.schedules} schedules)`,
      repaired?.cell ?? 'none',
    ],
    mistakes: [
      ...mistakesOf(program, search),
      ...(repaired?.mistakes ?? []),
      ...(fewest?.preemptions === program.preemptions
        ? []
        : [`${name}: fails with ${fewest?.preemptions} preemptions, not ${program.preemptions}`]),
    ],
  }
}

const heads = [
  'program',
  'n (published)',
  'k (published)',
  'tasks',
  'n channels',
  'k steps',
  'd',
  'budget',
  'first found',
  'share of runs',
  'preemptions',
  'repaired twin',
]
const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
console.log(line(heads))
console.log(line(heads.map(() => '---')))
const rows = suite.map((program) => {
  const done = row(program)
  console.log(line(done.cells))
  return done
})
const mistakes = rows.flatMap((r) => r.mistakes)
for (const mistake of mistakes) console.error(`MISTAKE: ${mistake}`)
process.exitCode = mistakes.length > 0 ? 1 : 0
