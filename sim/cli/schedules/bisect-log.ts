/** The log of a bisection: every run that was tried, as a schedule a line; the result is the last. */
import type { Study } from '../../api.ts'
import type { Log } from '../../counterexample/bisect.ts'
import type { Deviation, Schedule } from '../../schedule/schedule.ts'
import { openLog } from './schedule-file.ts'

export interface BisectLog {
  readonly add: Log
  /** Ends the log with the deviations that the bisection came to. */
  readonly close: (deviations: readonly Deviation[]) => Promise<void>
}

/** Without a file, nothing is kept. */
export async function keepLog(file: string | undefined, study: Study): Promise<BisectLog> {
  if (file === undefined) return { add: () => undefined, close: async () => Promise.resolve() }
  const tried: Parameters<Log>[] = []
  const log = await openLog(file)
  return {
    add: (...entry) => tried.push(entry),
    close: async (deviations) => log.write(lines(study, [...tried, [deviations, 'bad']])),
  }
}

function* lines(study: Study, tried: readonly Parameters<Log>[]): Generator<Schedule> {
  for (const [deviations, outcome] of tried) yield { ...scheduleFor(study, deviations), outcome }
}

/** A schedule file of `deviations`. */
export function scheduleFor(
  { scenario, design }: Study,
  deviations: readonly Deviation[],
): Schedule {
  const { name, hash } = scenario
  const decisions = { kind: 'deviations' as const, deviations: [...deviations] }
  return { endio: 'schedule/1', scenario: name, hash, design, decisions }
}
