/** The actors that a scenario says are interchangeable, as far as that can be judged by reading. */
import type { BoundActor } from './actors.ts'
import type { Findings } from './findings.ts'
import type { Scenario, SymmetryEntry } from './scenario.ts'
import { resolveActors } from './scope.ts'
import type { Scope } from './scope.ts'
import type { System } from './system.ts'

/** The groups as ids; none when nothing is declared. */
export function symmetryOf(
  { symmetry }: Scenario,
  scope: Scope,
  actors: readonly BoundActor[],
  findings: Findings,
): Pick<System, 'symmetry'> {
  if (symmetry.length === 0) return {}
  const seen = new Set<string>()
  const groups = symmetry.flatMap((entry) => {
    const resolved = resolveActors(entry.ids, scope, entry.path, findings)
    if (resolved === undefined) return []
    const ids = [resolved].flat()
    for (const id of ids) {
      if (seen.has(id)) findings.value(entry.path, 'meaning', `'${id}' is named twice`)
      seen.add(id)
    }
    checkMachines(entry, ids, actors, findings)
    return [ids]
  })
  return { symmetry: groups }
}

function checkMachines(
  { path }: SymmetryEntry,
  ids: readonly string[],
  actors: readonly BoundActor[],
  findings: Findings,
): void {
  const members = actors.filter(({ id }) => ids.includes(id))
  const [first] = members
  const other = members.find((actor) => actor.machine !== first?.machine)
  if (first === undefined || other === undefined) return
  const [one, two] = [first, other].map(({ id, kind }) => `'${id}' has ${kind.name}`)
  findings.value(
    path,
    'meaning',
    `only actors of one machine are interchangeable: ${one} and ${two}`,
  )
}
