/** `endio run`: one interleaving, one picture, one verdict. */
import { counterexample, run, scheduleOf } from '../../api.ts'
import type { RunResult, RunSource, Study } from '../../api.ts'
import { conflictOf } from '../../counterexample/conflict.ts'
import { contestedSteps } from '../../counterexample/relevant.ts'
import { predict } from '../../predict/predict.ts'
import type { Finding } from '../../predict/finding.ts'
import { runJson, stepJson, toJson } from '../../report/json.ts'
import { predictionJson } from '../../report/prediction-json.ts'
import { predictionLines } from '../../report/prediction.ts'
import { alignmentLines, runLines } from '../../report/run.ts'
import { formatDesign } from '../../scenario/design.ts'
import { formatDeviation } from '../../schedule/schedule.ts'
import { exitCode, exitCodes } from '../../verdict/exit.ts'
import { judgeRun } from '../../verdict/verdict.ts'
import { openStudyFor } from '../open.ts'
import { racePage } from '../race.ts'
import { deviationOptions, quote, replayCommand } from '../replay-command.ts'
import { sourceOf } from '../run-source.ts'
import type { SourceOptions } from '../run-source.ts'
import { saveSchedule } from '../schedule-file.ts'
import type { Terminal } from '../terminal.ts'
import { version } from '../version.ts'

export interface RunOptions extends SourceOptions {
  readonly variant: readonly string[]
  readonly save?: string
  readonly selfCheck?: boolean
  readonly predict?: boolean
  readonly json?: boolean
  readonly ndjson?: boolean
  readonly quiet?: boolean
}

export async function runCommand(
  path: string,
  options: RunOptions,
  terminal: Terminal,
): Promise<number> {
  const source = await sourceOf(options)
  const study = await openStudyFor(path, source, options.variant, terminal)
  const result = run(study, source, { selfCheck: options.selfCheck ?? false })
  warn(study, result, terminal)
  if (options.save !== undefined) await saveSchedule(options.save, scheduleOf(study, result))
  const findings = options.predict === true ? predict(study.model.system, result.trace) : undefined
  if (options.json === true || options.ndjson === true) {
    for (const document of documents(study, result, findings, options.ndjson === true)) {
      terminal.out(toJson(document))
    }
  } else if (options.quiet !== true) {
    for (const line of page(study, path, result, options)) terminal.out(line)
    if (findings !== undefined) for (const line of predicted(study, findings)) terminal.out(line)
  }
  return exitOf(result)
}

/** A replay that no longer fits and finds nothing tells nothing. */
function exitOf({ trace, alignment, ignored }: RunResult): number {
  const code = exitCode(judgeRun(trace))
  const { skipped, inserted, extended } = alignment ?? { skipped: [], inserted: [], extended: [] }
  const fits = skipped.length + inserted.length + extended.length + ignored.length === 0
  return code === exitCodes.clean && !fits ? exitCodes.inconclusive : code
}

function warn(study: Study, { source, alignment, ignored }: RunResult, terminal: Terminal): void {
  const { scenario } = study
  if (source.kind === 'schedule') {
    const { hash, scenario: name } = source.schedule
    if (hash !== scenario.hash || name !== scenario.name) {
      terminal.err(
        `warning: the schedule was made from ${name} ${hash}, this is ${scenario.name} ${scenario.hash}`,
      )
    }
    if (alignment !== undefined) for (const line of alignmentLines(alignment)) terminal.err(line)
  }
  for (const deviation of ignored) {
    terminal.err(`warning: this model cannot obey "${formatDeviation(deviation)}"`)
  }
}

function page(
  study: Study,
  path: string,
  result: RunResult,
  options: RunOptions,
): readonly string[] {
  const { model, scenario, design } = study
  const { trace, source } = result
  if (
    trace.ending.kind === 'violated' &&
    (source.kind === 'deviations' || source.kind === 'default')
  ) {
    const deviations = source.kind === 'default' ? [] : source.deviations
    return racePage(study, path, counterexample(study, deviations))
  }
  const violation = trace.ending.kind === 'violated' ? trace.ending.violation : undefined
  return runLines({
    trace,
    relevant: violation ? contestedSteps(trace, violation, conflictOf(model)) : [],
    scenario: `${scenario.name} ${scenario.hash}`,
    design: formatDesign(design),
    how: describeSource(source),
    replay: replayCommand(study, path, replayOptions(source, options)),
  })
}

function describeSource(source: RunSource): string {
  switch (source.kind) {
    case 'seed':
      return `seed ${source.seed}, ${source.strategy ?? 'uniform'}`
    case 'default':
      return 'the default schedule'
    case 'deviations':
      return `the default schedule with ${source.deviations.length} deviations`
    case 'schedule':
      return 'a recorded schedule'
  }
}

function replayOptions(source: RunSource, options: RunOptions): readonly string[] {
  switch (source.kind) {
    case 'seed':
      return [
        ...(source.strategy === undefined ? [] : [`--strategy ${source.strategy}`]),
        `--seed ${source.seed}`,
      ]
    case 'default':
      return []
    case 'deviations':
      return deviationOptions(source.deviations)
    case 'schedule':
      return [`--schedule ${quote(options.schedule ?? '')}`]
  }
}

/** Every finding of one run was seen in that run. */
function predicted({ model }: Study, findings: readonly Finding[]): readonly string[] {
  return [
    '',
    ...predictionLines(
      findings.map((finding) => ({ finding })),
      model.system,
    ),
  ]
}

function documents(
  study: Study,
  result: RunResult,
  findings: readonly Finding[] | undefined,
  stream: boolean,
): readonly object[] {
  const { scenario, design } = study
  const origin = { endio: version, scenario: scenario.name, hash: scenario.hash, design }
  const { trace } = result
  const whole = {
    ...runJson(origin, trace, judgeRun(trace), scheduleOf(study, result)),
    ...(findings && { predictions: findings.map(predictionJson) }),
  }
  if (!stream) return [whole]
  const steps = trace.steps.map((s) => ({ schema: 'endio.step/1', ...stepJson(s) }))
  return [...steps, { ...whole, steps: trace.steps.length }]
}
