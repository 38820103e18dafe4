/** What `sweep` and `merge` print alike: the same seeds, the same bytes. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Study } from '../../api.ts'
import { racesOf } from '../../counterexample/races.ts'
import type { Race } from '../../counterexample/races.ts'
import { confidenceOf } from '../../estimate/confidence.ts'
import { missingSeeds } from '../../explore/seeds.ts'
import type { SweepResult } from '../../explore/sweep.ts'
import { sweepJson, toJson } from '../../report/json.ts'
import { predictedJson } from '../../report/prediction-json.ts'
import { predictionLines } from '../../report/prediction.ts'
import type { Predicted } from '../../report/prediction.ts'
import { sweepLines } from '../../report/sweep.ts'
import type { SweptDesign } from '../../report/sweep.ts'
import { expected, formatDesign } from '../../scenario/design.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { strategyFor } from '../../explore/strategies.ts'
import { exitCode, exitCodes } from '../../verdict/exit.ts'
import { mismatches } from '../../verdict/expectation.ts'
import { judgeSweep } from '../../verdict/verdict.ts'
import { digest } from '../digest.ts'
import { checkCommandParts, replayCommand } from '../schedules/replay-command.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { version } from '../version.ts'
import type { FoundTruth } from './truth.ts'

export interface PageOptions {
  readonly json?: boolean
  readonly ndjson?: boolean
  readonly quiet?: boolean
  readonly expect?: boolean
  /** Explore the design however long it takes, for the truth beside the estimates. */
  readonly truth?: boolean
}

interface DesignPageOptions extends PageOptions {
  readonly several: boolean
  readonly predictions?: readonly Predicted[] | undefined
}

/** Most runs to spend on reducing one failing run; `bisect` takes a hundred times as many. */
const racesMaxRuns = 300

/** Whether anybody will read about races. */
export function wantsRaces(options: PageOptions): boolean {
  return options.quiet !== true || options.json === true || options.ndjson === true
}

/** Whether anybody will read estimates: of several designs only as JSON. */
export function wantsTruth(options: PageOptions, designs: number): boolean {
  return options.json === true || options.ndjson === true || (isText(options) && designs === 1)
}

/** Reduces some failing runs of each kind; what is known when `stop` says so. */
export async function findRaces(
  { model }: Study,
  result: SweepResult,
  stop: () => boolean,
): Promise<readonly Race[]> {
  let races: readonly Race[] = []
  const options = { maxRuns: racesMaxRuns, hash: digest }
  if (stop()) return races
  for (races of racesOf(model, strategyFor(model, result.strategy), result, options)) {
    await nextTurn()
    if (stop()) break
  }
  return races
}

export function sweptDesign(
  { scenario, design, model }: Study,
  result: SweepResult,
  races: readonly Race[],
  { truth, unexplored }: FoundTruth,
): SweptDesign {
  const expectation = expected(scenario, design)
  return {
    design: formatDesign(design),
    result,
    missing: missingSeeds(result.seeds, result.done),
    verdict: judgeSweep(model, result),
    mismatches: expectation && mismatches(expectation, result),
    races,
    confidence: confidenceOf(model, result, truth),
    ...(unexplored !== undefined && { unexplored }),
  }
}

/** The line above the designs. */
export function printTitle(
  scenario: Scenario,
  { seeds, strategy }: Pick<SweepResult, 'seeds' | 'strategy'>,
  options: PageOptions,
  terminal: Terminal,
): void {
  if (!isText(options)) return
  terminal.out(
    `${scenario.name} ${scenario.hash}: seeds ${seeds.first}..${seeds.last}, ${strategy}`,
  )
}

/** One design, as text or as a line of NDJSON; gives its document. */
export function printDesign(
  subject: Study,
  path: string,
  swept: SweptDesign,
  interrupted: boolean,
  options: DesignPageOptions,
  terminal: Terminal,
): object {
  const { predictions } = options
  const document = {
    ...documentOf(subject, swept, interrupted),
    ...(predictions && { predictions: predictions.map(predictedJson) }),
  }
  if (options.ndjson === true) terminal.out(toJson(document))
  if (isText(options)) {
    terminal.out('')
    for (const line of sweepLines(swept, !options.several)) {
      terminal.out(line.includes('NOT AS EXPECTED') ? terminal.style('bad', line) : line)
    }
    const next = nextCommand(subject, path, swept.result, options.several)
    if (next !== undefined) terminal.out(`  Next: ${next}`)
    if (predictions !== undefined) {
      const lines = predictionLines(predictions, subject.model.system)
      for (const line of ['', ...lines]) terminal.out(line)
    }
  }
  return document
}

/** What follows the designs. */
export function printEnd(
  all: readonly SweptDesign[],
  documents: readonly object[],
  designs: number,
  interrupted: boolean,
  options: PageOptions,
  terminal: Terminal,
): void {
  if (options.json === true) {
    terminal.out(toJson({ schema: 'endio.sweeps/1', interrupted, designs: documents }))
  }
  if (options.json !== true && options.ndjson !== true && (designs > 1 || options.expect === true))
    conclude(all, designs, terminal)
}

function documentOf({ scenario, design }: Study, swept: SweptDesign, interrupted: boolean): object {
  const origin = { endio: version, scenario: scenario.name, hash: scenario.hash, design }
  const { mismatches: differences } = swept
  return { ...sweepJson(origin, swept), interrupted, mismatches: differences }
}

/** Of several designs those without a failure need no line each. */
function nextCommand(
  subject: Study,
  path: string,
  result: SweepResult,
  several: boolean,
): string | undefined {
  const [failure] = result.failures
  if (failure === undefined) {
    return several ? undefined : checkCommandParts(subject, path).join(' ')
  }
  const options = result.strategy === 'uniform' ? [] : [`--strategy ${result.strategy}`]
  const [command = '', ...rest] = replayCommand(subject, path, [
    ...options,
    `--seed ${failure.seed}`,
  ])
  return [command.replace(' run ', ' bisect '), ...rest].join(' ')
}

function conclude(all: readonly SweptDesign[], designs: number, terminal: Terminal): void {
  const judged = all.filter((s) => s.mismatches !== undefined)
  const wrong = judged.filter((s) => s.mismatches !== undefined && s.mismatches.length > 0)
  const violated = all.filter((s) => s.verdict.kind === 'violated').length
  terminal.out('')
  terminal.out(
    `${all.length} of ${designs} designs swept: ${violated} violated, ${all.length - violated} not`,
  )
  terminal.out(
    `${judged.length - wrong.length} of ${judged.length} verdicts as expected; ${all.length - judged.length} designs have no expectation`,
  )
}

/** With `--expect` the question is whether the verdicts are the expected ones. */
export function verdictCode(all: readonly SweptDesign[], expecting: boolean): number {
  const missing = all.some((s) => s.missing.length > 0)
  if (expecting) {
    const differs = all.some((s) => s.mismatches !== undefined && s.mismatches.length > 0)
    if (differs) return exitCodes.violated
    const unclear = all.some(
      (s) => s.verdict.kind === 'vacuous' || s.verdict.kind === 'inconclusive',
    )
    return unclear || missing ? exitCodes.inconclusive : exitCodes.clean
  }
  const codes = all.map((s) => exitCode(s.verdict))
  if (codes.includes(exitCodes.violated)) return exitCodes.violated
  return missing ? exitCodes.inconclusive : Math.max(...codes)
}

function isText(options: PageOptions): boolean {
  return options.json !== true && options.ndjson !== true && options.quiet !== true
}
