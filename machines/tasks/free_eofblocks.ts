/**
 * Trims the blocks past EOF, as the last close of a file or the background worker does
 * [K xfs_free_eofblocks, xfs_release]: IOLOCK exclusive, drain direct I/O, sample i_size, remove
 * every block past it [K xfs_can_free_eofblocks for those that are kept]. The page cache is left as
 * it is.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import type { TaskEvent } from '../message.ts'

const { inode, i_rwsem, block_map } = wiring

export const freeEofblocksInput = z.strictObject({
  ...{ inode, i_rwsem, block_map },
  ...ordering,
  waits_for_dio: z.boolean().default(true).describe('calls inode_dio_wait'),
  i_size_sample: z
    .enum(['after-wait', 'before-wait'])
    .default('after-wait')
    .describe('when the EOF to free from is sampled; XFS waits for it to have settled'),
  prealloc: z
    .boolean()
    .default(false)
    .describe('XFS_DIFLAG_PREALLOC or XFS_DIFLAG_APPEND: blocks past EOF are kept'),
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
      on: {
        'down_write.ret': [
          { guard: ({ context }) => context.prealloc, target: 'iolock_unlock' },
          {
            guard: ({ context: c }) => !c.waits_for_dio || c.i_size_sample === 'before-wait',
            target: 'i_size_read',
          },
          { target: 'inode_dio_wait' },
        ],
      },
    },
    inode_dio_wait: {
      entry: call('inode_dio_wait', (c) => c.inode),
      on: {
        'inode_dio_wait.ret': [
          {
            guard: ({ context }) => context.i_size_sample === 'before-wait',
            target: 'xfs_itruncate_extents',
          },
          { target: 'i_size_read' },
        ],
      },
    },
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context: c }) => c.waits_for_dio && c.i_size_sample === 'before-wait',
            target: 'inode_dio_wait',
            actions: assign({ i_size: ({ event }) => event.i_size }),
          },
          {
            target: 'xfs_itruncate_extents',
            actions: assign({ i_size: ({ event }) => event.i_size }),
          },
        ],
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
