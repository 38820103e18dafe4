/**
 * Which actor each event is about. A group of the mapping (a direct write with its bio and its
 * completion, say) has one instance for each time the log begins it; a call that runs elsewhere joins
 * the instance whose variables its fields name. Instances are numbered in the order of the log.
 */
import { at } from '../assert.ts'
import type { FieldValue, LogEvent } from '../ftrace/event.ts'
import type { Call } from './calls.ts'
import type { Mapping, Seen } from './format.ts'

export interface Instance {
  readonly group: string
  /** From 1 within its group. */
  readonly number: number
  /** As the log bound them. */
  readonly variables: Map<string, Bound>
}

export interface Bound {
  readonly value: FieldValue
  /** The line that bound it; 0 of a default. */
  readonly line: number
  /** By a mark, which is the word of a program. */
  readonly marked: boolean
}

/** An event with the actor it is about; undefined where the scenario does not follow it. */
export interface Sighting {
  readonly event: LogEvent
  readonly seen: Seen
  readonly call: Call
  readonly thread: string
  readonly instance: Instance | undefined
  /** The actor by its name in the scenario, before copies of it are made. */
  readonly actor: string | undefined
}

export interface Grouped {
  readonly instances: readonly Instance[]
  /** In the order of the log. */
  readonly sightings: readonly Sighting[]
  /** Events of calls that belong to an instance which the log never began. */
  readonly homeless: readonly Sighting[]
}

/** Whether an element says anything of its actor. */
function claims({ at: where, in: within, is, covers }: Seen): boolean {
  return [where, within, is, covers].some((said) => said !== undefined)
}

interface Slot {
  /** Instances of one group that a call is about, by the index of the element that names them. */
  readonly from: number
  readonly instance: Instance | undefined
}

export function groupCalls(mapping: Mapping, calls: readonly Call[]): Grouped {
  const grouping = new Grouping(mapping)
  const all = calls.flatMap((call) => call.matched.map((m, index) => ({ call, index, ...m })))
  const ordered = all.toSorted((a, b) => a.event.order - b.event.order)
  for (const { call, index, seen, event } of ordered) grouping.begin(call, index, seen, event)
  const sightings = ordered.map(({ call, index, seen, event }) =>
    grouping.sighting(call, index, seen, event),
  )
  const homeless = sightings.filter(
    ({ actor, instance, seen }) =>
      actor !== undefined && instance === undefined && seen.any === undefined && claims(seen),
  )
  return { instances: grouping.instances, sightings, homeless }
}

class Grouping {
  readonly instances: Instance[] = []
  private readonly mapping: Mapping
  private readonly slots = new Map<Call, Map<string, Slot[]>>()
  private readonly joined = new Map<Call, Instance[]>()
  private readonly taken = new Set<Instance>()

  constructor(mapping: Mapping) {
    this.mapping = mapping
  }

  /** Makes, joins and binds what this event says. */
  begin(call: Call, index: number, seen: Seen, event: LogEvent): void {
    const begun = this.slots.get(call)?.has(seen.start ?? '') === true && seen.again !== true
    if (seen.start !== undefined && !begun) {
      this.add(call, seen.start, index, this.create(seen.start))
    }
    if (seen.join !== undefined) this.join(call, seen.join, index, seen, event)
    if (seen.leave !== undefined) this.leave(call, seen.leave, index)
    const group = this.groupOf(call, seen)
    if (group !== undefined) this.bind(this.at(call, group, index), seen, event)
  }

  sighting(call: Call, index: number, seen: Seen, event: LogEvent): Sighting {
    const group = this.groupOf(call, seen)
    const instance = group === undefined ? undefined : this.at(call, group, index)
    return { event, seen, call, thread: call.thread, instance, actor: this.actorOf(call, seen) }
  }

  private create(group: string): Instance {
    const { defaults = {} } = this.mapping.groups[group] ?? {}
    const number = 1 + this.instances.filter((i) => i.group === group).length
    const variables = new Map<string, Bound>(
      Object.entries(defaults).map(([k, value]) => [k, { value, line: 0, marked: false }] as const),
    )
    const instance = { group, number, variables }
    this.instances.push(instance)
    return instance
  }

  private join(call: Call, group: string, index: number, seen: Seen, event: LogEvent): void {
    const here = this.slots.get(call)?.has(group) === true ? this.at(call, group, index) : undefined
    if (here !== undefined) return
    const found = this.instances.filter(
      (i) => i.group === group && !this.taken.has(i) && meets(i, seen, event),
    )
    const mine = joinable(found, call, index)
    for (const instance of mine) this.taken.add(instance)
    this.joined.set(call, mine.slice(1))
    this.add(call, group, index, mine[0])
  }

