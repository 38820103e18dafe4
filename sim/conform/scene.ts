/**
 * A scenario with as many tasks as one file's part of a log shows: the actors of a group are copied
 * for each of its instances, pages for each that the log divides the file into, and positions take
 * the place of the values that the scenario gives by itself. What comes out is the text of an
 * ordinary scenario, which every verb takes.
 */
import { parse, stringify } from 'yaml'
import type { FieldValue } from '../ftrace/event.ts'
import type { Mapping, Setting } from './format.ts'
import type { Instance } from './groups.ts'
import type { Positions } from './positions.ts'

/** What the file was before the log begins. */
export interface Start {
  readonly i_size: number
  readonly i_disk_size: number
}

/** The scenario and the mapping do not fit each other, or the log lacks what the scenario needs. */
export class SceneError extends Error {
  override readonly name = 'SceneError'
}

/** The steps that the longest log may take. */
const maxSteps = 100_000

type Plain = Record<string, unknown>

/** The name of the copy of `actor` for `instance`: the first keeps it. */
export function copyOf(actor: string, { number }: Instance): string {
  return number === 1 ? actor : `${actor}_${number}`
}

export interface SceneInput {
  readonly mapping: Mapping
  readonly instances: readonly Instance[]
  readonly positions: Positions
  readonly start: Start
}

/**
 * The text of the scenario for one file of the log.
 * @throws SceneError
 */
export function sceneText(template: string, input: SceneInput): string {
  const { mapping, instances, positions, start } = input
  const scenario: unknown = parse(template)
  if (!isMap(scenario) || !isMap(scenario['actors'])) {
    throw new SceneError('the scenario has no actors')
  }
  const copies = copiesOf(mapping, instances, positions.pages)
  const actors = Object.entries(scenario['actors']).flatMap(([id, written]) => {
    if (!isMap(written)) throw new SceneError(`actor ${id} of the scenario is no map`)
    return new Copier(input, copies).actor(id, written)
  })
  const lists = (value: unknown): unknown => expanded(value, copies)
  return stringify({
    ...without(scenario, ['expect', 'sweep', 'symmetry']),
    params: { ...map(scenario['params']), ...params(mapping, positions, start) },
    actors: Object.fromEntries(actors),
    properties: [scenario['properties'] ?? []]
      .flat()
      .filter((property) => stands(property, copies))
      .map(lists),
    bound: { steps: maxSteps, faults: 0 },
  })
}

/** Names by the actor they are copies of; an actor without an instance has none. */
type Copies = ReadonlyMap<string, readonly string[]>

function copiesOf(mapping: Mapping, instances: readonly Instance[], pages: number): Copies {
  const copies = new Map<string, readonly string[]>()
  for (const [name, { actors }] of Object.entries(mapping.groups)) {
    const mine = instances.filter(({ group }) => group === name)
    for (const actor of actors) {
      copies.set(
        actor,
        mine.map((instance) => copyOf(actor, instance)),
      )
    }
  }
  const { folio } = mapping.file
  return copies.set(
    folio,
    Array.from({ length: pages }, (_, i) => (i === 0 ? folio : `${folio}_${i + 1}`)),
  )
}

class Copier {
  private readonly input: SceneInput
  private readonly copies: Copies

  constructor(input: SceneInput, copies: Copies) {
    this.input = input
    this.copies = copies
  }

  /** The actor as the log needs it: none, one or many. */
  actor(id: string, written: Plain): readonly (readonly [string, unknown])[] {
    const { mapping, instances } = this.input
    if (id === mapping.file.folio) {
      const names = this.copies.get(id) ?? []
      return names.map((name, index) => [name, { ...this.wired(written), index }])
    }
    if (isPageOf(id, mapping)) return []
    const group = Object.entries(mapping.groups).find(([, { actors }]) => actors.includes(id))
    if (group === undefined) return [[id, this.wired(written)]]
    const [name, { set = {}, actors }] = group
    return instances
      .filter((instance) => instance.group === name)
      .map((instance) => [
        copyOf(id, instance),
        { ...this.wired(written, actors, instance), ...this.settings(set[id] ?? {}, instance, id) },
      ])
  }

