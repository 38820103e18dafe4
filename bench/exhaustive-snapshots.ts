/**
 * What one would write first: breadth-first search over XState's own snapshots, with JSON as the
 * identity of a global state. Offers and timers are not supported; the models compared have none.
 */
import type { AnyEventObject, AnyMachineSnapshot } from 'xstate'
import { at } from '../sim/assert.ts'
import type { System } from '../sim/scenario/system.ts'
import { plainly } from './plain.ts'

interface State {
  readonly snapshots: readonly AnyMachineSnapshot[]
  /** `sent[channel]`, channel = sender * actors + receiver; only those that hold something. */
  readonly sent: Readonly<Record<number, readonly AnyEventObject[]>>
}

export interface Counts {
  readonly states: number
  readonly transitions: number
  readonly bytes: number
}

export function searchSnapshots(system: System): Counts {
  const { ids, initial, transition } = plainly(system)
  const actors = ids.length
  const first: Record<number, AnyEventObject[]> = {}
  const snapshots = initial((from, to, event) => (first[from * actors + to] ??= []).push(event))
  const queue: State[] = [{ snapshots, sent: first }]
  const seen = new Set(queue.map(keyOf))
  let transitions = 0
  for (let i = 0; i < queue.length; i++) {
    const state = at(queue, i)
    for (const channel of Object.keys(state.sent).map(Number)) {
      const next = deliver(state, channel)
      transitions++
      const key = keyOf(next)
      if (seen.has(key)) continue
      seen.add(key)
      queue.push(next)
    }
  }
  const bytes = [...seen].reduce((sum, key) => sum + key.length, 0)
  return { states: seen.size, transitions, bytes }

  function deliver(state: State, channel: number): State {
    const { [channel]: waiting = [], ...others } = state.sent
    const [event, ...left] = waiting
    if (event === undefined) throw new Error(`channel ${channel} is empty`)
    const sent: Record<number, readonly AnyEventObject[]> = others
    if (left.length > 0) sent[channel] = left
    const to = channel % actors
    const moved = transition(to, at(state.snapshots, to), event, (from, receiver, message) => {
      const over = from * actors + receiver
      sent[over] = [...(sent[over] ?? []), message]
    })
    return { snapshots: state.snapshots.with(to, moved), sent }
  }
}

/** Keys of an object that are integers come in ascending order, so equal states have equal keys. */
function keyOf({ snapshots, sent }: State): string {
  return JSON.stringify([snapshots.map((s) => [s.value, s.context, s.status]), sent])
}
