/**
 * Orbits counted slowly: every state of the plain search as plain data, renamed in every way. It
 * shares nothing with the search up to symmetry but the states themselves.
 */
import type { EventObject } from 'xstate'
import { at } from '../../assert.ts'
import { isTimer, senderOf } from '../../model/model.ts'
import type { Model } from '../../model/model.ts'
import type { System } from '../../scenario/system.ts'
import { empty } from '../contents.ts'
import type { CheckFailure } from '../findings.ts'
import { GlobalState } from '../global-state.ts'
import { stepsOf } from './steps.ts'

type Ids = ReadonlyMap<string, string>

/** How many of the states, violating ones included, differ by more than names. */
export function orbitsOf(model: Model): number {
  const namings = namingsOf(model.system)
  const orbits = new Set<string>()
  for (const state of statesOf(model)) {
    orbits.add(at(namings.map((ids) => text(state, ids)).toSorted(), 0))
  }
  return orbits.size
}

/** The identities of failures, of which those that differ by names only are one. */
export function sameUpTo(system: System, failures: readonly CheckFailure[]): readonly string[] {
  const namings = namingsOf(system)
  const named = (id: string, ids: Ids): string => {
    const [kind = '', ...words] = id.replace(/\w+/g, (word) => ids.get(word) ?? word).split(' ')
    return kind === 'deadlock'
      ? `${kind} ${words.join().split(',').toSorted().join()}`
      : [kind, ...words].join(' ')
  }
  const least = failures.map((f) => at(namings.map((ids) => named(f.id, ids)).toSorted(), 0))
  return [...new Set(least)].toSorted()
}

function namingsOf({ symmetry = [] }: System): readonly Ids[] {
  return symmetry.reduce<readonly Ids[]>(
    (known, group) =>
      known.flatMap((ids) =>
        orders(group).map(
          (order) => new Map([...ids, ...group.map((id, i) => [id, at(order, i)] as const)]),
        ),
      ),
    [new Map()],
  )
}

function orders<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, i) => orders(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
}

function statesOf(model: Model): Iterable<unknown> {
  const state = new GlobalState(model)
  const always = model.claims.filter((c) => c.property.kind === 'always')
  const found = new Map<string, unknown>()
  const visit = (): void => {
    const data = describe(state)
    const key = text(data, new Map())
    if (found.has(key)) return
    found.set(key, data)
    if (always.some((c) => !c.holds(state.slots))) return
    const { mark, lo, hi } = state
    for (const { decision } of stepsOf(state)) {
      if (state.apply(decision) === undefined) visit()
      state.undo(mark, lo, hi)
    }
  }
  visit()
  return found.values()
}

function describe(state: GlobalState): unknown {
  const { model, slots, contents, faultsLeft } = state
  const { names, tables, actors, xstate } = model
  const referred = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    const written = xstate.eventKey(value)
    if (written.startsWith('@')) return { reference: JSON.parse(written.slice(1)) as unknown }
    if (Array.isArray(value)) return value.map(referred)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, referred(v)]))
  }
  const message = (channel: number, code: number): unknown => {
    const events = at(tables.events, channel % actors)
    const data = (event: number): EventObject => at(events, event).event
    if (code >= 0) return referred(data(code))
    const offer = tables.offerOf(code)
    const all = offer.events.map((e) => referred(data(e)))
    return { offered: { set: all.slice(0, offer.data) }, faults: { set: all.slice(offer.data) } }
  }
  const locals = model.initial.map((_, i) => {
    const { value, context, status, output } = at(tables.snapshots, at(slots, i))
    return [names[i] ?? `monitor ${i}`, referred({ value, context, status, output })]
  })
  const waiting = Array.from({ length: model.channels }, (_, channel) => {
    const content = state.contentOf(channel)
    const from = at(names, senderOf(model, channel))
    if (content === empty) return {}
    if (!isTimer(model, channel)) {
      const list = contents.codesOf(content).map((code) => message(channel, code))
      return { from, to: at(names, channel % actors), list }
    }
    const timers = contents.timersOf(content)
    const list = timers.map((t) => [
      t.id,
      t.delay,
      at(names, t.channel % actors),
      message(t.channel, t.code),
    ])
    return { from, timers: list }
  })
  return { locals: Object.fromEntries(locals), waiting: { set: waiting }, faultsLeft }
}

/** Object keys and the items of `set` are sorted after renaming. */
function text(value: unknown, ids: Ids): string {
  if (typeof value === 'string') return JSON.stringify(ids.get(value) ?? value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return `[${value.map((v) => text(v, ids)).join()}]`
  const fields = Object.entries(value).map(([key, item]) => {
    const items =
      key === 'set' && Array.isArray(item)
        ? item.map((v) => text(v, ids)).toSorted()
        : text(item, ids)
    return `${ids.get(key) ?? key}:${String(items)}`
  })
  return `{${fields.toSorted().join()}}`
}
