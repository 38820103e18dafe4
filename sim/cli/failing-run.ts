/** The run that is to be told as a race: the one that is named, or else the shortest that fails. */
import { run, traceOfFailure } from '../api.ts'
import type { RunSource, Study } from '../api.ts'
import { runSentence } from '../report/run.ts'
import type { Trace } from '../trace/trace.ts'
import { UsageError } from './failure.ts'
import { searchStudy, usualSettings } from './search/search.ts'
import type { Terminal } from './terminal/terminal.ts'

/** @throws UsageError when it does not fail, or when none is named and none that ends is found. */
export async function failingTrace(
  study: Study,
  path: string,
  source: RunSource,
  maxStates: number,
  terminal: Terminal,
): Promise<Trace> {
  if (source.kind === 'default') return shortest(study, path, maxStates, terminal)
  const { trace } = run(study, source)
  if (trace.ending.kind === 'violated') return trace
  throw new UsageError(
    `${runSentence(trace)}\nOnly a run that fails is a race to tell: without a seed or a schedule the shortest is searched for`,
  )
}

async function shortest(
  study: Study,
  path: string,
  maxStates: number,
  terminal: Terminal,
): Promise<Trace> {
  const { checked } = await searchStudy(study, usualSettings(maxStates), terminal)
  const failure = checked.result.failures.find(({ loop }) => loop === undefined)
  if (failure !== undefined) return traceOfFailure(study, failure)
  throw new UsageError(
    `no run that ends fails in what was searched, so there is nothing to report; endio check ${path} says what was`,
  )
}
