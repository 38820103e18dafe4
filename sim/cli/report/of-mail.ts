/** The race as a mail for a list, in place of a page. */
import type { RunSource, Study } from '../../api.ts'
import { failingTrace } from '../failing-run.ts'
import { raceMail } from '../race-mail.ts'
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
  const trace = await failingTrace(study, path, source, maxStates, terminal)
  const { counterexample } = await session.reduce(trace)
  const analysis = await session.analyse(counterexample, maxStates)
  return raceMail(study, path, counterexample, analysis)
}
