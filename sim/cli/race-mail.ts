/** A reduced race as a mail for a list: what `export` and `report` print, and what a page has to copy. */
import type { Study } from '../api.ts'
import type { Analysis } from '../counterexample/analysis.ts'
import type { Counterexample } from '../counterexample/counterexample.ts'
import { essentialSteps } from '../counterexample/relevant.ts'
import { raceSource } from '../export/c-reproducer/reproduction.ts'
import { mailLines } from '../report/mail.ts'
import { formatDesign } from '../scenario/design.ts'
import { paragraphsUnder, readmeOf } from '../scenario/readme.ts'
import { raceReplay } from './schedules/race.ts'

/** `analysis`: as far as it was asked for, or not interrupted. @throws ReproducerError */
export async function raceMail(
  study: Study,
  path: string,
  counterexample: Counterexample,
  analysis: Analysis = { complete: false },
): Promise<string> {
  const { scenario, design, model } = study
  const { violation, trace, deviations } = counterexample
  const replay = raceReplay(study, path, deviations)
  const found = raceSource({ scenario, design, violation, trace, deviations, replay })
  const readme = await readmeOf(scenario.file)
  const { list, subject, source } = scenario.origin
  const [command = '', ...how] = replay
  const lines = mailLines({
    ...{ counterexample, analysis, replay, design: formatDesign(design), title: scenario.title },
    ...{ relevant: essentialSteps(model, counterexample), actors: model.system.actors },
    origin: [subject, source, list].filter((o) => o !== undefined).join('; '),
    scenario: `${scenario.name} ${scenario.hash}`,
    program:
      'refused' in found
        ? found
        : [command.replace(' run ', ' export --format c-reproducer '), ...how],
    observed: paragraphsUnder(readme, 'Reproduced'),
    leftOut: paragraphsUnder(readme, 'Left out'),
  })
  return `${lines.join('\n')}\n`
}
