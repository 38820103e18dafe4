/**
 * Threads that each allocate a block for an inode of their own (Flanagan and Godefroid, POPL 2005,
 * after the Frangipani file system): thread t begins at block 2t modulo the number of blocks, takes
 * the block's lock, and goes on to the next block if this one is busy. With the published 26 blocks
 * threads up to 13 never meet, and each further one meets one other: 1 class up to 13 threads,
 * 2^(n-13) above. With fewer blocks the same pattern begins at half their number.
 *
 * A thread's inode and the inode's lock are touched by nobody else (there are 32 inodes) and are
 * left out. A thread does not wait for its write: who reads it does so under the lock, which is
 * released by a message to another actor, so the write is a compare-and-swap that is answered.
 */
import { assign, sendTo, setup } from 'xstate'
import { systemOf } from '../channels.ts'
import { cell, lock } from './memory.ts'
import type { TraceOracle } from './trace-oracle.ts'

interface Context {
  readonly block: number
  readonly blocks: number
}

const lockOf = (block: number): string => `lock${block}`
const busyOf = (block: number): string => `busy${block}`

const typed = setup({
  types: {} as {
    context: Context
    input: Context
    events: { type: 'granted' } | { type: 'value'; value: number }
  },
  guards: {
    busy: ({ event }) => event.type === 'value' && event.value !== 0,
  },
})

const release = typed.createAction(
  sendTo(({ context, system }) => system.get(lockOf(context.block)), { type: 'release' }),
)

const thread = typed.createMachine({
  id: 'thread',
  context: ({ input }) => input,
  initial: 'locking',
  states: {
    locking: {
      entry: sendTo(
        ({ context, system }) => system.get(lockOf(context.block)),
        ({ self }) => ({ type: 'acquire', from: self.id }),
      ),
      on: { granted: 'looking' },
    },
    looking: {
      entry: sendTo(
        ({ context, system }) => system.get(busyOf(context.block)),
        ({ self }) => ({ type: 'read', from: self.id }),
      ),
      on: {
        value: [
          {
            guard: 'busy',
            target: 'locking',
            actions: [
              release,
              assign({ block: ({ context }) => (context.block + 1) % context.blocks }),
            ],
          },
          { target: 'marking' },
        ],
      },
    },
    marking: {
      entry: sendTo(
        ({ context, system }) => system.get(busyOf(context.block)),
        ({ self }) => ({ type: 'swap', from: self.id, value: 1 }),
      ),
      on: { value: { target: 'done', actions: release } },
    },
    done: { type: 'final' },
  },
})

export function filesystem(n: number, blocks = 26): TraceOracle {
  const all = Array.from({ length: blocks }, (_, b) => b)
  const threads = Array.from({ length: n }, (_, t) => [
    `thread${t}`,
    [thread, { block: (2 * t) % blocks, blocks }] as const,
  ])
  const half = blocks / 2
  return {
    system: systemOf(`filesystem-${n}${blocks === 26 ? '' : `-blocks-${blocks}`}`, {
      ...Object.fromEntries(all.map((b) => [lockOf(b), [lock, {}] as const])),
      ...Object.fromEntries(all.map((b) => [busyOf(b), [cell, {}] as const])),
      ...Object.fromEntries(threads),
    }),
    source: `2^(n-${half})`,
    classes: n <= half ? 1 : 2 ** (n - half),
    countable: n <= 5 && blocks <= 6,
  }
}
