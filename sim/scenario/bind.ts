/**
 * Scenario and design to system. Loading binds every design once, so binding a loaded scenario
 * cannot fail: a mistake that shows in one design only is found before anything is explored.
 */
import { ScenarioError } from '../errors.ts'
import { bindActors, factsOf } from './actors.ts'
import type { BoundActor } from './actors.ts'
import { Findings } from './findings.ts'
import { MAX } from './format.ts'
import { PropertyBinder } from './properties.ts'
import type { Design, Scenario } from './scenario.ts'
import { resolveCount, scopeOf } from './scope.ts'
import type { Scope } from './scope.ts'
import { symmetryOf } from './symmetry.ts'
import { syncOf } from './synchronisation.ts'
import type { Bound, System } from './system.ts'

/**
 * The system that `scenario` describes under `design`. Pure.
 * @throws ScenarioError when `design` is not one of `designs(scenario)` and does not fit.
 */
export function bind(scenario: Scenario, design: Design): System {
  const findings = new Findings(scenario.source, scenario.tree)
  const { system } = bindInto(scenario, design, findings)
  if (findings.hasErrors) throw new ScenarioError(findings.problems)
  return system
}

/** A system of what could be bound, with the actors' places; complaints go to `findings`. */
export function bindInto(
  scenario: Scenario,
  design: Design,
  findings: Findings,
): { readonly system: System; readonly actors: readonly BoundActor[] } {
  const scope = scopeOf(scenario, design, findings)
  const actors = bindActors(scenario, scope, findings)
  const binder = new PropertyBinder(
    scenario,
    { ...scope, facts: factsOf(actors, findings) },
    findings,
  )
  const { strips } = scenario.catalogue
  const properties = scenario.properties.flatMap((entry) => binder.bind(entry) ?? [])
  const system: System = {
    name: scenario.name,
    actors: actors.map(({ id, machine, input, kind, entry }) => ({
      ...{ id, machine, input, machineName: kind.name },
      ...(kind.holders && { holders: kind.holders }),
      ...(kind.functions && { functions: kind.functions }),
      ...syncOf(kind.declared, { id, input }, (message) => {
        findings.key(entry.path, 'bad-export', `machine '${kind.name}': ${message}`)
      }),
    })),
    properties,
    bound: boundOf(scenario, scope, findings),
    ...symmetryOf(scenario, scope, actors, findings),
    ...(strips.length > 0 && { strips }),
  }
  return { system, actors }
}

function boundOf({ bound }: Scenario, scope: Scope, findings: Findings): Bound {
  const count = (key: 'steps' | 'faults', min: number): number =>
    resolveCount(bound[key], ['bound', key], [min, MAX[key]], scope, findings) ?? min
  return { steps: count('steps', 1), faults: count('faults', 0) }
}
