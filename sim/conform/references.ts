/**
 * Whether a mapping and a scenario are of each other: every actor, state, field, variable and input
 * that the mapping names is looked up before a log is read, because a name that nothing has would
 * look like a surprise of the kernel later.
 */
import type { ErrorCode } from '../errors.ts'
import type { Findings } from '../scenario/findings.ts'
import { nearest } from '../scenario/suggest.ts'
import type { Path } from '../scenario/tree.ts'
import type { Mapping, Setting } from './format.ts'
import { groupWith } from './groups.ts'
import { occurrencesOf } from './occurrences.ts'
import type { Occurrence } from './occurrences.ts'
import { Sources } from './sources.ts'
import { unbound, variablesOf } from './variables.ts'
import type { Variables } from './variables.ts'
import type { Vocabulary } from './vocabulary.ts'

export function checkReferences(mapping: Mapping, known: Vocabulary, findings: Findings): void {
  if (isOfAnother(mapping, known, findings)) return
  const occurrences = occurrencesOf(mapping)
  const variables = variablesOf(mapping, occurrences)
  const references = new References(mapping, { known, variables, findings })
  references.file()
  references.groups()
  references.facts()
  for (const occurrence of occurrences) references.occurrence(occurrence)
}

/** Half of the actors missing is no slip of the pen: what follows from it is not told. */
function isOfAnother({ groups }: Mapping, known: Vocabulary, findings: Findings): boolean {
  const named = [...new Set(Object.values(groups).flatMap(({ actors }) => actors))]
  const missing = named.filter((actor) => !known.actors.includes(actor))
  if (missing.length * 2 < named.length || missing.length === 0) return false
  const message = `this mapping is for another scenario: '${known.scenario}' has none of ${missing.join(', ')}; give the scenario that it was written for, or this one's mapping with --mapping FILE`
  findings.key(['groups'], 'bad-mapping', message)
  return true
}

interface Surroundings {
  readonly known: Vocabulary
  readonly variables: Variables
  readonly findings: Findings
}

class References {
  private readonly mapping: Mapping
  private readonly known: Vocabulary
  private readonly variables: Variables
  private readonly findings: Findings
  private readonly sources: Sources

  constructor(mapping: Mapping, { known, variables, findings }: Surroundings) {
    this.mapping = mapping
    this.known = known
    this.variables = variables
    this.findings = findings
    this.sources = new Sources(known, variables, findings)
  }

  file(): void {
    const { folio, params, facts } = this.mapping.file
    this.actor(folio, ['file', 'folio'])
    for (const [key, name] of Object.entries(params)) {
      const message = `the scenario '${this.known.scenario}' has no param '${name}'`
      this.among(name, this.known.params, ['file', 'params', key], ['unknown-name', message])
    }
    for (const [key, source] of Object.entries(facts)) {
      this.sources.check(source, ['file', 'facts', key], { actors: [], groups: [] })
    }
  }

  groups(): void {
    for (const [name, { actors, set = {} }] of Object.entries(this.mapping.groups)) {
      for (const [i, actor] of actors.entries()) this.actor(actor, ['groups', name, 'actors', i])
      for (const [actor, settings] of Object.entries(set)) {
        const path = ['groups', name, 'set', actor]
        const message = `the group '${name}' has no actor '${actor}'`
        if (!this.amongKeys(actor, actors, path, ['unknown-actor', message])) continue
        for (const [key, setting] of Object.entries(settings)) {
          this.setting(name, actor, [...path, key], setting)
        }
      }
    }
  }

  facts(): void {
    for (const [event, { facts = {} }] of Object.entries(this.mapping.events)) {
      for (const [field, source] of Object.entries(facts)) {
        const path = ['events', event, 'facts', field]
        this.sources.check(source, path, { actors: [], groups: [] })
      }
    }
  }

