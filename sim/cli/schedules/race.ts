/** What `bisect` and `run --deviate` print alike: the same race, the same bytes. */
import type { Study } from '../../api.ts'
import type { Counterexample } from '../../counterexample/counterexample.ts'
import { essentialSteps } from '../../counterexample/relevant.ts'
import { raceLines } from '../../report/race.ts'
import { formatDesign } from '../../scenario/design.ts'
import { deviationOptions, replayCommand } from './replay-command.ts'

export function racePage(
  study: Study,
  path: string,
  counterexample: Counterexample,
): readonly string[] {
  const { model, scenario, design } = study
  const { deviations } = counterexample
  return raceLines({
    counterexample,
    relevant: essentialSteps(model, counterexample),
    scenario: `${scenario.name} ${scenario.hash}`,
    design: formatDesign(design),
    replay: raceReplay(study, path, deviations),
  })
}

/** Without deviations the default schedule fails, and that is what plain `run` takes. */
export function raceReplay(
  study: Study,
  path: string,
  deviations: Counterexample['deviations'],
): readonly string[] {
  return replayCommand(study, path, deviationOptions(deviations))
}
