/**
 * FICLONE of one block into another file [K xfs_file_remap_range, xfs_reflink_remap_blocks]: both
 * locks exclusive, drain direct I/O, share the block. From then on a write to either file goes
 * elsewhere; a direct write that mapped the block before lands in it all the same, which is why the
 * generic preparation waits for direct I/O on both inodes [K generic_remap_file_range_prep].
 *
 * Left out: the other file's locks and its own drain, the flush of the page cache, and stores, which
 * a write fault excludes with the invalidate lock while a remap runs [K xfs_ilock_for_write_fault].
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { bytes } from '../geometry.ts'
import type { Sector, TaskEvent } from '../message.ts'

const { inode, i_rwsem, invalidate_lock, block_map, block_device } = wiring

export const reflinkInput = z.strictObject({
  ...{ inode, i_rwsem, invalidate_lock, block_map, block_device },
  ...ordering,
  pos: bytes.default(0).describe('the block that is shared'),
  waits_for_dio: z.boolean().default(true).describe('calls inode_dio_wait'),
})

type Input = z.output<typeof reflinkInput>

export interface ReflinkContext extends Input {
  readonly sector: Sector
  /** What the block held when the call returned; null until then. */
  readonly word: string | null
}

export const reflink = setup({
  types: {} as { context: ReflinkContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'reflink',
  context: ({ input }) => ({ ...input, sector: null, word: null }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'i_rwsem_lock' },
      on: { start: 'i_rwsem_lock' },
    },
    i_rwsem_lock: {
      entry: call('down_write', (c) => c.i_rwsem),
      on: { 'down_write.ret': 'invalidate_lock' },
    },
    invalidate_lock: {
      entry: call('down_write', (c) => c.invalidate_lock),
      on: {
        'down_write.ret': [
          { guard: ({ context }) => context.waits_for_dio, target: 'inode_dio_wait' },
          { target: 'xfs_reflink_remap_extent' },
        ],
      },
    },
    inode_dio_wait: {
      entry: call('inode_dio_wait', (c) => c.inode),
      on: { 'inode_dio_wait.ret': 'xfs_reflink_remap_extent' },
    },
    xfs_reflink_remap_extent: {
      entry: call(
        'xfs_reflink_remap_extent',
        (c) => c.block_map,
        ({ pos }) => ({ pos }),
      ),
      on: {
        'xfs_reflink_remap_extent.ret': {
          target: 'read_back',
          actions: assign({ sector: ({ event }) => event.sector }),
        },
      },
    },
    // Still under the locks: what the clone holds is fixed before anybody may write again.
    read_back: {
      entry: call(
        'blk_read',
        (c) => c.block_device,
        ({ sector }) => ({ sectors: [sector] }),
      ),
      on: {
        'blk_read.ret': {
          target: 'invalidate_unlock',
          actions: assign({ word: ({ event }) => event.data[0] ?? null }),
        },
      },
    },
    invalidate_unlock: {
      entry: call('up_write', (c) => c.invalidate_lock),
      on: { 'up_write.ret': 'i_rwsem_unlock' },
    },
    i_rwsem_unlock: {
      entry: call('up_write', (c) => c.i_rwsem),
      on: { 'up_write.ret': 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
