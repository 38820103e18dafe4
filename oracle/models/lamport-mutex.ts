/**
 * Mutual exclusion by logical clocks (Lamport, "Time, clocks, and the ordering of events in a
 * distributed system", CACM 21(7), 1978).
 *
 * Published: TLA+ Examples `lamport_mutex`, three processes, a constraint of clocks up to 6. An
 * actor per process and a channel per ordered pair, as in the model, whose network is a FIFO queue
 * per pair. What a process does on its own (request, enter, leave) is a message to itself: at any
 * time at most one of these is enabled and stays so until it is done, so that message is a function
 * of the process's state. A process in its critical section may enter again, which changes nothing.
 *
 * The constraint is an invariant: states that break it are found and not left, which is what TLC
 * does with them too.
 */
import { setup } from 'xstate'
import type { StateProperty } from '../../sim/scenario/system.ts'
import { constraintName } from '../action-system.ts'
import { systemOf } from '../channels.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

interface Process {
  readonly id: number
  readonly clock: number
  /** The clocks of the requests known, 0 for none; the own one at the own place. */
  readonly requests: Readonly<Record<number, number>>
  readonly acks: Readonly<Record<number, true>>
  readonly critical: boolean
}

type Own = { readonly type: 'request' | 'enter' | 'leave' }
type Event =
  | Own
  | { readonly type: 'requested'; readonly from: number; readonly clock: number }
  | { readonly type: 'acknowledged' | 'released'; readonly from: number }

const n = 3
const largestClock = 6
const ids = Array.from({ length: n }, (_, i) => i + 1)
const nameOf = (id: number): string => `p${id}`

/** Whether `p` comes before everybody whose request it knows. */
function first({ id, requests }: Process): boolean {
  const own = requests[id] ?? 0
  return ids.every((q) => {
    const other = requests[q] ?? 0
    return q === id || other === 0 || own < other || (own === other && id < q)
  })
}

/** What `p` may do on its own. */
function own(p: Process): Own['type'] | undefined {
  if (p.critical) return 'leave'
  if ((p.requests[p.id] ?? 0) === 0) return 'request'
  return Object.keys(p.acks).length === n && first(p) ? 'enter' : undefined
}

function step(p: Process, event: Event): Process {
  switch (event.type) {
    case 'request':
      return { ...p, requests: { ...p.requests, [p.id]: p.clock }, acks: { [p.id]: true } }
    case 'enter':
      return { ...p, critical: true }
    case 'leave':
      return { ...p, critical: false, requests: { ...p.requests, [p.id]: 0 }, acks: {} }
    case 'requested': {
      const requests = { ...p.requests, [event.from]: event.clock }
      return { ...p, requests, clock: Math.max(p.clock, event.clock) + 1 }
    }
    case 'acknowledged':
      return { ...p, acks: { ...p.acks, [event.from]: true } }
    case 'released':
      return { ...p, requests: { ...p.requests, [event.from]: 0 } }
  }
}

/** What the step that `event` makes sends to others. */
function messages({ id, clock }: Process, event: Event): readonly (readonly [number, Event])[] {
  const others = ids.filter((q) => q !== id)
  switch (event.type) {
    case 'request':
      return others.map((q) => [q, { type: 'requested', from: id, clock }])
    case 'leave':
      return others.map((q) => [q, { type: 'released', from: id }])
    case 'requested':
      return [[event.from, { type: 'acknowledged', from: id }]]
    case 'enter':
    case 'acknowledged':
    case 'released':
      return []
  }
}

function offer(type: Own['type']): Event & { readonly alternatives?: readonly Own[] } {
  return type === 'leave' ? { type, alternatives: [{ type: 'enter' }] } : { type }
}

const typed = setup({ types: {} as { context: Process; input: { id: number }; events: Event } })

const take = typed.enqueueActions(({ context, event, enqueue, self, system }) => {
  const after = step(context, event)
  enqueue.assign(after)
  for (const [to, message] of messages(context, event)) {
    enqueue.sendTo(system.get(nameOf(to)), message)
  }
  const next = own(after)
  // Unless the step was its own, the offer for what it could do before is still on its way.
  const waiting = isOwn(event) ? undefined : own(context)
  if (next !== undefined && next !== waiting) enqueue.sendTo(self, offer(next))
})

function isOwn({ type }: Event): boolean {
  return type === 'request' || type === 'enter' || type === 'leave'
}

const process = typed.createMachine({
  id: 'process',
  tags: 'idle',
  context: ({ input: { id } }) => ({
    id,
    clock: 1,
    requests: Object.fromEntries(ids.map((q) => [q, 0])),
    acks: {},
    critical: false,
  }),
  entry: typed.enqueueActions(({ enqueue, self }) => enqueue.sendTo(self, offer('request'))),
  on: { '*': { actions: take } },
})

const reads = ids.map(nameOf)

const bounded: StateProperty = {
  kind: 'always',
  name: constraintName,
  reads,
  holds: (snapshots) => snapshots.every((s) => s.context.clock <= largestClock),
}

const exclusive: StateProperty = {
  kind: 'always',
  name: 'exclusive',
  reads,
  holds: (snapshots) => snapshots.filter((s) => s.context.critical).length < 2,
}

export const oracles: readonly Oracle[] = [
  {
    system: systemOf(
      'lamport-mutex-3',
      Object.fromEntries(ids.map((id) => [nameOf(id), [process, { id }] as const])),
      [bounded, exclusive],
    ),
    source: 'TLA+ Examples lamport_mutex/MCLamportMutex',
    ...tlc({ distinct: 724_274, generated: 2_729_079 }),
  },
]
