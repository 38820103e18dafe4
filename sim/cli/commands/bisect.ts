/** `endio bisect`: from a failing seed, or a good and a bad schedule, to the race and its reasons. */
import { run } from '../../api.ts'
import type { RunSource, Study } from '../../api.ts'
import type { Analysis } from '../../counterexample/analysis.ts'
import type { BisectProgress } from '../../counterexample/bisect.ts'
import type { Counterexample } from '../../counterexample/counterexample.ts'
import type { Isolation } from '../../counterexample/isolate.ts'
import { analysisJson, isolationJson } from '../../report/analysis-json.ts'
import { analysisLines } from '../../report/analysis.ts'
import { bisectJson, toJson } from '../../report/json.ts'
import { runSentence } from '../../report/run.ts'
import { formatDeviation } from '../../schedule/schedule.ts'
import type { Trace } from '../../trace/trace.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { keepLog, scheduleFor } from '../schedules/bisect-log.ts'
import { UsageError } from '../failure.ts'
import { noteInterrupt } from '../terminal/interrupt.ts'
import { openStudyFor, parseCount } from '../open.ts'
import { racePage, raceReplay } from '../schedules/race.ts'
import { saveSchedule } from '../schedules/schedule-file.ts'
import { failing, Session } from '../session.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { version } from '../version.ts'
import { sourcesOf } from './bisect-options.ts'
import type { BisectOptions } from './bisect-options.ts'

/** What has been found so far; stages that an interrupt left out are absent. */
interface Found {
  readonly steps: number
  readonly reduced: BisectProgress
  readonly counterexample: Counterexample
  readonly isolation?: Isolation
  readonly analysis?: Analysis
}

export async function bisectCommand(
  path: string,
  options: BisectOptions,
  terminal: Terminal,
): Promise<number> {
  const interrupt = noteInterrupt()
  try {
    return await bisect(path, options, terminal, interrupt.noted)
  } finally {
    interrupt.close()
  }
}

async function bisect(
  path: string,
  options: BisectOptions,
  terminal: Terminal,
  noted: () => boolean,
): Promise<number> {
  const maxRuns = parseCount('--max-runs', options.maxRuns) ?? 10_000
  const maxStates = parseCount('--max-states', options.maxStates) ?? 2_000_000
  const { bad, good } = await sourcesOf(options)
  const study = await openStudyFor(path, bad, options.variant, terminal)
  const trace = failing(study, bad, path)
  const passing = good && passes(study, good)
  const log = await keepLog(options.log, study)
  const session = new Session(study, terminal, noted, {
    maxRuns,
    log: log.add,
  })
  const isolation = passing && (await session.isolate(passing, trace))
  const { reduced, counterexample } = await session.reduce(trace)
  const found = {
    steps: trace.steps.length,
    reduced,
    counterexample,
    ...(isolation && { isolation }),
  }
  await log.close(reduced.deviations)
  if (options.save !== undefined)
    await saveSchedule(options.save, scheduleFor(study, reduced.deviations))
  const text = options.json !== true && options.ndjson !== true
  if (text) printRace(study, path, found, options, terminal)
  const wanted = options.quiet !== true && !session.interrupted
  const analysis = wanted ? await session.analyse(counterexample, maxStates) : undefined
  const all = { ...found, ...(analysis && { analysis }) }
  if (!text) terminal.out(toJson(documentOf(study, path, all)))
  else if (analysis !== undefined) {
    for (const line of analysisLines({ ...all, analysis })) terminal.out(line)
  }
  return session.interrupted ? exitCodes.interrupted : exitCodes.violated
}

function passes(study: Study, source: RunSource): Trace {
  const { trace } = run(study, source)
  if (trace.ending.kind === 'passed') return trace
  throw new UsageError(
    `--good: ${runSentence(trace)}\nA good run passes under the design of the bad one`,
  )
}

/**
 * The race goes to the standard output first, byte for byte as its replay line prints it; how it was
 * found is told on the side.
 */
function printRace(
  study: Study,
  path: string,
  { steps, reduced, counterexample }: Found,
  options: BisectOptions,
  terminal: Terminal,
): void {
  const { deviations, runs, candidates } = reduced
  if (options.quiet === true) {
    for (const deviation of deviations) terminal.out(formatDeviation(deviation))
    return
  }
  terminal.err(
    `failing run of ${steps} steps: ${candidates} candidate deviations reduced to ${deviations.length} in ${runs} runs (${minimality(reduced)})`,
  )
  for (const line of racePage(study, path, counterexample)) terminal.out(line)
}

function minimality({ complete, minimum }: BisectProgress): string {
  if (!complete) return 'not proved minimal'
  return minimum
    ? 'minimum: no fewer of the candidates show the failure'
    : '1-minimal: leaving out any one loses the failure'
}

function documentOf(study: Study, path: string, found: Found): object {
  const { scenario, design } = study
  const { reduced, counterexample, isolation, analysis } = found
  const { deviations, ...effort } = reduced
  const origin = { endio: version, scenario: scenario.name, hash: scenario.hash, design }
  const replay = raceReplay(study, path, deviations)
  return {
    ...bisectJson(origin, { counterexample, ...effort }, replay),
    isolation: isolation && isolationJson(isolation),
    ...(analysis && analysisJson(analysis)),
  }
}
