/** The race as a mail for a list, in place of a page. */
import { run, traceOfFailure } from '../../api.ts'
import type { RunSource, Study } from '../../api.ts'
import type { Trace } from '../../trace/trace.ts'
import { UsageError } from '../failure.ts'
import { requireFailing } from '../race-export.ts'
import { raceMail } from '../race-mail.ts'
import { searchStudy, usualSettings } from '../search/search.ts'
import type { Session } from '../session.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** A run of `study`, which `path` names, and how far it is looked into. */
export interface MailSource {
  readonly study: Study
  readonly path: string
  readonly source: RunSource
  readonly session: Session
  readonly maxStates: number
}

/**
 * What an interrupt left out is not in it.
 * @throws UsageError when the run, or any run where none is named, does not fail.
 * @throws NotReducibleError
 */
export async function mailOf(
  { study, path, source, session, maxStates }: MailSource,
  terminal: Terminal,
): Promise<string> {
  const trace =
    source.kind === 'default'
      ? await shortest(study, path, maxStates, terminal)
      : run(study, source).trace
  requireFailing(trace, path)
  const { counterexample } = await session.reduce(trace)
  const analysis = await session.analyse(counterexample, maxStates)
  return raceMail(study, path, counterexample, analysis)
}

async function shortest(
  study: Study,
  path: string,
  maxStates: number,
  terminal: Terminal,
): Promise<Trace> {
  const { checked } = await searchStudy(study, usualSettings(maxStates), terminal)
  const failure = checked.result.failures.find(({ loop }) => loop === undefined)
  if (failure === undefined) {
    throw new UsageError(
      `no run that ends fails in what was searched, so there is nothing to report; endio check ${path} says what was`,
    )
  }
  return traceOfFailure(study, failure)
}
