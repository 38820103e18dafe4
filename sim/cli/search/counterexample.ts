/** The failures that `check` found, each with its shortest run and the commands that show it again. */
import { traceOfFailure } from '../../api.ts'
import type { Study } from '../../api.ts'
import { NotReducibleError, reduceTrace } from '../../counterexample/bisect.ts'
import { conflictOf } from '../../counterexample/conflict.ts'
import { traceOf } from '../../counterexample/counterexample.ts'
import { contestedSteps } from '../../counterexample/relevant.ts'
import { failureLines } from '../../report/check.ts'
import { deviationWords } from '../../report/deviation.ts'
import type { Evidence, FailureText } from '../../report/check.ts'
import { commandLines } from '../../report/race.ts'
import type { Deviation } from '../../schedule/schedule.ts'
import type { SearchFailure } from '../../space/search.ts'
import type { Trace } from '../../trace/trace.ts'
import { drain } from '../terminal/interrupt.ts'
import { progress } from '../terminal/progress.ts'
import { raceReplay } from '../schedules/race.ts'
import { checkCommandParts, quote } from '../schedules/replay-command.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Runs to spend on stating one failure as deviations: some seconds at most. */
const maxRuns = 2_000

export interface PageOptions {
  /** Draw each counterexample; otherwise only the command that does. */
  readonly whole: boolean
  /** The file that the schedule of each failure goes to; empty when nothing is saved. */
  readonly files: readonly string[]
}

export async function failurePage(
  study: Study,
  path: string,
  failures: readonly SearchFailure[],
  { whole, files }: PageOptions,
  terminal: Terminal,
): Promise<readonly string[]> {
  if (failures.length === 0) return []
  const saved = failures.map((_, i) => scheduleCommands(path, files[i]))
  if (!whole) {
    const commands: Commands = [['Next:', checkCommandParts(study, path)], ...saved.flat()]
    return commands.flatMap(([label, parts]) => commandLines(`  ${label}`, parts))
  }
  const lines: string[] = []
  for (const [i, failure] of failures.entries()) {
    const shown = await describe(study, path, failure, saved[i] ?? [], terminal)
    lines.push('', ...failureLines(shown))
  }
  return lines
}

type Commands = FailureText['commands']

/** A schedule brings its own design. */
function scheduleCommands(path: string, file: string | undefined): Commands {
  if (file === undefined) return []
  const schedule = `--schedule ${quote(file)}`
  return [
    ['Replay:', [`npx endio run ${quote(path)}`, schedule]],
    ['Next:', [`npx endio bisect ${quote(path)}`, schedule]],
  ]
}

async function describe(
  study: Study,
  path: string,
  failure: SearchFailure,
  saved: Commands,
  terminal: Terminal,
): Promise<FailureText> {
  const trace = traceOfFailure(study, failure)
  // A run without end is no run of the default schedule.
  const deviations =
    failure.loop === undefined ? await deviationsFor(study, trace, terminal) : undefined
  const race: Commands =
    deviations === undefined ? [] : [['Race:', raceReplay(study, path, deviations)]]
  return {
    failure,
    evidence: evidenceOf(failure, trace),
    relevant:
      failure.loop === undefined
        ? contestedSteps(trace, failure.violation, conflictOf(study.model))
        : trace.steps,
    needs: needsOf(study, deviations),
    commands: [...race, ...saved],
  }
}

function evidenceOf({ loop, decisions, minimum }: SearchFailure, trace: Trace): Evidence {
  return loop === undefined
    ? { kind: 'run', trace, minimum }
    : { kind: 'lasso', trace, stem: decisions.length }
}

function needsOf(
  { model }: Study,
  deviations: readonly Deviation[] | undefined,
): readonly string[] {
  if (deviations === undefined) return []
  // The names are those of the run that the deviations make, which need not be the one drawn.
  const steps = deviations.some((d) => d.kind === 'take') ? traceOf(model, deviations).steps : []
  if (deviations.length > 0) return deviations.map((d) => deviationWords(d, steps))
  return ['no deviation: the default schedule fails']
}

/** Deviations of the default schedule that show the same failure; undefined where there are none. */
export async function deviationsFor(
  { model }: Study,
  trace: Trace,
  terminal: Terminal,
): Promise<readonly Deviation[] | undefined> {
  const bar = progress(terminal, undefined, 'runs')
  try {
    const { last } = await drain(reduceTrace(model, trace, { maxRuns }), (known) => {
      bar.update(known.runs, `${known.deviations.length} deviations left`)
    })
    return last?.deviations
  } catch (error) {
    if (error instanceof NotReducibleError) return undefined
    throw error
  }
}
