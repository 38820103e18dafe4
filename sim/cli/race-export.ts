/** A failing run, reduced, in a form for others: a C program, a test, a mail. */
import type { Study } from '../api.ts'
import { analyse } from '../counterexample/analysis.ts'
import { reduceTrace } from '../counterexample/bisect.ts'
import { counterexampleOf } from '../counterexample/counterexample.ts'
import type { Counterexample } from '../counterexample/counterexample.ts'
import { cProgram } from '../export/c-reproducer/program.ts'
import { raceSource } from '../export/c-reproducer/reproduction.ts'
import type { RaceSource } from '../export/c-reproducer/reproducer.ts'
import { xfsTest } from '../export/c-reproducer/xfstest.ts'
import type { Trace } from '../trace/trace.ts'
import { UsageError } from './failure.ts'
import { raceMail } from './race-mail.ts'
import { raceReplay } from './schedules/race.ts'

/** What stands where xfstests has the number of a test. */
const testNumber = 'NNN'

export const raceFormats = ['c-reproducer', 'xfstest', 'xfstest.out', 'mail'] as const

/** Of a `trace` that fails. @throws UsageError when user space cannot show the race. */
export async function raceExport(
  study: Study,
  path: string,
  trace: Trace,
  format: (typeof raceFormats)[number],
  maxStates: number,
): Promise<string> {
  const { deviations } = lastOf(reduceTrace(study.model, trace))
  const counterexample = counterexampleOf(study.model, deviations)
  switch (format) {
    case 'mail': {
      const { known } = lastOf(analyse(study, counterexample, { maxStates }))
      return raceMail(study, path, counterexample, known)
    }
    case 'c-reproducer':
      return cProgram(sourceOf(study, path, counterexample))
    case 'xfstest':
      return xfsTest(sourceOf(study, path, counterexample), testNumber).script
    case 'xfstest.out':
      return xfsTest(sourceOf(study, path, counterexample), testNumber).golden
  }
}

/** @throws UsageError when user space cannot show the race. */
function sourceOf(
  study: Study,
  path: string,
  { violation, trace, deviations }: Counterexample,
): RaceSource {
  const { scenario, design } = study
  const replay = raceReplay(study, path, deviations)
  const found = raceSource({ scenario, design, violation, trace, deviations, replay })
  if (!('refused' in found)) return found
  throw new UsageError(
    `there is no C program for this race: ${found.refused}\nWhat would be needed: ${found.needs}`,
  )
}

function lastOf<T>(values: Iterable<T>): T {
  let last: { readonly value: T } | undefined
  for (const value of values) last = { value }
  if (last === undefined) throw new RangeError('work yields at least once')
  return last.value
}
