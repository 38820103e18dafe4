/** `endio check`: every interleaving of a design, proved or refuted. A suite is in check-suite.ts. */
import { stat } from 'node:fs/promises'
import { scheduleOfTrace, study, traceOfFailure } from '../../api.ts'
import type { Study } from '../../api.ts'
import { checkLines, checkSentence } from '../../report/check.ts'
import type { CheckedDesign } from '../../report/check.ts'
import { checkJson } from '../../report/check-json.ts'
import { toJson } from '../../report/json.ts'
import { count } from '../../report/text.ts'
import { designs } from '../../scenario/design.ts'
import type { Schedule } from '../../schedule/schedule.ts'
import { exitCode, exitCodes } from '../../verdict/exit.ts'
import { saveCertificate } from '../search/certificate.ts'
import { failurePage } from '../search/counterexample.ts'
import { UsageError } from '../failure.ts'
import { isCollection } from '../suite/find.ts'
import { chooseDesign, openScenario } from '../open.ts'
import { saveSchedule } from '../schedules/schedule-file.ts'
import { costs, searchSettings, searchStudy } from '../search/search.ts'
import type { SearchSettings, SearchWords } from '../search/search.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { version } from '../version.ts'
import { suiteCommand } from './check-suite.ts'
import type { SuiteOptions } from './check-suite.ts'

export interface CheckOptions extends SearchWords, SuiteOptions {
  readonly variant: readonly string[]
  readonly allDesigns?: boolean
  readonly expect?: boolean
  readonly save?: string
  readonly certificate?: string
}

export async function checkCommand(
  paths: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): Promise<number> {
  if (await asksForSuite(paths, options)) {
    if (options.variant.length > 0)
      throw new UsageError('a suite checks every design; no --variant')
    if (options.save !== undefined) throw new UsageError('a suite saves no schedules; no --save')
    if (options.certificate !== undefined) {
      throw new UsageError('a certificate is of one design; no --certificate for a suite')
    }
    return suiteCommand(paths, options, terminal)
  }
  const settings = searchSettings(options, 'auto')
  for (const file of [options.save, options.certificate]) {
    if (file !== undefined) await refuseExisting(file)
  }
  if (options.certificate !== undefined && (paths.length > 1 || options.allDesigns === true)) {
    throw new UsageError('a certificate is of one design; check one scenario, with --variant')
  }
  const pages = new Pages(options, settings, terminal)
  for (const path of paths) {
    const scenario = await openScenario(path, terminal)
    const chosen =
      options.allDesigns === true ? designs(scenario) : [chooseDesign(scenario, options.variant)]
    pages.announce(`${scenario.name} ${scenario.hash}`)
    for (const design of chosen) {
      await pages.add(study(scenario, design), path, chosen.length === 1)
      if (pages.interrupted) return pages.end()
    }
  }
  return pages.end()
}

async function asksForSuite(paths: readonly string[], options: CheckOptions): Promise<boolean> {
  const { expect, reporter, update, dryRun, dashboard, group } = options
  if (dashboard !== undefined) return true
  if (expect === true || reporter !== undefined || update === true || dryRun === true) return true
  if (group.length > 0) return true
  const collections = await Promise.all(paths.map(isCollection))
  return collections.includes(true)
}

/** Before the search, not after it. */
async function refuseExisting(file: string): Promise<void> {
  const exists = await stat(file).then(
    () => true,
    () => false,
  )
  if (exists) throw new UsageError(`'${file}' exists; give another name`)
}

/** Prints one design after the other and keeps what the exit code and the document need. */
class Pages {
  interrupted = false
  private readonly options: CheckOptions
  private readonly settings: SearchSettings
  private readonly terminal: Terminal
  private readonly all: CheckedDesign[] = []
  private readonly documents: object[] = []
  private saved = 0

  constructor(options: CheckOptions, settings: SearchSettings, terminal: Terminal) {
    this.options = options
    this.settings = settings
    this.terminal = terminal
  }

  announce(scenario: string): void {
    if (!this.text || this.options.quiet === true) return
    if (this.all.length > 0) this.terminal.out('')
    this.terminal.out(scenario)
  }

  /** Searches `subject`; with `whole`, shows each counterexample. */
  async add(subject: Study, path: string, whole: boolean): Promise<void> {
    const { terminal, options } = this
    const { checked, interrupted, seconds } = await searchStudy(subject, this.settings, terminal)
    if (options.quiet !== true) terminal.err(costs(checked.result.states, seconds))
    this.interrupted = interrupted
    this.all.push(checked)
    const { certificate } = options
    if (certificate !== undefined && checked.verdict.kind === 'holds' && !interrupted) {
      this.interrupted = !(await saveCertificate(subject, path, certificate, terminal))
    } else if (certificate !== undefined) {
      terminal.err(`${certificate} is not written: only a proof that everything holds has one`)
    }
    const { failures } = checked.result
    const schedules = failures.map((f) => scheduleOfTrace(subject, traceOfFailure(subject, f)))
    const files = this.filesFor(schedules.length)
    if (!this.text) this.document(subject, checked, schedules)
    else if (options.quiet === true) terminal.out(checkSentence(checked))
    else {
      terminal.out('')
      for (const line of checkLines(checked, !whole)) terminal.out(this.coloured(line))
      for (const line of await failurePage(subject, path, failures, { whole, files }, terminal)) {
        terminal.out(line)
      }
    }
    for (const [i, file] of files.entries()) {
      const schedule = schedules[i]
      if (schedule !== undefined) await saveSchedule(file, schedule)
    }
  }

  end(): number {
    const { terminal, options, all, interrupted, documents } = this
    if (options.json === true) {
      terminal.out(toJson({ schema: 'endio.checks/1', interrupted, designs: documents }))
    }
    if (this.text && all.length > 1) {
      const of = (kind: CheckedDesign['verdict']['kind']): number =>
        all.filter((c) => c.verdict.kind === kind).length
      const undecided = of('vacuous') + of('inconclusive')
      terminal.out('')
      terminal.out(
        `${count(all.length, 'design')} checked: ${of('holds')} hold, ${of('violated')} violated, ${undecided} not decided`,
      )
    }
    if (interrupted) return exitCodes.interrupted
    const codes = all.map((c) => exitCode(c.verdict))
    return codes.includes(exitCodes.violated) ? exitCodes.violated : Math.max(...codes)
  }

  private get text(): boolean {
    return this.options.json !== true && this.options.ndjson !== true
  }

  /** `race.json`, `race-2.json`, `race-3.json`, … for the counterexamples of this design. */
  private filesFor(failures: number): readonly string[] {
    const { save } = this.options
    if (save === undefined) return []
    return Array.from({ length: failures }, () => {
      const n = ++this.saved
      return n === 1 ? save : save.replace(/(\.[^./]*)?$/, `-${n}$1`)
    })
  }

  private document(
    { scenario, design }: Study,
    checked: CheckedDesign,
    schedules: readonly Schedule[],
  ): void {
    const origin = { endio: version, scenario: scenario.name, hash: scenario.hash, design }
    const document = { ...checkJson(origin, checked, schedules), interrupted: this.interrupted }
    this.documents.push(document)
    if (this.options.ndjson === true) this.terminal.out(toJson(document))
  }

  private coloured(line: string): string {
    const { terminal } = this
    if (/^ +(VIOLATED|NOT AS EXPECTED)/.test(line)) return terminal.style('bad', line)
    return /^ +(INCONCLUSIVE|VACUOUS)/.test(line) ? terminal.style('doubt', line) : line
  }
}