  occurrence(occurrence: Occurrence): void {
    const { seen, path, actors } = occurrence
    for (const key of ['at', 'in', 'earlier'] as const) this.states(occurrence, key)
    const groups = this.groupsOf(occurrence)
    const around = { actors, groups }
    for (const [field, source] of Object.entries(seen.is ?? {})) {
      this.sources.check(source, [...path, 'is', field], around)
    }
    for (const [field, { position }] of Object.entries(seen.covers ?? {})) {
      this.sources.check(position, [...path, 'covers', field, 'position'], around)
    }
    for (const [name, wanted] of Object.entries(seen.where ?? {})) {
      this.variable(groups, name, [...path, 'where', name])
      if (typeof wanted !== 'string') {
        this.variable(groups, wanted.span, [...path, 'where', name, 'span'])
      }
    }
    if (seen.times !== undefined) this.variable(groups, seen.times, [...path, 'times'])
  }

  private groupsOf({ seen, actors }: Occurrence): readonly string[] {
    const named = seen.any ?? seen.join ?? seen.start
    if (named !== undefined) return [named]
    return [...new Set(actors.flatMap((actor) => groupWith(this.mapping, actor) ?? []))]
  }

  private setting(group: string, actor: string, path: Path, setting: Setting): void {
    const inputs = this.known.inputs(actor)
    const key = String(path.at(-1))
    const machine = this.known.machine(actor) ?? ''
    if (inputs !== undefined) {
      const message = `the machine '${machine}' of '${actor}' has no input '${key}'`
      this.amongKeys(key, inputs, path, ['unknown-field', message])
    }
    for (const part of ['position', 'from', 'length', 'flag', 'flags'] as const) {
      const name = part in setting ? Reflect.get(setting, part) : undefined
      if (typeof name === 'string') this.variable([group], name, [...path, part])
    }
  }

  /** Each state must be one of somebody who may be meant, and each of these must have one of them. */
  private states(
    { seen, path, actors, unfollowed }: Occurrence,
    key: 'at' | 'in' | 'earlier',
  ): void {
    const states = [seen[key] ?? []].flat()
    if (states.length === 0) return
    if (unfollowed && seen.who === undefined) {
      const message = `'${key}' is a state of nobody: name an actor with 'who', or in the call`
      this.findings.key([...path, key], 'bad-mapping', message)
      return
    }
    const mine = actors.filter((actor) => this.known.actors.includes(actor))
    const all = mine.flatMap((actor) => this.known.states(actor))
    const machines = [...new Set(mine.map((actor) => this.known.machine(actor) ?? ''))]
    const of = `of machine '${machines.join("' or '")}'`
    const drawn = `endio graph --machine ${machines[0] ?? ''} draws them`
    for (const [i, state] of states.entries()) {
      const where = typeof seen[key] === 'string' ? [...path, key] : [...path, key, i]
      const next = nearest(state, all) === undefined ? `; ${drawn}` : ''
      this.among(state, all, where, ['unknown-state', `there is no state '${state}' ${of}${next}`])
    }
    const without = mine.find((actor) => !states.some((s) => this.known.states(actor).includes(s)))
    if (without === undefined || !states.some((state) => all.includes(state))) return
    const message = `'${without}' comes by here too, and its machine '${this.known.machine(without) ?? ''}' has none of these states`
    this.findings.value([...path, key], 'unknown-state', message)
  }

  private variable(groups: readonly string[], name: string, path: Path): void {
    this.among(name, this.variables(groups), path, ['unknown-name', unbound(name, groups)])
  }

  private actor(name: string, path: Path): void {
    const message = `the scenario '${this.known.scenario}' has no actor '${name}'`
    this.among(name, this.known.actors, path, ['unknown-actor', message])
  }

  private among(name: string, all: readonly string[], path: Path, [code, message]: Told): boolean {
    if (all.includes(name)) return true
    this.findings.value(path, code, message, nearest(name, all))
    return false
  }

  private amongKeys(name: string, all: readonly string[], path: Path, told: Told): boolean {
    if (all.includes(name)) return true
    this.findings.key(path, told[0], told[1], nearest(name, all))
    return false
  }
}

type Told = readonly [ErrorCode, string]