  private leave(call: Call, group: string, index: number): void {
    const [next, ...rest] = this.joined.get(call) ?? []
    this.joined.set(call, rest)
    this.add(call, group, index + 1, next)
  }

  private add(call: Call, group: string, from: number, instance: Instance | undefined): void {
    const groups = this.slots.get(call) ?? new Map<string, Slot[]>()
    this.slots.set(call, groups)
    const slots = groups.get(group) ?? []
    groups.set(group, slots)
    slots.push({ from, instance })
  }

  /** The instance at element `index`: the last that was named and not left, or the next that is. */
  private at(call: Call, group: string, index: number): Instance | undefined {
    const slots = this.slots.get(call)?.get(group) ?? []
    const here = slots.findLast(({ from }) => from <= index)
    return here?.instance ?? slots.find(({ from }) => from > index)?.instance
  }

  private actorOf(call: Call, seen: Seen): string | undefined {
    return seen.who ?? this.mapping.calls[call.kind]?.actor
  }

  private groupOf(call: Call, seen: Seen): string | undefined {
    const actor = this.actorOf(call, seen)
    if (seen.any !== undefined || actor === undefined) return undefined
    return groupWith(this.mapping, actor)
  }

  /**
   * The first value stands, and a later one that differs is for the search to refuse. Only what a
   * program says of itself gives way: the offset that it passes is not that of an O_APPEND write.
   */
  private bind(instance: Instance | undefined, seen: Seen, event: LogEvent): void {
    if (instance === undefined) return
    const { variables } = instance
    if (seen.count !== undefined) {
      const value = 1 + Number(variables.get(seen.count)?.value ?? 0)
      variables.set(seen.count, { value, line: event.line, marked: false })
    }
    for (const [name, field] of Object.entries(seen.bind ?? {})) {
      const value = event.fields.get(field)
      const known = variables.get(name)
      const stands = known !== undefined && known.line > 0 && !known.marked
      if (value !== undefined && !stands)
        variables.set(name, { value, line: event.line, marked: event.kind === 'mark' })
    }
  }
}

/** Whether a variable that its actors need has not been bound. */
export function lacks({ groups }: Mapping, { group, variables }: Instance): boolean {
  const settings = Object.values(groups[group]?.set ?? {}).flatMap((set) => Object.values(set))
  const needed = settings.flatMap((setting) => {
    if ('position' in setting) return [setting.position]
    if ('from' in setting) return [setting.from, setting.length]
    return 'flag' in setting ? [setting.flag] : []
  })
  return needed.some((name) => typeof variables.get(name)?.value !== 'number')
}

/**
 * Of the instances that a call may be about, those that it is. A range names all of them, fields name
 * one. Where nothing names any, they are the last that were begun, as many as the call leaves from here
 * on, and the first of those as many as it leaves before it joins again.
 */
function joinable(found: readonly Instance[], call: Call, index: number): readonly Instance[] {
  const { join, where } = at(call.matched, index).seen
  if (where !== undefined) {
    return Object.values(where).some((w) => typeof w !== 'string') ? found : found.slice(0, 1)
  }
  const rest = call.matched.slice(index + 1)
  const again = rest.findIndex(({ seen }) => seen.join === join)
  const leaving = (all: Call['matched']): number =>
    Math.max(1, all.filter(({ seen }) => seen.leave === join).length)
  const mine = leaving(again < 0 ? rest : rest.slice(0, again))
  return found.slice(-leaving(rest)).slice(0, mine)
}

/** The group that has a copy of `actor` for each of its instances. */
export function groupWith({ groups }: Mapping, actor: string): string | undefined {
  return Object.entries(groups).find(([, { actors }]) => actors.includes(actor))?.[0]
}

function meets({ variables }: Instance, { where = {} }: Seen, { fields }: LogEvent): boolean {
  return Object.entries(where).every(([name, wanted]) => {
    const mine = variables.get(name)?.value
    if (typeof wanted === 'string') return mine === fields.get(wanted)
    const from = fields.get(wanted.from)
    const length = fields.get(wanted.length)
    const span = variables.get(wanted.span)?.value
    if (typeof mine !== 'number' || typeof span !== 'number') return false
    if (typeof from !== 'number' || typeof length !== 'number') return false
    return mine < from + length && from < mine + span
  })
}