  /** Names of the same group are those of the same instance. */
  private wired(written: Plain, actors: readonly string[] = [], instance?: Instance): Plain {
    const own = (value: unknown): unknown => {
      if (Array.isArray(value) || typeof value !== 'string') return expanded(value, this.copies)
      const name = value.replace(/^\$/, '')
      if (instance === undefined || !actors.includes(name)) return value
      return value.replace(name, copyOf(name, instance))
    }
    const entries = Object.entries(written)
    return Object.fromEntries(entries.map(([k, v]) => [k, k === 'machine' ? v : own(v)]))
  }

  private settings(
    set: Readonly<Record<string, Setting>>,
    instance: Instance,
    actor: string,
  ): Plain {
    const entries = Object.entries(set).map(([key, setting]) => [
      key,
      this.setting(setting, instance, actor),
    ])
    return Object.fromEntries(entries)
  }

  private setting(setting: Setting, instance: Instance, actor: string): unknown {
    if ('has' in setting) {
      const flags = instance.variables.get(setting.flags)?.value
      return `${flags ?? ''}`.split('|').includes(setting.has)
    }
    if ('letter' in setting) return `${actor.slice(0, 1).toUpperCase()}${instance.number}`
    const { scale } = this.input.positions
    const value = (name: string): number => numberOf(instance, name)
    if ('flag' in setting) return value(setting.flag) !== 0
    if ('position' in setting) return scale(value(setting.position))
    const from = value(setting.from)
    return scale(from + value(setting.length)) - scale(from)
  }
}

/** @throws SceneError when the log never says it. */
function numberOf({ group, number, variables }: Instance, name: string): number {
  const bound: FieldValue | undefined = variables.get(name)?.value
  if (typeof bound === 'number') return bound
  throw new SceneError(
    `no event of the log tells '${name}' of ${group} ${number}; trace one that the mapping binds it from`,
  )
}

/** The pages that a scenario has for itself are made anew. */
function isPageOf(id: string, { file }: Mapping): boolean {
  return id !== file.folio && new RegExp(`^${file.folio}\\d+$`).test(id)
}

function params(
  { file }: Mapping,
  { scale, pages, block_size, blocks_per_page }: Positions,
  { i_size, i_disk_size }: Start,
): Plain {
  const { page_size, params: names } = file
  const allocated = Math.ceil(Math.max(i_size, i_disk_size) / page_size) * page_size
  return {
    [names.i_size]: scale(i_size),
    [names.i_disk_size]: scale(i_disk_size),
    [names.block_size]: block_size,
    [names.sectors_per_block]: blocks_per_page,
    [names.file_end]: pages * page_size,
    [names.blocks_end]: scale(allocated),
  }
}

/** `$name` in a list stands for all the copies of the actor. */
function expanded(value: unknown, copies: Copies): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown): readonly unknown[] => {
      const name = typeof item === 'string' && item.startsWith('$') ? item.slice(1) : ''
      const first = [...copies.keys()].find((actor) => name === actor)
      if (first !== undefined) return (copies.get(first) ?? []).map((copy) => `$${copy}`)
      return /^folio\d+$/.test(name) ? [] : [expanded(item, copies)]
    })
  }
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, expanded(v, copies)]))
}

/** A property that names one actor which the log does not show has nothing to say. */
function stands(property: unknown, copies: Copies): boolean {
  const text = JSON.stringify(property)
  return [...copies].every(
    ([actor, { length }]) => length > 0 || !new RegExp(`:"\\$${actor}"|\\b${actor}\\.`).test(text),
  )
}

function without(value: Plain, keys: readonly string[]): Plain {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}

function isMap(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function map(value: unknown): Plain {
  return isMap(value) ? value : {}
}
