/** `endio report`: what another verb finds, as one HTML file that needs nothing else. */
import { writeFile } from 'node:fs/promises'
import { run } from '../../api.ts'
import type { RunSource, Study } from '../../api.ts'
import type { Document } from '../../document/document.ts'
import { htmlOf } from '../../html/html.ts'
import { toJson } from '../../report/json.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { openInBrowser } from '../browser.ts'
import { UsageError } from '../failure.ts'
import { noteInterrupt } from '../terminal/interrupt.ts'
import { openStudyFor, parseCount } from '../open.ts'
import { deliver } from '../output-file.ts'
import { readBundle } from '../report/bundle.ts'
import { raceDocument, reduce, runDocument } from '../report/of-run.ts'
import { checkDocument } from '../report/of-check.ts'
import { mailOf } from '../report/of-mail.ts'
import { matrixDocument } from '../report/of-matrix.ts'
import { sweepDocument } from '../report/of-sweep.ts'
import { Subject } from '../report/subject.ts'
import { describeSource, sourceOf } from '../run-source.ts'
import type { SourceOptions } from '../run-source.ts'
import { Session } from '../session.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** What is asked; `run` leaves a failing run as it is. */
export const questions = ['run', 'bisect', 'check', 'sweep', 'matrix'] as const
type Question = (typeof questions)[number]

export interface ReportOptions extends SourceOptions {
  readonly of?: Question
  readonly format: 'html' | 'mail'
  readonly variant: readonly string[]
  readonly seeds?: string
  readonly maxRuns?: string
  readonly maxStates?: string
  readonly out?: string
  readonly open?: boolean
  readonly json?: boolean
  readonly ndjson?: boolean
  readonly quiet?: boolean
}

export async function reportCommand(
  path: string,
  options: ReportOptions,
  terminal: Terminal,
): Promise<number> {
  if (options.format === 'mail') return reportMail(path, options, terminal)
  const interrupt = noteInterrupt()
  try {
    const document = await documentOf(path, options, terminal, interrupt.noted)
    if (options.json === true || options.ndjson === true) terminal.out(toJson(document))
    else await write(document, options, terminal)
    return interrupt.noted() ? exitCodes.interrupted : exitOf(document)
  } finally {
    interrupt.close()
  }
}

async function reportMail(
  path: string,
  options: ReportOptions,
  terminal: Terminal,
): Promise<number> {
  requireOneRace(options)
  const source = await sourceOf(options)
  const study = await openStudyFor(path, source, options.variant, terminal)
  const interrupt = noteInterrupt()
  try {
    const session = sessionOf(study, options, terminal, interrupt.noted)
    const maxStates = statesOf(options)
    const mail = await mailOf({ study, path, source, session, maxStates }, terminal)
    await deliver(mail, options.out, terminal)
    return interrupt.noted() ? exitCodes.interrupted : exitCodes.violated
  } finally {
    interrupt.close()
  }
}

/** @throws UsageError for options that say nothing of one race as text. */
function requireOneRace({ of, json, ndjson, seeds, open }: ReportOptions): void {
  const many = of !== undefined && of !== 'bisect' && of !== 'check'
  const wrong = [
    ...(many ? [`--of ${of}`] : []),
    ...(json === true ? ['--json'] : []),
    ...(ndjson === true ? ['--ndjson'] : []),
    ...(seeds === undefined ? [] : ['--seeds']),
    ...(open === true ? ['--open'] : []),
  ]
  if (wrong.length === 0) return
  throw new UsageError(`a mail is the text of one race; leave out ${wrong.join(', ')}`)
}

function sessionOf(
  study: Study,
  { maxRuns }: ReportOptions,
  terminal: Terminal,
  noted: () => boolean,
): Session {
  return new Session(study, terminal, noted, {
    maxRuns: parseCount('--max-runs', maxRuns) ?? 10_000,
  })
}

const statesOf = ({ maxStates }: ReportOptions): number =>
  parseCount('--max-states', maxStates) ?? 2_000_000

async function documentOf(
  path: string,
  options: ReportOptions,
  terminal: Terminal,
  noted: () => boolean,
): Promise<Document> {
  const source = await sourceOf(options)
  const question = options.of ?? usual(source)
  if (source.kind !== 'default' && question !== 'run' && question !== 'bisect') {
    throw new UsageError(
      `--of ${question} looks at many runs; leave out --seed, --schedule and --deviate`,
    )
  }
  const maxStates = statesOf(options)
  const study = await openStudyFor(path, source, options.variant, terminal)
  const subject = new Subject(study, path)
  const session = sessionOf(study, options, terminal, noted)
  const document = await answer(
    question,
    { subject, session, source, options, maxStates },
    terminal,
  )
  return subject.drawn(document)
}

interface Asked {
  readonly subject: Subject
  readonly session: Session
  readonly source: RunSource
  readonly options: ReportOptions
  readonly maxStates: number
}

async function answer(
  question: Question,
  { subject, session, source, options, maxStates }: Asked,
  terminal: Terminal,
): Promise<Document> {
  switch (question) {
    case 'run':
      return runDocument(subject, { source, options })
    case 'bisect': {
      const { trace } = run(subject.study, source)
      const found =
        trace.ending.kind === 'violated' ? await reduce(session, trace, maxStates) : undefined
      if (found === undefined) return runDocument(subject, { source, options })
      return raceDocument(subject, found, `${describeSource(source)}, reduced`)
    }
    case 'check':
      return checkDocument(subject, session, maxStates, terminal)
    case 'sweep':
      return sweepDocument(subject, session, options.seeds, maxStates)
    case 'matrix':
      return matrixDocument(subject, maxStates, terminal)
  }
}

/** A run that is named is what is asked about; without one, all of them. */
function usual(source: RunSource): Question {
  return source.kind === 'default' ? 'check' : 'bisect'
}

async function write(
  document: Document,
  { out, open, quiet }: ReportOptions,
  terminal: Terminal,
): Promise<void> {
  const file = out ?? 'endio-report.html'
  const html = htmlOf(document, await readBundle())
  await writeFile(file, html).catch(() => {
    throw new UsageError(`cannot write '${file}'`)
  })
  const size = Math.ceil(Buffer.byteLength(html) / 1024)
  if (quiet !== true) terminal.err(`${size} KB, ${document.runs.length} runs`)
  terminal.out(file)
  if (open === true) openInBrowser(file, terminal)
}

function exitOf({ headline }: Document): number {
  switch (headline.outcome) {
    case 'violated':
      return exitCodes.violated
    case 'passed':
    case 'holds':
      return exitCodes.clean
    case 'open':
      return exitCodes.inconclusive
  }
}
