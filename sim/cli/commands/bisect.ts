/** `endio bisect`: from a failing seed or schedule to the minimal race. */
import { counterexample, run } from '../../api.ts'
import type { RunSource, Study } from '../../api.ts'
import { reduceTrace } from '../../counterexample/bisect.ts'
import type { BisectProgress } from '../../counterexample/bisect.ts'
import { bisectJson, toJson } from '../../report/json.ts'
import { runSentence } from '../../report/run.ts'
import type { Schedule } from '../../schedule/schedule.ts'
import { formatDeviation } from '../../schedule/schedule.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { UsageError } from '../failure.ts'
import { drain } from '../interrupt.ts'
import { openStudyFor, parseCount, parseSeed } from '../open.ts'
import { progress } from '../progress.ts'
import { racePage, raceReplay } from '../race.ts'
import type { Terminal } from '../terminal.ts'
import { version } from '../version.ts'
import { readSchedule, saveSchedule } from './run.ts'

export interface BisectOptions {
  readonly seed?: string
  readonly strategy?: string
  readonly schedule?: string
  readonly variant: readonly string[]
  readonly maxRuns?: string
  readonly save?: string
  readonly json?: boolean
  readonly ndjson?: boolean
  readonly quiet?: boolean
}

export async function bisectCommand(
  path: string,
  options: BisectOptions,
  terminal: Terminal,
): Promise<number> {
  const source = await sourceOf(options)
  const study = await openStudyFor(path, source, options.variant, terminal)
  const { trace } = run(study, source)
  if (trace.ending.kind !== 'violated') {
    throw new UsageError(
      `${runSentence(trace)}\nThere is nothing to bisect; 'endio sweep ${path}' finds failing seeds`,
    )
  }
  const maxRuns = parseCount('--max-runs', options.maxRuns)
  const bar = progress(terminal, undefined, 'runs')
  const work = reduceTrace(study.model, trace, maxRuns === undefined ? {} : { maxRuns })
  const { last, interrupted } = await drain(work, ({ runs, deviations }) => {
    bar.update(runs, `${deviations.length} deviations left`)
  })
  if (last === undefined) throw new RangeError('a bisection yields at least once')
  report(study, path, trace.steps.length, last, options, terminal)
  if (options.save !== undefined) await saveSchedule(options.save, scheduleFor(study, last))
  return interrupted ? exitCodes.interrupted : exitCodes.violated
}

async function sourceOf(options: BisectOptions): Promise<RunSource> {
  if (options.schedule !== undefined) {
    if (options.seed !== undefined) throw new UsageError('give --seed or --schedule, not both')
    return { kind: 'schedule', schedule: await readSchedule(options.schedule) }
  }
  if (options.seed === undefined) {
    throw new UsageError('bisect needs a failing run: give --seed S or --schedule FILE')
  }
  const { strategy } = options
  return {
    kind: 'seed',
    seed: parseSeed(options.seed),
    ...(strategy !== undefined && { strategy }),
  }
}

/**
 * The race goes to the standard output and nothing else does, so that its replay line prints the
 * same bytes; how it was found is told on the side.
 */
function report(
  study: Study,
  path: string,
  steps: number,
  found: BisectProgress,
  options: BisectOptions,
  terminal: Terminal,
): void {
  const { deviations, runs, candidates, complete } = found
  const minimality = complete ? 'leaving out any one loses the failure' : 'not proved minimal'
  if (options.quiet !== true) {
    terminal.err(
      `failing run of ${steps} steps: ${candidates} candidate deviations reduced to ${deviations.length} in ${runs} runs (${minimality})`,
    )
  }
  const race = counterexample(study, deviations)
  if (options.json === true || options.ndjson === true) {
    const { scenario, design } = study
    const origin = { endio: version, scenario: scenario.name, hash: scenario.hash, design }
    const bisection = { counterexample: race, candidates, runs, complete }
    terminal.out(toJson(bisectJson(origin, bisection, raceReplay(study, path, deviations))))
  } else if (options.quiet === true) {
    for (const deviation of deviations) terminal.out(formatDeviation(deviation))
  } else for (const line of racePage(study, path, race)) terminal.out(line)
}

function scheduleFor({ scenario, design }: Study, { deviations }: BisectProgress): Schedule {
  const { name, hash } = scenario
  const decisions = { kind: 'deviations' as const, deviations: [...deviations] }
  return { endio: 'schedule/1', scenario: name, hash, design, decisions }
}
