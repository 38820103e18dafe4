/**
 * The slow truth about a small system: every schedule prefix executed by plain XState from the
 * start, states told apart by their whole canonical text. It shares no table and no fingerprint
 * with the search.
 */
import type { EventObject } from 'xstate'
import { at } from '../assert.ts'
import type { Model } from '../model/model.ts'
import { failureId } from '../model/violation.ts'
import { pack, unpack } from '../schedule/decision.ts'
import { execute } from '../trace/execute.ts'
import { World } from '../trace/world.ts'
import type { Message } from '../trace/world.ts'

export interface BruteResult {
  readonly states: number
  readonly transitions: number
  readonly ends: number
  readonly failures: readonly string[]
}

type Offering = EventObject & {
  readonly alternatives?: readonly EventObject[]
  readonly faults?: readonly EventObject[]
}

/** Undefined when there are more than `limit` states. */
export function bruteForce(model: Model, limit: number): BruteResult | undefined {
  const seen = new Set<string>()
  const failures = new Set<string>()
  let transitions = 0
  let ends = 0
  const open: (readonly number[])[] = []
  const meet = (prefix: readonly number[]): void => {
    const { ending } = execute(model, prefix)
    const isRefusal = ending.kind === 'violated' && refused(model, ending.violation)
    if (ending.kind === 'violated') failures.add(failureId(ending.violation))
    if (isRefusal) return
    const key = keyOf(model, prefix)
    if (seen.has(key)) return
    seen.add(key)
    if (ending.kind === 'passed') ends++
    // A deadlock rests as well, and has no steps.
    if (ending.kind === 'bound') open.push(prefix)
  }
  meet([])
  for (let prefix = open.pop(); prefix !== undefined; prefix = open.pop()) {
    if (seen.size > limit) return undefined
    for (const decision of optionsAfter(model, prefix)) {
      transitions++
      meet([...prefix, decision])
    }
  }
  return { states: seen.size, transitions, ends, failures: [...failures].toSorted() }
}

/** A step that is itself a violation leads to no state. */
function refused(model: Model, violation: Parameters<typeof failureId>[0]): boolean {
  if (violation.kind !== 'property') return violation.kind !== 'deadlock'
  return model.monitors.some((m) => m.property.name === violation.name)
}

function worldAfter(model: Model, prefix: readonly number[]): World {
  const world = new World(model)
  prefix.forEach((packed, i) => {
    const { message } = world.take(unpack(packed))
    world.deliver(message.to, message.event, i + 1)
    observe(model, world, message)
  })
  return world
}

function observe(model: Model, world: World, { from, to, event }: Message): void {
  const { names, observers } = model
  for (const { index } of at(observers, to)) {
    const seen = { type: event.type, from: at(names, from), to: at(names, to), event }
    const answer = model.xstate.transition(index, at(world.snapshots, index), seen)
    if (answer.kind === 'next') world.snapshots[index] = answer.snapshot
  }
}

const isTimer = (message: Message): message is Message & { readonly delay: number } =>
  'delay' in message

export function optionsAfter(model: Model, prefix: readonly number[]): readonly number[] {
  const pending = worldAfter(model, prefix).pending()
  const faultsLeft = model.system.bound.faults - faultsTaken(model, prefix)
  const heads = new Map<number, Message>()
  for (const message of pending) {
    const channel = message.from * model.actors + message.to
    if (!isTimer(message) && !heads.has(channel)) heads.set(channel, message)
  }
  const messages = [...heads].flatMap(([channel, { event }]) =>
    takes(event, faultsLeft).map((alternative) => pack(channel, 0, alternative)),
  )
  const timers = model.names.flatMap((_, actor) => {
    const own = pending.filter((m) => isTimer(m) && m.from === actor).filter(isTimer)
    const due = own.filter((t, i) => !own.slice(0, i).some((s) => s.delay <= t.delay))
    return due.flatMap(({ event }, timer) =>
      takes(event, faultsLeft).map((a) => pack(model.actors ** 2 + actor, timer, a)),
    )
  })
  return [...messages, ...timers]
}

function takes(event: EventObject, faultsLeft: number): readonly number[] {
  const { alternatives = [], faults = [] } = event as Offering
  const options = 1 + alternatives.length + (faultsLeft > 0 ? faults.length : 0)
  return Array.from({ length: options }, (_, i) => i)
}

function faultsTaken(model: Model, prefix: readonly number[]): number {
  const world = new World(model)
  return prefix.filter((packed, i) => {
    const decision = unpack(packed)
    const before = world.pending()
    const { message } = world.take(decision)
    const after = new Set(world.pending())
    const offered = before.find((m) => !after.has(m))?.event as Offering | undefined
    world.deliver(message.to, message.event, i + 1)
    return decision.alternative > (offered?.alternatives ?? []).length
  }).length
}

export function keyOf(model: Model, prefix: readonly number[]): string {
  const { xstate } = model
  const world = worldAfter(model, prefix)
  const waiting = world.pending().map((m) => {
    const kind = isTimer(m) ? `~${m.delay}` : `>${m.to}`
    return [m.from, kind, xstate.eventKey(m.event)] as const
  })
  // Queues come in the order of their first use, which is no part of the state; a queue has order.
  const queues = new Map<string, unknown[]>()
  for (const [from, kind, event] of waiting) {
    const queue = `${from}${kind.replace(/~.*/, '~')}`
    queues.set(queue, [...(queues.get(queue) ?? []), [kind, event]])
  }
  const byQueue = [...queues].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const goals = model.claims.filter((c) => c.property.kind === 'eventually').length
  if (goals > 0) throw new Error('eventually has history, which this brute force does not keep')
  const snapshots = world.snapshots.map((s) => xstate.key(s))
  const faults = model.system.bound.faults - faultsTaken(model, prefix)
  return JSON.stringify([snapshots, byQueue, faults])
}
