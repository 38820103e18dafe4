/** `endio sweep`: many seeds; which races exist, how often, and how sure that there are no more. */
import { study } from '../../api.ts'
import type { Study } from '../../api.ts'
import { sweepInBatches } from '../../explore/sweep.ts'
import type { SeedRange, SweepResult } from '../../explore/sweep.ts'
import { sweepJson, toJson } from '../../report/json.ts'
import { sweepLines } from '../../report/sweep.ts'
import type { SweptDesign } from '../../report/sweep.ts'
import { designs, expected, formatDesign } from '../../scenario/design.ts'
import type { Design, Scenario } from '../../scenario/scenario.ts'
import { strategyOf } from '../../strategy/registry.ts'
import { exitCode, exitCodes } from '../../verdict/exit.ts'
import { mismatches } from '../../verdict/expectation.ts'
import { judgeSweep } from '../../verdict/verdict.ts'
import { UsageError } from '../failure.ts'
import { drain } from '../interrupt.ts'
import { chooseDesign, openScenario, parseSeeds } from '../open.ts'
import { progress } from '../progress.ts'
import { replayCommand } from '../replay-command.ts'
import type { Terminal } from '../terminal.ts'
import { version } from '../version.ts'

export interface SweepOptions {
  readonly seeds?: string
  readonly strategy?: string
  readonly variant: readonly string[]
  readonly allDesigns?: boolean
  readonly expect?: boolean
  readonly selfCheck?: boolean
  readonly json?: boolean
  readonly ndjson?: boolean
  readonly quiet?: boolean
}

export async function sweepCommand(
  path: string,
  options: SweepOptions,
  terminal: Terminal,
): Promise<number> {
  const scenario = await openScenario(path, terminal)
  const seeds = options.seeds === undefined ? scenario.sweep : parseSeeds(options.seeds)
  const chosen =
    options.allDesigns === true ? designs(scenario) : [chooseDesign(scenario, options.variant)]
  const text = options.json !== true && options.ndjson !== true
  if (text && options.quiet !== true) {
    terminal.out(
      `${scenario.name} ${scenario.hash}: seeds ${seeds.first}..${seeds.last}, ${options.strategy ?? scenario.sweep.strategy}`,
    )
  }
  if (options.expect === true && !chosen.some((d) => expected(scenario, d) !== undefined)) {
    throw new UsageError('--expect, but the scenario expects nothing of these designs')
  }
  const all: SweptDesign[] = []
  const documents: object[] = []
  let interrupted = false
  for (const design of chosen) {
    const subject = study(scenario, design)
    const done = await sweepOne(subject, seeds, options, terminal)
    interrupted = done.interrupted
    all.push(done.swept)
    const document = documentOf(subject, done.swept, interrupted)
    if (options.ndjson === true) terminal.out(toJson(document))
    documents.push(document)
    if (text && options.quiet !== true) print(subject, path, done.swept, terminal)
    if (interrupted) break
  }
  if (options.json === true) {
    terminal.out(toJson({ schema: 'endio.sweeps/1', interrupted, designs: documents }))
  }
  if (text) conclude(all, chosen, options, terminal)
  return interrupted ? exitCodes.interrupted : verdictCode(all, options.expect === true)
}

async function sweepOne(
  { scenario, design, model }: Study,
  seeds: SeedRange,
  options: SweepOptions,
  terminal: Terminal,
): Promise<{ readonly swept: SweptDesign; readonly interrupted: boolean }> {
  const strategy = strategyOf(options.strategy ?? scenario.sweep.strategy)
  const bar = progress(terminal, seeds.last - seeds.first + 1, 'runs')
  const work = sweepInBatches(model, strategy, seeds, { selfCheck: options.selfCheck ?? false })
  const { last, interrupted } = await drain(work, (known) => {
    bar.update(known.runs, `${known.failures.length} kinds of failure`)
  })
  const result: SweepResult | undefined = last
  if (result === undefined) throw new RangeError('a sweep yields at least once')
  return { interrupted, swept: sweptDesign(scenario, design, result, judgeSweep(model, result)) }
}

function sweptDesign(
  scenario: Scenario,
  design: Design,
  result: SweepResult,
  verdict: SweptDesign['verdict'],
): SweptDesign {
  const expectation = expected(scenario, design)
  return {
    design: formatDesign(design),
    result,
    verdict,
    mismatches: expectation && mismatches(expectation, result),
  }
}

function documentOf({ scenario, design }: Study, swept: SweptDesign, interrupted: boolean): object {
  const origin = { endio: version, scenario: scenario.name, hash: scenario.hash, design }
  const { result, verdict, mismatches: differences } = swept
  return { ...sweepJson(origin, result, verdict), interrupted, mismatches: differences }
}

function print(subject: Study, path: string, swept: SweptDesign, terminal: Terminal): void {
  terminal.out('')
  for (const line of sweepLines(swept)) {
    terminal.out(line.includes('NOT AS EXPECTED') ? terminal.style('bad', line) : line)
  }
  const [failure] = swept.result.failures
  if (failure === undefined) return
  const options = swept.result.strategy === 'uniform' ? [] : [`--strategy ${swept.result.strategy}`]
  const [command = '', ...rest] = replayCommand(subject, path, [
    ...options,
    `--seed ${failure.seed}`,
  ])
  terminal.out(`  Next: ${[command.replace(' run ', ' bisect '), ...rest].join(' ')}`)
}

function conclude(
  all: readonly SweptDesign[],
  chosen: readonly Design[],
  options: SweepOptions,
  terminal: Terminal,
): void {
  if (chosen.length < 2 && options.expect !== true) return
  const judged = all.filter((s) => s.mismatches !== undefined)
  const wrong = judged.filter((s) => s.mismatches !== undefined && s.mismatches.length > 0)
  const violated = all.filter((s) => s.verdict.kind === 'violated').length
  terminal.out('')
  terminal.out(
    `${all.length} of ${chosen.length} designs swept: ${violated} violated, ${all.length - violated} not`,
  )
  terminal.out(
    `${judged.length - wrong.length} of ${judged.length} verdicts as expected; ${all.length - judged.length} designs have no expectation`,
  )
}

/** With `--expect` the question is whether the verdicts are the expected ones. */
function verdictCode(all: readonly SweptDesign[], expecting: boolean): number {
  if (expecting) {
    const differs = all.some((s) => s.mismatches !== undefined && s.mismatches.length > 0)
    if (differs) return exitCodes.violated
    const unclear = all.some(
      (s) => s.verdict.kind === 'vacuous' || s.verdict.kind === 'inconclusive',
    )
    return unclear ? exitCodes.inconclusive : exitCodes.clean
  }
  const codes = all.map((s) => exitCode(s.verdict))
  return codes.includes(exitCodes.violated) ? exitCodes.violated : Math.max(...codes)
}
