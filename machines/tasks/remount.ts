/**
 * umount and mount: the page cache goes and the inode is read from the disk, so that i_size is what
 * i_disk_size was [K evict_inodes, xfs_inode_from_disk]. What writeback would do first is left out:
 * scenarios have nothing dirty when it starts.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import type { Walk } from '../fragment.ts'
import { sizes } from '../geometry.ts'
import type { TaskEvent } from '../message.ts'
import { truncatePagecache } from '../functions/truncate_pagecache.ts'

const { inode, folios, block_map } = wiring

export const remountInput = z.strictObject({
  ...{ inode, folios, block_map },
  ...sizes,
  ...ordering,
})

type Input = z.output<typeof remountInput>

export interface RemountContext extends Walk {
  readonly inode: string
  readonly block_map: string
  readonly notify: readonly string[]
  readonly after: string | null
  readonly i_disk_size: number
}

export const remount = setup({
  types: {} as { context: RemountContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'remount',
  context: ({ input }) => ({
    ...input,
    cursor: 0,
    limit: input.folios.length * input.page_size,
    i_disk_size: 0,
  }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'inode_dio_wait' },
      on: { start: 'inode_dio_wait' },
    },
    // A file in use is busy: whoever has direct I/O in flight holds it open.
    inode_dio_wait: {
      entry: call('inode_dio_wait', (c) => c.inode),
      on: { 'inode_dio_wait.ret': 'evict_inodes' },
    },
    evict_inodes: { ...truncatePagecache<RemountContext>(), onDone: 'xfs_inode_from_disk' },
    xfs_inode_from_disk: {
      entry: call('xfs_inode_from_disk', (c) => c.block_map),
      on: {
        'xfs_inode_from_disk.ret': {
          target: 'i_size_write',
          actions: assign({ i_disk_size: ({ event }) => event.i_disk_size }),
        },
      },
    },
    i_size_write: {
      entry: call(
        'i_size_write',
        (c) => c.inode,
        (c) => ({ i_size: c.i_disk_size }),
      ),
      on: { 'i_size_write.ret': 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
