/**
 * What names mean in one design. Params, variants and actors share one namespace, so that `$name`
 * needs no prefix.
 */
import type { Findings } from './findings.ts'
import { MAX } from './format.ts'
import type { ActorEntry, Design, Param, Scenario } from './scenario.ts'
import { nearest } from './suggest.ts'
import { find } from './tree.ts'
import type { Path, Tree } from './tree.ts'

/** One actor id, or the ids of a counted actor. */
export type ActorIds = string | readonly string[]

/** The namespace of one design. */
export interface Scope {
  /** Params and choices. A name whose entry was refused is declared here as undefined. */
  readonly constants: ReadonlyMap<string, Param | undefined>
  /** `cell` → 'cell'; for `task` with count 2: `task` → both ids, and `task.0`, `task.1`. */
  readonly actors: ReadonlyMap<string, ActorIds>
}

const REFERENCE = /^\$([A-Za-z_][A-Za-z0-9_]*(?:\.\d+)?)$/

/** Resolves the names of `design`; counts that are no counts are reported. */
export function scopeOf(scenario: Scenario, design: Design, findings: Findings): Scope {
  const constants = new Map<string, Param | undefined>()
  for (const name of [...keysOf(scenario.tree, 'params'), ...keysOf(scenario.tree, 'variants')]) {
    constants.set(name, undefined)
  }
  for (const [name, value] of Object.entries(scenario.params)) constants.set(name, value)
  for (const [name, choice] of Object.entries(design)) constants.set(name, choice)
  const actors = new Map<string, ActorIds>()
  for (const id of keysOf(scenario.tree, 'actors')) actors.set(id, id)
  for (const entry of scenario.actors) {
    const ids = idsOf(entry, { constants, actors }, findings)
    actors.set(entry.id, ids)
    if (typeof ids === 'string') continue
    for (const id of ids) actors.set(id, id)
  }
  return { constants, actors }
}

function idsOf(entry: ActorEntry, scope: Scope, findings: Findings): ActorIds {
  if (entry.count === undefined) return entry.id
  const path = [...entry.path, 'count']
  const count = resolveCount(entry.count, path, [1, MAX.count], scope, findings) ?? 1
  return Array.from({ length: count }, (_, index) => `${entry.id}.${index}`)
}

/** The keys of a section as written, refused entries included. */
export function keysOf(tree: Tree, section: string): readonly string[] {
  const map = find(tree, [section])
  return map?.kind === 'map' ? map.entries.map(({ key }) => key) : []
}

/** A number or the number that a `$name` stands for; undefined after reporting anything else. */
export function resolveCount(
  written: number | string,
  path: Path,
  [min, max]: readonly [number, number],
  scope: Scope,
  findings: Findings,
): number | undefined {
  const resolved = substitute(written, scope, path, findings)
  if (!resolved.ok) return undefined
  const { value } = resolved
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max)
    return value
  const message = `expected a whole number of ${min} to ${max}, found ${JSON.stringify(value)}`
  return findings.value(path, 'out-of-range', message)
}

/** Not ok means that a name has no meaning; the reason has been reported. */
export type Substituted = { readonly ok: true; readonly value: unknown } | { readonly ok: false }

/**
 * `value` with each `$name` replaced, at any depth. Not ok after reporting an unknown name, and
 * without a report when a name stands for an entry that has been refused already.
 */
export function substitute(
  value: unknown,
  scope: Scope,
  path: Path,
  findings: Findings,
): Substituted {
  let ok = true
  const visit = (here: unknown, at: Path): unknown => {
    if (Array.isArray(here)) return here.map((item, index) => visit(item, [...at, index]))
    if (typeof here === 'object' && here !== null) {
      return Object.fromEntries(
        Object.entries(here).map(([key, item]) => [key, visit(item, [...at, key])]),
      )
    }
    const name = typeof here === 'string' ? REFERENCE.exec(here)?.[1] : undefined
    if (name === undefined) return here
    const meaning = scope.constants.get(name) ?? scope.actors.get(name)
    if (meaning !== undefined) return meaning
    ok = false
    if (!scope.constants.has(name)) reportUnknown(name, scope, at, findings)
    return undefined
  }
  const result = visit(value, path)
  return ok ? { ok, value: result } : { ok }
}

function reportUnknown(name: string, scope: Scope, path: Path, findings: Findings): void {
  const known = nearest(name, [...scope.constants.keys(), ...scope.actors.keys()])
  const suggestion = known === undefined ? undefined : `$${known}`
  findings.value(path, 'unknown-name', `'$${name}' is no param, variant or actor`, suggestion)
}

/** The actors that `written` binds: `cell`, `$cell`, a counted name or a list of these. */
export function resolveActors(
  written: unknown,
  scope: Scope,
  path: Path,
  findings: Findings,
): ActorIds | undefined {
  if (Array.isArray(written)) {
    const parts = written.map((one, index) => resolveActors(one, scope, [...path, index], findings))
    const known = parts.filter((part) => part !== undefined)
    return known.length === parts.length ? known.flat() : undefined
  }
  if (typeof written !== 'string')
    return findings.value(path, 'wrong-type', 'expected the name of an actor')
  const name = written.startsWith('$') ? written.slice(1) : written
  const ids = scope.actors.get(name)
  if (ids !== undefined) return ids
  const known = nearest(name, scope.actors.keys())
  const suggestion = known && written.replace(name, known)
  return findings.value(path, 'unknown-actor', `there is no actor '${name}'`, suggestion)
}
