/** `endio solve`: the least change of the design under which everything required holds. */
import { bind } from '../../scenario/bind.ts'
import { defaultDesign } from '../../scenario/design.ts'
import { BUILT_IN_PROPERTIES } from '../../scenario/scenario.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { toJson } from '../../report/json.ts'
import { solutionJson } from '../../report/solve-json.ts'
import { solutionLines } from '../../report/solve.ts'
import type { Solved } from '../../report/solve.ts'
import { solve } from '../../solve/solve.ts'
import type { Solution } from '../../solve/solve.ts'
import { lacksOf, variablesOf } from '../../solve/variables.ts'
import type { Variable } from '../../solve/variables.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { Evaluator } from '../solve/evaluate.ts'
import type { EvaluateWords } from '../solve/evaluate.ts'
import { explain } from '../solve/explain.ts'
import { scenarioPaths } from '../suite/find.ts'
import { openScenario } from '../open.ts'
import { Interrupted, Judge } from '../solve/required.ts'
import { requiredNames, solveSettings } from '../solve/solve-words.ts'
import type { SolveWords } from '../solve/solve-words.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { version } from '../version.ts'

export interface SolveOptions extends EvaluateWords, SolveWords {
  readonly json?: boolean
  readonly ndjson?: boolean
}

export async function solveCommand(
  paths: readonly string[],
  options: SolveOptions,
  terminal: Terminal,
): Promise<number> {
  const files = await scenarioPaths(paths)
  const scenarios: Scenario[] = []
  for (const path of files) scenarios.push(await openScenario(path, terminal))
  const asked = scenarios.map(askedOf)
  const required = requiredNames(options, asked)
  const settings = solveSettings(options, scenarios)
  const variables = variablesOf(scenarios, settings)
  const evaluator = new Evaluator(options, terminal)
  try {
    const judge = new Judge(evaluator, scenarios, asked, required)
    const solution = await search(scenarios, variables, judge)
    const answers = []
    for (const assignment of solution.answers) {
      answers.push(await explain(assignment, { scenarios, files, variables, settings, judge }))
    }
    const solved: Solved = {
      scenarios: scenarios.map((s) => ({ name: s.name, hash: s.hash })),
      required: required === undefined ? undefined : [...required],
      ...{ variables, solution, answers, lacks: lacksOf(scenarios, variables) },
      silent: required === undefined ? [] : silentOf(scenarios, asked, required),
    }
    if (options.json === true || options.ndjson === true) {
      terminal.out(toJson(solutionJson(version, solved)))
    } else for (const line of solutionLines(solved)) terminal.out(line)
    return exitOf(solution)
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    terminal.err('interrupted: no answer yet; the designs that were searched are kept')
    return exitCodes.interrupted
  } finally {
    evaluator.close()
  }
}

async function search(
  scenarios: readonly Scenario[],
  variables: readonly Variable[],
  judge: Judge,
): Promise<Solution> {
  const work = solve(scenarios, variables)
  let step = work.next()
  while (step.done !== true) {
    const { scenario, candidate } = step.value
    step = work.next(await judge.reply(scenario, candidate))
  }
  return step.value
}

/** What a scenario asks and can be violated; the same in all of its designs. */
function askedOf(scenario: Scenario): readonly string[] {
  const { properties } = bind(scenario, defaultDesign(scenario))
  const own = properties.filter((p) => p.kind !== 'sometimes').map((p) => p.name)
  return [...own, ...BUILT_IN_PROPERTIES]
}

/** Scenarios in which nothing is required but what every scenario has. */
function silentOf(
  scenarios: readonly Scenario[],
  asked: readonly (readonly string[])[],
  required: ReadonlySet<string>,
): readonly string[] {
  const builtIn: readonly string[] = BUILT_IN_PROPERTIES
  return scenarios.flatMap(({ name }, i) =>
    asked[i]?.some((p) => required.has(p) && !builtIn.includes(p)) === true ? [] : [name],
  )
}

function exitOf({ kind, undecided }: Solution): number {
  if (kind === 'limit' || undecided.length > 0) return exitCodes.inconclusive
  return kind === 'found' ? exitCodes.clean : exitCodes.violated
}
