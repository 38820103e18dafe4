/** `endio export`: one run, or a whole design, in a form that other tools read. */
import { run } from '../../api.ts'
import type { Study } from '../../api.ts'
import { chromeText } from '../../export/chrome.ts'
import { ftraceText } from '../../export/ftrace.ts'
import { itfText } from '../../export/itf.ts'
import { mermaidSequence } from '../../export/mermaid.ts'
import { promelaText } from '../../export/promela.ts'
import { rulesOf } from '../../export/rules.ts'
import { shivizText } from '../../export/shiviz.ts'
import { tlaText } from '../../export/tla.ts'
import { traceDat } from '../../export/trace-dat.ts'
import { formatDesign } from '../../scenario/design.ts'
import type { Trace } from '../../trace/trace.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { failingTrace } from '../failing-run.ts'
import { openStudyFor, parseCount } from '../open.ts'
import { deliver } from '../output-file.ts'
import { raceExport, raceFormats } from '../race-export.ts'
import { sourceOf } from '../run-source.ts'
import type { SourceOptions } from '../run-source.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Of one run; then of a design with all its runs. */
export const formats = [
  'trace.dat',
  'ftrace',
  'chrome',
  'itf',
  'mermaid',
  'shiviz',
  ...raceFormats,
  'promela',
  'tla',
] as const

export interface ExportOptions extends SourceOptions {
  readonly format: (typeof formats)[number]
  readonly variant: readonly string[]
  readonly maxStates?: string
  readonly out?: string
}

/** States to explore for a twin or for what a mail says beyond the race. */
const maxExplored = 2_000_000

export async function exportCommand(
  path: string,
  options: ExportOptions,
  terminal: Terminal,
): Promise<number> {
  const source = await sourceOf(options)
  const maxStates = parseCount('--max-states', options.maxStates) ?? maxExplored
  const study = await openStudyFor(path, source, options.variant, terminal)
  const trace = (): Trace => run(study, source).trace
  const failing = async (): Promise<Trace> => failingTrace(study, path, source, maxStates, terminal)
  const { format } = options
  const document = isRace(format)
    ? await raceExport(study, path, await failing(), format, maxStates)
    : written(study, trace, format, maxStates)
  await deliver(document, options.out, terminal)
  return exitCodes.clean
}

type RaceFormat = (typeof raceFormats)[number]

function isRace(format: ExportOptions['format']): format is RaceFormat {
  const races: readonly string[] = raceFormats
  return races.includes(format)
}

function written(
  study: Study,
  trace: () => Trace,
  format: Exclude<ExportOptions['format'], RaceFormat>,
  maxStates: number,
): string | Uint8Array {
  const { scenario, design } = study
  const name = [scenario.name, scenario.hash, formatDesign(design)].join(' ').trim()
  switch (format) {
    case 'trace.dat':
      return traceDat(trace())
    case 'ftrace':
      return ftraceText(trace())
    case 'chrome':
      return chromeText(trace(), name)
    case 'itf':
      return itfText(trace(), name)
    case 'mermaid':
      return mermaidSequence(trace())
    case 'shiviz':
      return shivizText(trace())
    case 'promela':
      return promelaText(rulesOf(study.model, maxStates))
    case 'tla':
      return tlaText(rulesOf(study.model, maxStates))
  }
}
