/**
 * Threads that enter four messages each into a hash table of 128 cells by compare-and-swap, going
 * on to the next cell on a collision (Flanagan and Godefroid, POPL 2005). Message m of thread t is
 * the number m * stride + t; with the published stride of 11, threads up to 11 never collide and
 * each further one collides with one other three times: 1 class up to 11 threads, 8^(n-11) above.
 *
 * A smaller stride gives the same pattern with fewer threads, up to twice the stride.
 */
import { assign, sendTo, setup } from 'xstate'
import { systemOf } from '../channels.ts'
import { cell } from './memory.ts'
import type { TraceOracle } from './trace-oracle.ts'

const size = 128
const messages = 4
const cellOf = (hash: number): string => `cell${hash}`

interface Context {
  readonly thread: number
  readonly stride: number
  readonly message: number
  readonly hash: number
}

function first(thread: number, stride: number, message: number): Context {
  return { thread, stride, message, hash: ((message * stride + thread) * 7) % size }
}

const thread = setup({
  types: {} as {
    context: Context
    input: { thread: number; stride: number }
    events: { type: 'value'; value: number }
  },
}).createMachine({
  id: 'thread',
  context: ({ input }) => first(input.thread, input.stride, 1),
  initial: 'swapping',
  states: {
    swapping: {
      entry: sendTo(
        ({ context, system }) => system.get(cellOf(context.hash)),
        ({ self, context: { message, stride, thread: t } }) => ({
          type: 'swap',
          from: self.id,
          value: message * stride + t,
        }),
      ),
      on: {
        value: [
          {
            guard: ({ event }) => event.value !== 0,
            target: 'swapping',
            reenter: true,
            actions: assign({ hash: ({ context }) => (context.hash + 1) % size }),
          },
          { guard: ({ context }) => context.message === messages, target: 'done' },
          {
            target: 'swapping',
            reenter: true,
            actions: assign(({ context }) =>
              first(context.thread, context.stride, context.message + 1),
            ),
          },
        ],
      },
    },
    done: { type: 'final' },
  },
})

export function indexer(n: number, stride = 11): TraceOracle {
  const threads = Array.from({ length: n }, (_, i) => i)
  // Only the cells that can be touched become actors: each hash and the one after it.
  const hashes = threads.flatMap((t) =>
    Array.from({ length: messages }, (_, m) => first(t, stride, m + 1).hash),
  )
  const used = [...new Set(hashes.flatMap((h) => [h, (h + 1) % size]))].toSorted((a, b) => a - b)
  return {
    system: systemOf(`indexer-${n}${stride === 11 ? '' : `-stride-${stride}`}`, {
      ...Object.fromEntries(used.map((hash) => [cellOf(hash), [cell, {}] as const])),
      ...Object.fromEntries(
        threads.map((t) => [`thread${t}`, [thread, { thread: t, stride }] as const]),
      ),
    }),
    source: `8^(n-${stride})`,
    classes: n <= stride ? 1 : 8 ** (n - stride),
    countable: n <= 4,
  }
}
