/**
 * fallocate() in XFS: IOLOCK and MMAPLOCK exclusive, drain direct I/O, then allocate and set the size,
 * or punch a hole [K xfs_file_fallocate, xfs_falloc_setsize, xfs_free_file_space]. The drain comes
 * first because an AIO completion moves i_size under neither lock (commit 249bd9087a52); until then
 * only xfs_setattr_size() waited, after the new size had been decided.
 *
 * A hole is punched in two steps, the page cache and then the extents. invalidate_lock covers both,
 * so that nobody reads the old block back in between (series of commit 730633f0b7f9).
 *
 * Left out: the flush of the range before it is dropped, blocks that a hole covers in part, insert,
 * collapse and zero range.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { aligned, bytes, sizes } from '../geometry.ts'
import type { TaskEvent } from '../message.ts'
import { truncatePagecache } from '../functions/truncate_pagecache.ts'
import { design } from '../objects/work.ts'
import { idleSetattrSize, setattrSize, xfsSetattrSize } from '../functions/xfs_setattr_size.ts'
import type { SetattrSizeContext } from '../functions/xfs_setattr_size.ts'

const { inode, i_rwsem, invalidate_lock, size_lock, folios, block_map } = wiring
const { isize_extended_mkclean, isize_extended_zero } = design

export const xfsFileFallocateInput = z
  .strictObject({
    ...{ inode, i_rwsem, invalidate_lock, size_lock, folios, block_map },
    ...{ isize_extended_mkclean, isize_extended_zero },
    ...sizes,
    ...ordering,
    ...setattrSize,
    mode: z
      .enum(['allocate', 'keep-size', 'punch-hole'])
      .default('allocate')
      .describe('0, FALLOC_FL_KEEP_SIZE, or FALLOC_FL_PUNCH_HOLE with it'),
    pos: bytes.describe('where the range begins; a hole is of whole folios'),
    len: bytes.refine((len) => len > 0, { error: 'an empty range is refused with -EINVAL' }),
    drain: z
      .enum(['first', 'in-setattr'])
      .default('first')
      .describe('in-setattr: nobody waits before the new size is decided, as until 249bd9087a52'),
    iolock: z
      .boolean()
      .default(true)
      .describe('holds i_rwsem, as all filesystems do; without it nothing stops a write meanwhile'),
    invalidate_span: z
      .enum(['both', 'cache', 'none'])
      .default('both')
      .describe(
        'what invalidate_lock covers of a punch: cache and extents, the cache alone, nothing',
      ),
  })
  .check(aligned(['pos', 'len']))

type Input = z.output<typeof xfsFileFallocateInput>

export interface XfsFileFallocateContext extends SetattrSizeContext {
  readonly i_rwsem: string
  readonly invalidate_lock: string
  readonly notify: readonly string[]
  readonly after: string | null
  readonly mode: Input['mode']
  readonly pos: number
  readonly end: number
  readonly drain: Input['drain']
  readonly iolock: boolean
  readonly invalidate_span: Input['invalidate_span']
}

const range = ({ pos, end }: XfsFileFallocateContext) => ({ pos, end })

const punches = ({ mode }: XfsFileFallocateContext): boolean => mode === 'punch-hole'

/** Whether invalidate_lock is held to the end. */
const coversAll = (c: XfsFileFallocateContext): boolean =>
  !punches(c) || c.invalidate_span === 'both'

export const xfs_file_fallocate = setup({
  types: {} as { context: XfsFileFallocateContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'xfs_file_fallocate',
  context: ({ input: { len, ...input } }) => ({
    ...input,
    ...idleSetattrSize,
    bio: input.flush_bio ?? '',
    end: input.pos + len,
    size: 0,
  }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'locking' },
      on: { start: 'locking' },
    },
    locking: {
      always: [
        { guard: ({ context }) => context.iolock, target: 'i_rwsem_lock' },
        { target: 'invalidate_locking' },
      ],
    },
    i_rwsem_lock: {
      entry: call('down_write', (c) => c.i_rwsem),
      on: { 'down_write.ret': 'invalidate_locking' },
    },
    invalidate_locking: {
      always: [
        {
          guard: ({ context: c }) => punches(c) && c.invalidate_span === 'none',
          target: 'draining',
        },
        { target: 'invalidate_lock' },
      ],
    },
    invalidate_lock: {
      entry: call('down_write', (c) => c.invalidate_lock),
      on: { 'down_write.ret': 'draining' },
    },
    draining: {
      always: [
        {
          guard: ({ context: c }) => c.waits_for_dio && c.drain === 'first',
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
          guard: ({ context }) => punches(context),
          target: 'truncate_pagecache_range',
          actions: assign(({ context }) => ({ cursor: context.pos, limit: context.end })),
        },
        { guard: ({ context }) => context.mode === 'keep-size', target: 'xfs_alloc_file_space' },
        { target: 'xfs_falloc_newsize' },
      ],
    },
    truncate_pagecache_range: {
      ...truncatePagecache<XfsFileFallocateContext>(),
      onDone: [
        {
          guard: ({ context }) => context.invalidate_span === 'cache',
          target: 'invalidate_unlock_early',
        },
        { target: 'xfs_unmap_extent' },
      ],
    },
    // A design to be refused: what was dropped can be read back before its blocks are gone.
    invalidate_unlock_early: {
      entry: call('up_write', (c) => c.invalidate_lock),
      on: { 'up_write.ret': 'xfs_unmap_extent' },
    },
    xfs_unmap_extent: {
      entry: call('xfs_unmap_extent', (c) => c.block_map, range),
      on: { 'xfs_unmap_extent.ret': 'unlocking' },
    },
    // The new size is decided here [K xfs_falloc_newsize].
    xfs_falloc_newsize: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'xfs_alloc_file_space',
          actions: assign({
            size: ({ context, event }) => (context.end > event.i_size ? context.end : 0),
          }),
        },
      },
    },
    // Allocates holes as unwritten extents, as a direct write does.
    xfs_alloc_file_space: {
      entry: call(
        'iomap_begin',
        (c) => c.block_map,
        (c) => ({ ...range(c), flags: 'direct' as const }),
      ),
      on: {
        'iomap_begin.ret': [
          { guard: ({ context }) => context.size > 0, target: 'xfs_setattr_size' },
          { target: 'unlocking' },
        ],
      },
    },
    xfs_setattr_size: { ...xfsSetattrSize<XfsFileFallocateContext>(), onDone: 'unlocking' },
    unlocking: {
      always: [
        { guard: ({ context }) => coversAll(context), target: 'invalidate_unlock' },
        { target: 'i_rwsem_unlocking' },
      ],
    },
    invalidate_unlock: {
      entry: call('up_write', (c) => c.invalidate_lock),
      on: { 'up_write.ret': 'i_rwsem_unlocking' },
    },
    i_rwsem_unlocking: {
      always: [
        { guard: ({ context }) => context.iolock, target: 'i_rwsem_unlock' },
        { target: 'returned' },
      ],
    },
    i_rwsem_unlock: {
      entry: call('up_write', (c) => c.i_rwsem),
      on: { 'up_write.ret': 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
