/** The race as a mail for a list, in place of a page. */
import { run, traceOfFailure } from '../../api.ts'
import type { RunSource, Study } from '../../api.ts'
import type { Trace } from '../../trace/trace.ts'
import { UsageError } from '../failure.ts'
import { raceDocument } from '../race-document.ts'
import { searchSettings, searchStudy } from '../search/search.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** @throws UsageError when the run, or any run where none is named, does not fail. */
export async function mailOf(
  study: Study,
  path: string,
  source: RunSource,
  maxStates: number,
  terminal: Terminal,
): Promise<string> {
  const trace =
    source.kind === 'default'
      ? await shortest(study, path, maxStates, terminal)
      : run(study, source).trace
  return raceDocument(study, path, trace, 'mail', maxStates)
}

async function shortest(
  study: Study,
  path: string,
  maxStates: number,
  terminal: Terminal,
): Promise<Trace> {
  const settings = searchSettings({ maxStates: String(maxStates) }, 'auto')
  const { checked } = await searchStudy(study, settings, terminal)
  const failure = checked.result.failures.find(({ loop }) => loop === undefined)
  if (failure === undefined) {
    throw new UsageError(
      `no run that ends fails in what was searched, so there is nothing to report; endio check ${path} says what was`,
    )
  }
  return traceOfFailure(study, failure)
}
