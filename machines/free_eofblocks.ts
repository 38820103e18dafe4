/**
 * Trims the blocks past EOF, as the last close of a file or the background worker does
 * [K xfs_free_eofblocks, xfs_release]: IOLOCK exclusive, drain direct I/O, sample i_size, remove
 * every block past it. The page cache is left as it is.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from './call.ts'
import { ordering, wakeups, wiring } from './fragment.ts'
import type { TaskEvent } from './message.ts'

const { inode, i_rwsem, block_map } = wiring

export const freeEofblocksInput = z.strictObject({
  ...{ inode, i_rwsem, block_map },
  ...ordering,
})

type Input = z.output<typeof freeEofblocksInput>

export interface FreeEofblocksContext extends Input {
  readonly i_size: number
}

export const free_eofblocks = setup({
  types: {} as { context: FreeEofblocksContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'free_eofblocks',
  context: ({ input }) => ({ ...input, i_size: 0 }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'iolock' },
      on: { start: 'iolock' },
    },
    iolock: {
      entry: call('down_write', (c) => c.i_rwsem),
      on: { 'down_write.ret': 'inode_dio_wait' },
    },
    inode_dio_wait: {
      entry: call('inode_dio_wait', (c) => c.inode),
      on: { 'inode_dio_wait.ret': 'i_size_read' },
    },
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'xfs_itruncate_extents',
          actions: assign({ i_size: ({ event }) => event.i_size }),
        },
      },
    },
    xfs_itruncate_extents: {
      entry: call(
        'itruncate_extents',
        (c) => c.block_map,
        (c) => ({ pos: c.i_size, size: null }),
      ),
      on: { 'itruncate_extents.ret': 'iolock_unlock' },
    },
    iolock_unlock: {
      entry: call('up_write', (c) => c.i_rwsem),
      on: { 'up_write.ret': 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
