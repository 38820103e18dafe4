/** From a reduced run to what a C program is written from, or the reason why there is none. */
import { violatedProperty } from '../../model/violation.ts'
import type { Violation } from '../../model/violation.ts'
import { bind } from '../../scenario/bind.ts'
import { formatDesign } from '../../scenario/design.ts'
import type { Reproduction } from '../../scenario/reproducer.ts'
import type { Design, Scenario } from '../../scenario/scenario.ts'
import type { Deviation } from '../../schedule/schedule.ts'
import type { Trace } from '../../trace/trace.ts'
import type { RaceSource } from './reproducer.ts'

/** Why user space cannot show the race, and what could. */
export interface Refusal {
  readonly refused: string
  readonly needs: string
}

export interface ReducedRun {
  readonly scenario: Scenario
  readonly design: Design
  readonly violation: Violation
  readonly trace: Trace
  readonly deviations: readonly Deviation[]
  readonly replay: readonly string[]
}

/** @throws ReproducerError when a module of the scenario gives something of another shape. */
export function raceSource(run: ReducedRun): RaceSource | Refusal {
  const { scenario, design, violation, trace, deviations, replay } = run
  if (trace.steps.some(({ alternative }) => alternative?.fault === true)) {
    return {
      refused: 'the run takes a fault, an I/O that fails',
      needs: 'a device that fails it: the dust, error or flakey target of the device mapper',
    }
  }
  const user = reproductionOf(scenario, design, violation)
  if ('refused' in user) return user
  const { list, subject, source } = scenario.origin
  return {
    name: scenario.name,
    title: scenario.title,
    origin: [subject, source, list].filter((o) => o !== undefined).join('; '),
    scenario: `${scenario.name} ${scenario.hash}`,
    design: formatDesign(design),
    ...{ violation, trace, deviations, replay, user },
  }
}

function reproductionOf(scenario: Scenario, design: Design, violation: Violation): Reproduction {
  const [reproducer] = scenario.catalogue.reproducers
  if (reproducer === undefined) {
    return {
      refused: 'no module of the scenario says what it is in user space',
      needs: "a function 'reproducer' beside its machines",
    }
  }
  const name = violatedProperty(violation)
  const entry = scenario.properties.find((p) => p.name === name)
  const actors = bind(scenario, design).actors.map(({ id, machineName, input }) => ({
    ...{ id, input },
    machine: machineName ?? id,
  }))
  return reproducer({ actors, property: entry?.form === 'use' ? entry.use : name })
}
