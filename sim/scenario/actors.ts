/**
 * The actors of one design: references replaced, counts expanded, inputs parsed by the schemas of
 * their machines.
 */
import { initialContext } from './catalogue.ts'
import type { MachineKind } from './catalogue.ts'
import type { Findings } from './findings.ts'
import { parseAt } from './issues.ts'
import type { ActorEntry, Scenario } from './scenario.ts'
import { substitute } from './scope.ts'
import type { Scope } from './scope.ts'
import { nearest } from './suggest.ts'
import type { Actor } from './system.ts'
import type { ActorFacts } from './translate.ts'
import type { Path } from './tree.ts'

/** An actor with the kind of its machine and its entry in the file. */
export interface BoundActor extends Actor {
  readonly kind: MachineKind
  readonly entry: ActorEntry
}

/** Actors in the order of the file. Those that are refused are reported and left out. */
export function bindActors(
  scenario: Scenario,
  scope: Scope,
  findings: Findings,
): readonly BoundActor[] {
  return scenario.actors.flatMap((entry): readonly BoundActor[] => {
    const kind = machineNamed(entry.machine, scenario, [...entry.path, 'machine'], findings)
    if (kind === undefined) return []
    const parsed = parseInput(kind, entry.input, entry.path, scope, findings)
    if (!parsed.ok) return []
    const ids = [scope.actors.get(entry.id) ?? []].flat()
    return ids.map((id) => ({ id, machine: kind.machine, input: parsed.value, kind, entry }))
  })
}

/** The machine of this name, or undefined after reporting the place of the name. */
export function machineNamed(
  name: string,
  { catalogue }: Scenario,
  path: Path,
  findings: Findings,
): MachineKind | undefined {
  const kind = catalogue.machines.get(name)
  if (kind !== undefined || !catalogue.complete) return kind
  const suggestion = nearest(name, catalogue.machines.keys())
  return findings.value(
    path,
    'unknown-machine',
    `no module exports a machine '${name}'`,
    suggestion,
  )
}

/** Not ok means that the reason has been reported. */
export type ParsedInput = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

/** The input of a machine as its schema returns it, with defaults; issues are placed below `path`. */
export function parseInput(
  kind: MachineKind,
  written: Readonly<Record<string, unknown>>,
  path: Path,
  scope: Scope,
  findings: Findings,
): ParsedInput {
  const substituted = substitute(written, scope, path, findings)
  if (!substituted.ok || kind.input === undefined) return substituted
  const value = parseAt(kind.input, substituted.value, path, findings)
  return value === undefined ? { ok: false } : { ok: true, value }
}

/**
 * Looks up what expressions may ask of actors. A machine is started at most once per actor, and
 * one that throws is reported.
 */
export function factsOf(
  actors: readonly BoundActor[],
  findings: Findings,
): (id: string) => ActorFacts | undefined {
  const byId = new Map(actors.map((actor) => [actor.id, actor]))
  const known = new Map<string, ActorFacts>()
  return (id) => {
    const actor = byId.get(id)
    if (actor === undefined || known.has(id)) return known.get(id)
    const facts = { kind: actor.kind, context: startOf(actor, findings) }
    known.set(id, facts)
    return facts
  }
}

function startOf({ kind, input, entry }: BoundActor, findings: Findings): unknown {
  try {
    return initialContext(kind, input)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return findings.key(
      entry.path,
      'start-failed',
      `machine '${kind.name}' cannot start: ${reason}`,
    )
  }
}
