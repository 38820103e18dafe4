/** A failing run, reduced, as a document for others: a C program, a test, a mail. */
import type { Study } from '../api.ts'
import { analyse } from '../counterexample/analysis.ts'
import { reduceTrace } from '../counterexample/bisect.ts'
import { counterexampleOf } from '../counterexample/counterexample.ts'
import type { Counterexample } from '../counterexample/counterexample.ts'
import { essentialSteps } from '../counterexample/relevant.ts'
import { cProgram } from '../export/c-reproducer/program.ts'
import { raceSource } from '../export/c-reproducer/reproduction.ts'
import type { Refusal } from '../export/c-reproducer/reproduction.ts'
import type { RaceSource } from '../export/c-reproducer/reproducer.ts'
import { xfsTest } from '../export/c-reproducer/xfstest.ts'
import { mailLines } from '../report/mail.ts'
import { runSentence } from '../report/run.ts'
import { formatDesign } from '../scenario/design.ts'
import { paragraphsUnder, readmeOf } from '../scenario/readme.ts'
import type { Trace } from '../trace/trace.ts'
import { UsageError } from './failure.ts'
import { raceReplay } from './schedules/race.ts'

/** What stands where xfstests has the number of a test. */
const testNumber = 'NNN'

export const raceFormats = ['c-reproducer', 'xfstest', 'xfstest.out', 'mail'] as const

/** @throws UsageError when the run does not fail, or user space cannot show the race. */
export async function raceDocument(
  study: Study,
  path: string,
  trace: Trace,
  format: (typeof raceFormats)[number],
  maxStates: number,
): Promise<string> {
  if (trace.ending.kind !== 'violated') {
    throw new UsageError(
      `${runSentence(trace)}\nOnly a run that fails is a race to tell: endio sweep ${path} finds seeds`,
    )
  }
  const { deviations } = lastOf(reduceTrace(study.model, trace))
  const counterexample = counterexampleOf(study.model, deviations)
  const found = sourceOf(study, path, counterexample)
  if (format === 'mail') return mailOf(study, path, counterexample, found, maxStates)
  if ('refused' in found) {
    throw new UsageError(
      `there is no C program for this race: ${found.refused}\nWhat would be needed: ${found.needs}`,
    )
  }
  switch (format) {
    case 'c-reproducer':
      return cProgram(found)
    case 'xfstest':
      return xfsTest(found, testNumber).script
    case 'xfstest.out':
      return xfsTest(found, testNumber).golden
  }
}

function sourceOf(
  study: Study,
  path: string,
  { violation, trace, deviations }: Counterexample,
): RaceSource | Refusal {
  const { scenario, design } = study
  const replay = raceReplay(study, path, deviations)
  return raceSource({ scenario, design, violation, trace, deviations, replay })
}

async function mailOf(
  study: Study,
  path: string,
  counterexample: Counterexample,
  found: RaceSource | Refusal,
  maxStates: number,
): Promise<string> {
  const { scenario, design, model } = study
  const { known } = lastOf(analyse(study, counterexample, { maxStates }))
  const readme = await readmeOf(scenario.file)
  const { list, subject, source } = scenario.origin
  const replay = raceReplay(study, path, counterexample.deviations)
  const lines = mailLines({
    ...{ counterexample, analysis: known, replay, title: scenario.title },
    relevant: essentialSteps(model, counterexample),
    origin: [subject, source, list].filter((o) => o !== undefined).join('; '),
    scenario: `${scenario.name} ${scenario.hash}`,
    design: formatDesign(design),
    program:
      'refused' in found
        ? found
        : raceReplay(study, path, counterexample.deviations).map((part, i) =>
            i === 0 ? part.replace(' run ', ' export --format c-reproducer ') : part,
          ),
    observed: paragraphsUnder(readme, 'Reproduced'),
    leftOut: paragraphsUnder(readme, 'Left out'),
  })
  return `${lines.join('\n')}\n`
}

function lastOf<T>(values: Iterable<T>): T {
  let last: { readonly value: T } | undefined
  for (const value of values) last = { value }
  if (last === undefined) throw new RangeError('work yields at least once')
  return last.value
}
