/**
 * Calls that the scenario has no words for and that change nothing it knows, such as a direct read by
 * which a program looks at its file. Alone they are passed over, with what interrupts do for them. While
 * a followed call of the same file is under way they are not: who waits for whom, and whose bio an
 * interrupt ends, is open then.
 */
import type { LogEvent } from '../ftrace/event.ts'
import { at } from '../assert.ts'
import type { Call, ParsedCalls, Stray } from './calls.ts'
import type { Mapping } from './format.ts'
import { groupCalls } from './groups.ts'
import type { Instance, Sighting } from './groups.ts'

/** Nanoseconds, both ends included. */
interface Span {
  readonly from: bigint
  readonly to: bigint
}

/** A call that is passed over. */
export interface Aside {
  readonly event: LogEvent
  readonly thread: string
  readonly about: string
}

export interface Asides {
  /** Without the interrupts of those that are passed over. */
  readonly calls: readonly Call[]
  readonly asides: readonly Aside[]
  /** What overlaps. */
  readonly strays: readonly Stray[]
}

export function setAside(mapping: Mapping, { calls }: ParsedCalls, end: bigint): Asides {
  const taken = new Set<Call>()
  const asides: Aside[] = []
  const strays: Stray[] = []
  for (const call of calls) {
    const { aside, about = '' } = mapping.calls[call.kind] ?? {}
    if (aside === undefined) continue
    const { kind, matched, thread } = call
    const { event } = at(matched, 0)
    const span = spanOf(matched, call.complete ? undefined : end)
    // What the scenario follows in it, such as writeback, is somebody's own.
    const each = matched.filter((m) => m.event.name === aside.each && m.seen.who === undefined)
    const ends = calls.filter(
      (c) => at(c.matched, 0).event.name === aside.ends && overlaps(span, spanOf(c.matched)),
    )
    const known = call.complete ? ends.length === each.length : ends.length <= each.length
    if (known && !followed(mapping, calls, call).some((other) => overlaps(span, other))) {
      asides.push({ event, thread, about })
      for (const one of ends) taken.add(one)
    } else {
      const where = { event, thread, call: { kind, matched }, expected: [], brokenOff: false }
      strays.push({ ...where, uncovered: about })
    }
  }
  return { calls: calls.filter((call) => !taken.has(call)), asides, strays }
}

function spanOf(matched: readonly { readonly event: LogEvent }[], end?: bigint): Span {
  const times = matched.map(({ event }) => event.time)
  const latest = times.reduce((a, b) => (a > b ? a : b), 0n)
  return { from: at(times, 0), to: end ?? latest }
}

function overlaps(a: Span, b: Span): boolean {
  return a.from <= b.to && b.from <= a.to
}

/** When calls of other tasks on the file of `call` were under way, with what others did for them. */
function followed(mapping: Mapping, calls: readonly Call[], call: Call): readonly Span[] {
  const mine = calls.filter(({ file }) => file === undefined || file === call.file)
  const events = new Map<Instance, Sighting[]>()
  const own = new Set<Instance>()
  for (const sighting of groupCalls(mapping, mine).sightings) {
    const { instance } = sighting
    if (instance === undefined) continue
    events.set(instance, [...(events.get(instance) ?? []), sighting])
    if (sighting.call === call) own.add(instance)
  }
  return [...events].filter(([instance]) => !own.has(instance)).map(([, list]) => spanOf(list))
}
