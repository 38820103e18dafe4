/**
 * Leaves one field out of the fingerprint of a state, so that states that differ in nothing else are
 * taken for one. The state itself is kept whole.
 */
import { at, invariant } from '../../sim/assert.ts'
import type { Model } from '../../sim/model/model.ts'
import { constraintName } from '../action-system.ts'
import { empty } from '../../sim/space/contents.ts'
import type { GlobalState } from '../../sim/space/global-state.ts'
import { mutant } from './mutant.ts'
import type { Built, Mutant } from './mutant.ts'

const kind = 'omit a field of the key'

const nothing = { lo: 0, hi: 0 } as const

/** The local state of an actor or a monitor, by its index. */
export function omitLocal(built: Built, index: number): Mutant {
  const { tables, names, monitors } = built.model
  const name = names[index] ?? monitors[index - names.length]?.property.name ?? ''
  return withStateKey(built, `local state of ${name}`, (id, key) =>
    at(tables.actorOf, id) === index ? '' : key,
  )
}

/** The fields of the whole state of an action system that tell some states apart. */
export function omitFields(built: Built): readonly Mutant[] {
  const { snapshots } = built.model.tables
  const fields = new Set(snapshots.flatMap((s) => Object.keys(s.context.state ?? {})))
  return [...fields]
    .filter((field) => merges(built.model, field))
    .map((field) =>
      withStateKey(built, `field ${field} of the context`, (id) => without(built.model, id, field)),
    )
}

/** What waits in a channel, by the ids of its ends; the timers of an actor, if `to` is missing. */
export function omitChannel(built: Built, from: string, to?: string): Mutant {
  const { model } = built
  const { actors } = model
  const sender = indexOf(model, from)
  const channel = to === undefined ? actors ** 2 + sender : sender * actors + indexOf(model, to)
  const own = to === undefined ? `${sender}~` : `${channel}>`
  return mutant(built, kind, `channel ${from} ${to ?? 'timers'}`, ({ state }) => {
    const { contents } = state
    const record: unknown = Reflect.get(contents, 'record')
    invariant(typeof record === 'function', 'contents are recorded by a method')
    const omitted = (codes: unknown, tail: unknown, text: string): unknown =>
      Reflect.apply(record, contents, [codes, tail, text.startsWith(own) ? '' : text])
    Reflect.set(contents, 'record', omitted)
    forget(state, channel)
  })
}

/** What waits at the start was hashed before; now it counts for nothing too. */
function forget(state: GlobalState, channel: number): void {
  const { tail, lo, hi } = state.contents
  let content = state.contentOf(channel)
  while (content !== empty) {
    lo.items[content] = 0
    hi.items[content] = 0
    content = at(tail.items, content)
  }
}

/** The faults that may still strike, or which *eventually* has held. */
export function omitExtra(built: Built, what: 'faults' | 'goals'): Mutant {
  return mutant(built, kind, what, ({ state }) => {
    const hash: unknown = Reflect.get(state, 'extraHash')
    invariant(typeof hash === 'function', 'extras are hashed by a method')
    const omitted = (slot: number, value: number): unknown =>
      (slot === state.faultSlot) === (what === 'faults')
        ? nothing
        : Reflect.apply(hash, state, [slot, value])
    Reflect.set(state, 'extraHash', omitted)
  })
}

function withStateKey(
  built: Built,
  what: string,
  change: (id: number, key: string) => string,
): Mutant {
  const { tables } = built.model
  const original = tables.stateKey.bind(tables)
  tables.stateKey = (id) => change(id, original(id))
  try {
    return mutant(built, kind, what, () => undefined)
  } finally {
    // Back to the method of the class.
    Reflect.deleteProperty(tables, 'stateKey')
  }
}

/** The key of a state of the only actor without `field`. */
function without({ tables, xstate }: Model, id: number, field: string): string {
  const snapshot = at(tables.snapshots, id)
  const state = { ...snapshot.context.state, [field]: null }
  return xstate.key({ ...snapshot, context: { state } })
}

/**
 * Whether two states that offer the same differ in `field` alone; if not, the rest determines it and
 * leaving it out is no fault. States outside a constraint are not compared: two of them taken for
 * one leave the counts inside as they are.
 */
function merges(model: Model, field: string): boolean {
  const { tables, claims } = model
  const constraint = claims.find((c) => c.property.name === constraintName)
  const seen = new Set<string>()
  return tables.snapshots.some((snapshot, id) => {
    if (constraint?.property.holds([snapshot]) === false) return false
    const key = `${offered(model, id)} ${without(model, id, field)}`
    return seen.size === seen.add(key).size
  })
}

/** What the only actor has on its way to itself in local state `id`: the columns that are known. */
function offered({ tables }: Model, id: number): string {
  return at(tables.rows, id)
    .reduce<number[]>((events, t, event) => (t < 0 ? events : [...events, event]), [])
    .join()
}

function indexOf({ names }: Model, id: string): number {
  const index = names.indexOf(id)
  invariant(index >= 0, `there is no actor ${id}`)
  return index
}
