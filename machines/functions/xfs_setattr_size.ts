/**
 * xfs_setattr_size() of Linux 6.12, with i_rwsem and invalidate_lock held: sample oldsize,
 * inode_dio_wait, zero [oldsize, newsize) when growing, truncate_setsize, truncate_pagecache, remove
 * the blocks when newsize <= oldsize [K]. The sample is taken before the wait; on Linux 6.12.117 an
 * AIO that completes during the wait then loses its bytes [L].
 *
 * A growing truncate flushes what it has zeroed before it logs the new size, if anybody asks. The
 * kernel flushes from the size on disk, here it is from the folio of oldsize. Left out: the flush of
 * a shrinking truncate whose new size the disk has not reached.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call } from '../call.ts'
import { inlined } from '../fragment.ts'
import type { TaskState } from '../fragment.ts'
import { folioEnd } from '../geometry.ts'
import { idleWritepages, iomapWritepages } from './iomap_writepages.ts'
import type { WritepagesContext } from './iomap_writepages.ts'
import type { TaskEvent } from '../message.ts'
import { pagecacheIsizeExtended } from './pagecache_isize_extended.ts'
import type { IsizeExtendedContext } from './pagecache_isize_extended.ts'
import { truncatePagecache } from './truncate_pagecache.ts'
import { xfsZeroRange } from './xfs_zero_range.ts'
import type { ZeroRangeContext } from './xfs_zero_range.ts'

/** Inputs of a task that sets the size. */
export const setattrSize = {
  isize_lock: z
    .enum(['none', 'common'])
    .default('none')
    .describe('common: size_lock over the store of i_size; mainline takes none'),
  isize_extended_clean: z
    .boolean()
    .default(false)
    .describe('the helper zeroes a clean EOF folio too, and dirties it; mainline asks first'),
  fs_zero_eof: z
    .boolean()
    .default(true)
    .describe('the filesystem zeroes from oldsize to the new size, as XFS does'),
  disk_size: z
    .enum(['none', 'after-flush', 'at-once', 'before-i_size'])
    .default('none')
    .describe(
      'when a growing truncate logs the size: after the zeroes from the old EOF are on the disk, as ' +
        'XFS does, or without that flush; before-i_size: before i_size moves, as ext4 does; none: ' +
        'nobody asks',
    ),
  flush_bio: z.string().nullable().default(null).describe('the bio of that flush'),
  waits_for_dio: z.boolean().default(true).describe('calls inode_dio_wait'),
  dio_wait: z
    .enum(['before-i_size', 'after-i_size'])
    .default('before-i_size')
    .describe(
      'when: before anything, as XFS, or once i_size is stored, as ext4 since 1c9114f9c0f1',
    ),
  oldsize_sample: z
    .enum(['before-wait', 'after-wait'])
    .default('before-wait')
    .describe('when oldsize is sampled: before inode_dio_wait, as in 6.12, or after it'),
  sectors_per_block: z
    .number()
    .int()
    .positive()
    .default(1)
    .describe('so many of block_size are a block of the filesystem; a part of one is zeroed'),
} as const

export interface SetattrSizeContext
  extends ZeroRangeContext, IsizeExtendedContext, WritepagesContext {
  readonly size_lock: string
  readonly isize_lock: 'none' | 'common'
  /** The new size. */
  readonly size: number
  readonly fs_zero_eof: boolean
  readonly disk_size: z.output<typeof setattrSize.disk_size>
  readonly waits_for_dio: boolean
  readonly dio_wait: 'before-i_size' | 'after-i_size'
  readonly oldsize_sample: 'before-wait' | 'after-wait'
  readonly sectors_per_block: number
  /** oldsize of xfs_setattr_size(): decides what is zeroed and whether blocks are removed. */
  readonly oldsize: number
  /** oldsize of truncate_setsize(), sampled anew. */
  readonly i_size: number
}

/** Before the size is set. */
export const idleSetattrSize = {
  ...idleWritepages,
  i_disk_size: 'none',
  cursor: 0,
  limit: 0,
  extents: [],
  oldsize: 0,
} as const

type C = SetattrSizeContext

/** Where the filesystem block that the new size divides ends; the new size if it divides none. */
function blockEnd({ size, block_size, sectors_per_block }: C): number {
  const bytes = block_size * sectors_per_block
  return Math.ceil(size / bytes) * bytes
}

const cacheEnd = (c: C): number => c.folios.length * c.page_size
const locksSize = (c: C): boolean => c.isize_lock === 'common'

const fromSize = assign<C, TaskEvent, undefined, TaskEvent, never>(({ context }) => ({
  cursor: context.size,
  limit: cacheEnd(context),
}))

