/**
 * Counts Mazurkiewicz classes by brute force, without any notion of a reduction: the search space is
 * the classes of prefixes, and a class is found twice exactly when its canonical form is.
 *
 * Deliveries to different receivers commute. Two neighbouring deliveries to one receiver commute
 * when either order, from the local state where they happen, gives the same state and the same
 * sends. So a class is, for each receiver, its sequence of deliveries up to exchanging neighbours
 * that commute; the canonical form of a sequence is the least of all that can be reached so.
 * Exchanges that causality would forbid do no harm: two schedules that both exist keep it.
 *
 * Only for models without timers, alternatives and faults.
 */
import { at, invariant } from '../../sim/assert.ts'
import type { Model } from '../../sim/model/model.ts'
import { status } from '../../sim/model/tables.ts'

/** A delivery, as its receiver sees it. */
interface Delivery {
  readonly from: number
  readonly event: number
}

interface Node {
  readonly local: readonly number[]
  /** What each channel that is not empty holds. */
  readonly channels: ReadonlyMap<number, readonly number[]>
  /** The canonical sequence of deliveries of each receiver. */
  readonly seen: readonly Sequence[]
}

type Sequence = readonly Delivery[]

/** The number of classes of complete schedules of `model`. */
export function countClasses(model: Model): number {
  const start: Node = {
    local: model.initial.slice(0, model.actors),
    channels: sent(
      new Map(),
      model.starts.flatMap((t) => [...model.tables.sendsOf(t)]),
    ),
    seen: model.names.map(() => []),
  }
  const canonical = canonicalForms(model)
  let frontier = new Map([['', start]])
  let complete = 0
  while (frontier.size > 0) {
    const next = new Map<string, Node>()
    for (const node of frontier.values()) {
      if (node.channels.size === 0) complete++
      for (const channel of node.channels.keys()) {
        const successor = deliver(model, node, channel, canonical)
        next.set(successor.seen.map(text).join('|'), successor)
      }
    }
    frontier = next
  }
  return complete
}

type Canonical = (receiver: number, sequence: Sequence) => Sequence

function deliver(model: Model, node: Node, channel: number, canonical: Canonical): Node {
  const { actors, tables } = model
  const [event = -1, ...rest] = node.channels.get(channel) ?? []
  invariant(event >= 0, 'alternatives are not counted')
  const receiver = channel % actors
  const delivery = { from: Math.floor(channel / actors), event }
  const t = tables.transition(at(node.local, receiver), event)
  invariant(tables.statusOf(t) === status.ok, 'timers, errors and unhandled events are not counted')
  const left = new Map(node.channels)
  if (rest.length === 0) left.delete(channel)
  else left.set(channel, rest)
  return {
    local: node.local.with(receiver, tables.nextOf(t)),
    channels: sent(left, tables.sendsOf(t)),
    seen: node.seen.with(receiver, canonical(receiver, [...at(node.seen, receiver), delivery])),
  }
}

/** `channels` with `sends`, pairs (channel, code), at their ends. */
function sent(
  channels: ReadonlyMap<number, readonly number[]>,
  sends: ArrayLike<number>,
): ReadonlyMap<number, readonly number[]> {
  const after = new Map(channels)
  for (let i = 0; i < sends.length; i += 2) {
    const channel = at(sends, i)
    after.set(channel, [...(after.get(channel) ?? []), at(sends, i + 1)])
  }
  return after
}

/** The least sequence that exchanges of commuting neighbours lead to; each is computed once. */
function canonicalForms(model: Model): Canonical {
  const known = new Map<string, Sequence>()
  return (receiver, sequence) => {
    const key = `${receiver}:${text(sequence)}`
    const found = known.get(key)
    if (found !== undefined) return found
    const reached = new Map([[text(sequence), sequence]])
    for (const one of reached.values()) {
      for (const other of exchanges(model, receiver, one)) reached.set(text(other), other)
    }
    const least = [...reached.keys()].reduce((a, b) => (b < a ? b : a))
    const form = reached.get(least) ?? sequence
    for (const name of reached.keys()) known.set(`${receiver}:${name}`, form)
    return form
  }
}

/** `sequence` with one pair of neighbours exchanged, for each pair that commutes where it is. */
function exchanges(model: Model, receiver: number, sequence: Sequence): readonly Sequence[] {
  const { tables } = model
  let state = at(model.initial, receiver)
  const all: Sequence[] = []
  sequence.forEach((one, i) => {
    const other = sequence[i + 1]
    if (other !== undefined && other.from !== one.from && commute(model, state, one, other)) {
      all.push(sequence.with(i, other).with(i + 1, one))
    }
    state = tables.nextOf(tables.transition(state, one.event))
  })
  return all
}

function commute({ tables }: Model, state: number, a: Delivery, b: Delivery): boolean {
  const after = (x: Delivery, y: Delivery): string => {
    const first = tables.transition(state, x.event)
    const second = tables.transition(tables.nextOf(first), y.event)
    const sends = [...pairs(tables.sendsOf(first)), ...pairs(tables.sendsOf(second))]
    // By channel, in order: two messages over one channel do not change places.
    return `${tables.nextOf(second)} ${sends.toSorted(([c], [d]) => c - d).join(' ')}`
  }
  return after(a, b) === after(b, a)
}

function pairs(sends: ArrayLike<number>): readonly (readonly [channel: number, code: number])[] {
  return Array.from({ length: sends.length / 2 }, (_, i) => [
    at(sends, 2 * i),
    at(sends, 2 * i + 1),
  ])
}

function text(sequence: Sequence): string {
  return sequence.map(({ from, event }) => `${from}.${event}`).join()
}
