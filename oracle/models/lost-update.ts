/**
 * Threads that add one to a shared counter by a read and a write, without a lock.
 *
 * Published: Stateright `increment`, two threads: 13 states, 8 up to exchanging the threads. One
 * actor: the counter is shared memory. (With the counter and the threads as actors a read is two
 * steps, the request and the answer, and the counts are others.)
 */
import { actionSystem } from '../action-system.ts'
import type { Oracle } from '../published.ts'

interface Thread {
  readonly read?: number
  readonly done: boolean
}

/** The threads are ids in the context and the events, as keys and in the field `thread`. */

interface State {
  readonly counter: number
  readonly threads: Readonly<Record<string, Thread>>
}

interface Action {
  readonly type: 'read' | 'write'
  readonly thread: string
}

function apply({ counter, threads }: State, { type, thread }: Action): State {
  const becomes = (it: Thread): State['threads'] => ({ ...threads, [thread]: it })
  if (type === 'read') return { counter, threads: becomes({ read: counter, done: false }) }
  const read = threads[thread]?.read ?? 0
  return { counter: read + 1, threads: becomes({ read, done: true }) }
}

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'lost-update-2',
      initial: { counter: 0, threads: { t1: { done: false }, t2: { done: false } } },
      enabled: ({ threads }) =>
        Object.entries(threads).flatMap(([thread, { read, done }]) =>
          done ? [] : [{ type: read === undefined ? 'read' : 'write', thread }],
        ),
      apply,
    }),
    source: 'Stateright examples/increment',
    states: 13,
    // Not published: a second search.
    transitions: 14,
    ends: 3,
    symmetry: [['t1', 't2']],
    quotient: 8,
  },
]