const config = setup({
  types: {} as { context: C; events: TaskEvent },
}).createStateConfig({
  initial: 'entered',
  states: {
    entered: {
      always: [
        {
          guard: ({ context }) => context.oldsize_sample === 'before-wait',
          target: 'oldsize_before_wait',
        },
        { target: 'draining' },
      ],
    },
    oldsize_before_wait: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'draining',
          actions: assign({ oldsize: ({ event }) => event.i_size }),
        },
      },
    },
    draining: {
      always: [
        {
          guard: ({ context: c }) => c.waits_for_dio && c.dio_wait === 'before-i_size',
          target: 'inode_dio_wait',
        },
        { target: 'drained' },
      ],
    },
    inode_dio_wait: {
      entry: call('inode_dio_wait', (c) => c.inode),
      on: { 'inode_dio_wait.ret': 'drained' },
    },
    drained: {
      always: [
        {
          guard: ({ context }) => context.oldsize_sample === 'after-wait',
          target: 'oldsize_after_wait',
        },
        { target: 'oldsize_known' },
      ],
    },
    oldsize_after_wait: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'oldsize_known',
          actions: assign({ oldsize: ({ event }) => event.i_size }),
        },
      },
    },
    oldsize_known: {
      always: [
        {
          guard: ({ context }) => context.fs_zero_eof && context.size > context.oldsize,
          target: 'xfs_zero_range',
          // The model follows the file only as far as its folios go.
          actions: assign(({ context }) => ({
            cursor: context.oldsize,
            limit: Math.min(context.size, cacheEnd(context)),
          })),
        },
        // [K xfs_truncate_page, iomap_truncate_page] A size that divides no block zeroes nothing.
        {
          guard: ({ context }) => context.fs_zero_eof && blockEnd(context) > context.size,
          target: 'xfs_zero_range',
          actions: assign(({ context }) => ({
            cursor: context.size,
            limit: Math.min(blockEnd(context), cacheEnd(context)),
          })),
        },
        { target: 'size_locking' },
      ],
    },
    xfs_zero_range: { ...xfsZeroRange<C>(), onDone: 'size_locking' },
    size_locking: {
      always: [
        { guard: ({ context }) => locksSize(context), target: 'size_lock' },
        { target: 'truncate_setsize' },
      ],
    },
    size_lock: {
      entry: call('down_write', (c) => c.size_lock),
      on: { 'down_write.ret': 'truncate_setsize' },
    },
    truncate_setsize: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context }) => context.disk_size === 'before-i_size',
            target: 'i_disksize_first',
            actions: assign({ i_size: ({ event }) => event.i_size }),
          },
          {
            target: 'i_size_write',
            actions: assign({ i_size: ({ event }) => event.i_size }),
          },
        ],
      },
    },
    // [K ext4_setattr] Under i_data_sem, which a completion does not take to look at both.
    i_disksize_first: {
      entry: call(
        'xfs_setfilesize',
        (c) => c.block_map,
        (c) => ({ size: c.size }),
      ),
      on: { 'xfs_setfilesize.ret': 'i_size_write' },
    },
    i_size_write: {
      entry: call(
        'i_size_write',
        (c) => c.inode,
        (c) => ({ i_size: c.size }),
      ),
      on: { 'i_size_write.ret': 'size_unlocking' },
    },
    size_unlocking: {
      always: [
        { guard: ({ context }) => locksSize(context), target: 'size_unlock' },
        { target: 'size_set' },
      ],
    },
    size_unlock: {
      entry: call('up_write', (c) => c.size_lock),
      on: { 'up_write.ret': 'size_set' },
    },
    size_set: {
      always: [
        {
          guard: ({ context }) => context.size > context.i_size,
          target: 'pagecache_isize_extended',
          actions: assign(({ context }) => ({ cursor: context.i_size, limit: context.size })),
        },
        { target: 'cache_truncation' },
      ],
    },
    pagecache_isize_extended: {
      ...pagecacheIsizeExtended<C>(),
      onDone: 'cache_truncation',
    },
    cache_truncation: {
      always: [
        {
          guard: ({ context: c }) => c.waits_for_dio && c.dio_wait === 'after-i_size',
          target: 'inode_dio_wait_late',
        },
        { target: 'truncate_pagecache', actions: fromSize },
      ],
    },
    // Who begins from here on sees the new size [K ext4_setattr].
    inode_dio_wait_late: {
      entry: call('inode_dio_wait', (c) => c.inode),
      on: { 'inode_dio_wait.ret': { target: 'truncate_pagecache', actions: fromSize } },
    },
    truncate_pagecache: {
      ...truncatePagecache<C>(),
      onDone: [
        {
          guard: ({ context }) => context.size <= context.oldsize,
          target: 'xfs_itruncate_extents',
        },
        {
          guard: ({ context }) => context.disk_size === 'after-flush',
          target: 'filemap_write_and_wait_range',
          actions: assign(({ context: c }) => ({
            cursor: folioEnd(c.oldsize, c) - c.page_size,
            limit: Math.min(c.size, cacheEnd(c)),
          })),
        },
        { guard: ({ context }) => context.disk_size === 'at-once', target: 'xfs_setfilesize' },
        { target: 'size_changed' },
      ],
    },
    // [K xfs_setattr_size] Else the zeroes may be lost in a crash and the size not.
    filemap_write_and_wait_range: {
      ...iomapWritepages<C>(),
      onDone: 'xfs_setfilesize',
    },
    xfs_setfilesize: {
      entry: call(
        'xfs_setfilesize',
        (c) => c.block_map,
        // [K xfs_setattr_size: i_disk_size = newsize, whatever it was]
        (c) => ({ size: c.size, truncate: true }),
      ),
      on: {
        'xfs_setfilesize.ret': {
          target: 'size_changed',
          actions: assign({ cursor: 0, limit: 0 }),
        },
      },
    },
    xfs_itruncate_extents: {
      entry: call(
        'itruncate_extents',
        (c) => c.block_map,
        (c) => ({ pos: c.size, size: c.size }),
      ),
      on: { 'itruncate_extents.ret': 'size_changed' },
    },
    size_changed: {
      type: 'final',
      entry: assign({ oldsize: 0, i_size: 0 }),
    },
  },
})

/** Ends with the size set to `size`. */
export function xfsSetattrSize<T extends SetattrSizeContext>(): TaskState<T> {
  return inlined<SetattrSizeContext, T>(config)
}
