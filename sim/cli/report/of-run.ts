/** The page of one run: bisected where it fails, and as it is where it does not. */
import { run, scheduleOf, study } from '../../api.ts'
import type { RunSource } from '../../api.ts'
import type { Analysis } from '../../counterexample/analysis.ts'
import { NotReducibleError } from '../../counterexample/bisect.ts'
import type { BisectProgress } from '../../counterexample/bisect.ts'
import { fixes } from '../../counterexample/choices.ts'
import { conflictOf } from '../../counterexample/conflict.ts'
import type { Counterexample } from '../../counterexample/counterexample.ts'
import { contestedSteps, essentialSteps } from '../../counterexample/relevant.ts'
import type { Document } from '../../document/document.ts'
import { analysisFacts } from '../../document/facts.ts'
import { raceHeadline, runHeadline } from '../../document/headline.ts'
import { raceMarks, traceMarks } from '../../document/marks.ts'
import type { RunRecord } from '../../document/run.ts'
import { changesTable } from '../../document/tables.ts'
import { violatedProperty } from '../../model/violation.ts'
import { deviationWords } from '../../report/deviation.ts'
import type { Trace } from '../../trace/trace.ts'
import { raceMail } from '../race-mail.ts'
import { scheduleFor } from '../schedules/bisect-log.ts'
import { raceReplay } from '../schedules/race.ts'
import { replayCommand } from '../schedules/replay-command.ts'
import { describeSource, replayOptions } from '../run-source.ts'
import type { SourceOptions } from '../run-source.ts'
import type { Session } from '../session.ts'
import { runFiles } from './run-files.ts'
import { Subject } from './subject.ts'

/** A run as the command line names it. */
export interface NamedRun {
  readonly source: RunSource
  readonly options: SourceOptions
}

/** The run of `source` as it is. */
export function runDocument(subject: Subject, { source, options }: NamedRun): Document {
  const { study, path } = subject
  const result = run(study, source)
  const replay = replayCommand(study, path, replayOptions(source, options)).join(' ')
  const record = plainRecord(subject, result.trace, {
    name: nameOf(result.trace),
    how: describeSource(source),
    replay,
  })
  return subject.document({
    leads: 'run',
    headline: runHeadline(result.trace),
    runs: [record],
    tables: [],
    facts: [],
    downloads: runFiles(study, result.trace, scheduleOf(study, result)),
    mail: '',
  })
}

/** A run that was not reduced; of a failing one, the steps that conflict over what it is about. */
export function plainRecord(
  subject: Subject,
  trace: Trace,
  about: Pick<RunRecord, 'name' | 'how' | 'replay'>,
): RunRecord {
  const { ending } = trace
  const essential =
    ending.kind === 'violated'
      ? contestedSteps(trace, ending.violation, conflictOf(subject.study.model))
      : []
  return subject.record(trace, { ...about, needs: [], essential, marks: traceMarks(trace) })
}

function nameOf({ ending }: Trace): string {
  return { passed: 'passing run', violated: 'failing run', bound: 'unfinished run' }[ending.kind]
}

/** What a bisection of a failing run came to. */
export interface Reduced {
  readonly reduced: BisectProgress
  readonly counterexample: Counterexample
  readonly analysis?: Analysis
}

/** Reduces, explains and analyses `trace`; undefined where it is no run of the default schedule. */
export async function reduce(
  session: Session,
  trace: Trace,
  maxStates: number,
): Promise<Reduced | undefined> {
  try {
    const found = await session.reduce(trace)
    const analysis = session.interrupted
      ? undefined
      : await session.analyse(found.counterexample, maxStates)
    return { ...found, ...(analysis && { analysis }) }
  } catch (error) {
    if (error instanceof NotReducibleError) return undefined
    throw error
  }
}

