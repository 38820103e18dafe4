/**
 * circular_buffer and queue: sender and receiver pass items through a store, one at a time, and each
 * counts its turns. A turn in which the store is not ready counts too, so the receiver expects the
 * wrong item; and after a skipped turn the sender sends one that nobody expects. The repairs count
 * what was sent and received.
 */
import type { System } from '../../../sim/scenario/system.ts'
import { array, mutex, variable } from '../objects.ts'
import { assertion, concurrent } from '../program.ts'
import type { Program } from '../program.ts'
import { ask, check, get, lock, put, repeat, set, unlock, when } from '../task.ts'
import type { Registers, Statement } from '../task.ts'

interface Shape {
  readonly name: string
  readonly turns: number
  readonly capacity: number
  /** The item that the receiver expects: by its turns, or by what it has received. */
  readonly expected: (r: Registers) => number
  readonly sent: (r: Registers) => number
}

/** Under the mutex, `body` when `flag` is set, which is then handed to `other`. */
const turn = (flag: string, other: string, body: readonly Statement[]): readonly Statement[] => [
  lock('m'),
  get(flag),
  when((r) => r[flag] === 1, [...body, set(flag, 0), set(other, 1)]),
  unlock('m'),
]

function system({ name, turns, capacity, expected, sent }: Shape): System {
  const insert = [
    get('next'),
    ask('buffer', 'set', { index: ({ next = 0 }) => next, value: sent }),
    set('next', ({ next = 0 }) => (next + 1) % capacity),
    put('count', ({ count = 0 }) => count + 1),
  ]
  const remove = [
    get('first'),
    ask('buffer', 'get', { index: ({ first = 0 }) => first }, 'item'),
    set('first', ({ first = 0 }) => (first + 1) % capacity),
    check((r) => r['item'] === expected(r)),
    put('count', ({ count = 0 }) => count + 1),
  ]
  return concurrent(
    name,
    {
      m: mutex(),
      send: variable(1),
      receive: variable(),
      buffer: array(capacity),
      first: variable(),
      next: variable(),
    },
    {
      sender: [put('count', 0), ...repeat(turns, turn('send', 'receive', insert))],
      receiver: [put('count', 0), ...repeat(turns, turn('receive', 'send', remove))],
    },
  )
}

const byTurn = ({ i = 0 }: Registers): number => i
const byCount = ({ count = 0 }: Registers): number => count

export const circularBuffer: Program = {
  name: 'circular_buffer',
  published: { threads: 3, steps: 31 },
  depth: 1,
  failure: assertion,
  bad: system({
    name: 'circular_buffer_bad',
    turns: 7,
    capacity: 10,
    expected: byTurn,
    sent: byTurn,
  }),
  ok: system({
    name: 'circular_buffer_ok',
    turns: 7,
    capacity: 10,
    expected: byCount,
    sent: byCount,
  }),
}

/** In `queue` the sender's items are numbered as sent; only the receiver counts its turns. */
export const queue: Program = {
  name: 'queue',
  published: { threads: 3, steps: 83 },
  depth: 1,
  failure: assertion,
  bad: system({ name: 'queue_bad', turns: 20, capacity: 20, expected: byTurn, sent: byCount }),
  ok: system({ name: 'queue_ok', turns: 20, capacity: 20, expected: byCount, sent: byCount }),
}