/** The page of a race: the failing run, the nearest passing one, the designs beside it. */
export async function raceDocument(
  subject: Subject,
  found: Reduced,
  how: string,
): Promise<Document> {
  const { counterexample, reduced, analysis } = found
  const { violation, deviations } = counterexample
  return subject.document({
    leads: 'run',
    headline: raceHeadline(counterexample, analysis),
    runs: raceRecords(subject, found, how),
    tables: analysis === undefined ? [] : changesTable(analysis, violatedProperty(violation)),
    facts: [
      {
        label: 'Reduced',
        text: `${reduced.candidates} candidate deviations to ${deviations.length} in ${reduced.runs} runs`,
      },
      ...(analysis === undefined ? [] : analysisFacts(analysis)),
    ],
    ...(await raceFiles(subject, found)),
  })
}

/** The files of a race, and its mail. */
export async function raceFiles(
  { study, path }: Subject,
  { counterexample, analysis }: Reduced,
): Promise<Pick<Document, 'downloads' | 'mail'>> {
  const mail = await raceMail(study, path, counterexample, analysis)
  const schedule = scheduleFor(study, counterexample.deviations)
  return { downloads: runFiles(study, counterexample.trace, schedule), mail }
}

/** The failing run, and the nearest passing one if there is one. */
export function raceRecords(
  subject: Subject,
  { counterexample, analysis }: Reduced,
  how: string,
): readonly RunRecord[] {
  const { study, path } = subject
  const { trace, deviations, pair, nearest } = counterexample
  const words = (all: Counterexample['deviations'], { steps }: Trace): readonly string[] =>
    all.map((d) => deviationWords(d, steps))
  const failing = subject.record(trace, {
    name: 'failing run',
    how,
    replay: raceReplay(study, path, deviations).join(' '),
    needs: words(deviations, trace),
    essential: drawn(subject, counterexample),
    ...(pair && { pair: { first: pair.first.index, second: pair.second.index } }),
    marks: raceMarks(counterexample, analysis),
  })
  const fixed = fixedRecords(subject, deviations, analysis)
  if (nearest === undefined) return [failing, ...fixed]
  const { change, deviation } = nearest
  const needs = [deviationWords(deviation, nearest.trace.steps)]
  const passing = subject.record(nearest.trace, {
    name: 'nearest passing run',
    how: change === 'withdrawn' ? `without ${needs.join()}` : `with ${needs.join()}`,
    replay: raceReplay(
      study,
      path,
      change === 'withdrawn'
        ? deviations.filter((d) => d !== deviation)
        : [...deviations, deviation],
    ).join(' '),
    needs: [],
    essential: [],
    marks: traceMarks(nearest.trace),
  })
  return [failing, passing, ...fixed]
}

/** The same orders, as far as they apply, under the first design that closes the race. */
function fixedRecords(
  { study: { scenario }, path }: Subject,
  deviations: Counterexample['deviations'],
  analysis: Analysis | undefined,
): readonly RunRecord[] {
  const fix = analysis?.changes?.done.find(fixes)
  if (fix === undefined) return []
  const other = new Subject(study(scenario, fix.design), path)
  const { trace, ignored } = run(other.study, { kind: 'deviations', deviations })
  if (trace.ending.kind !== 'passed') return []
  const choices = fix.choices.map(([variant, choice]) => `${variant}=${String(choice)}`).join(' ')
  const left = ignored.length === 0 ? '' : `, of which ${ignored.length} cannot be had there`
  return [
    other.record(trace, {
      name: `with ${choices}`,
      how: `the orders of the failing run under ${choices}${left}`,
      replay: raceReplay(other.study, path, deviations).join(' '),
      needs: [],
      essential: [],
      marks: traceMarks(trace),
    }),
  ]
}

/** The steps that a reader needs, and in any case the deciding pair and the choices that were made. */
function drawn({ study }: Subject, counterexample: Counterexample): Trace['steps'] {
  const { trace, pair } = counterexample
  const essential = new Set(essentialSteps(study.model, counterexample))
  return trace.steps.filter(
    (s) =>
      essential.has(s) ||
      s === pair?.first ||
      s === pair?.second ||
      (s.alternative?.taken ?? 0) > 0,
  )
}
