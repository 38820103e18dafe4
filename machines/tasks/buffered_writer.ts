/**
 * A buffered write in XFS of Linux 6.12 [K xfs_file_buffered_write, iomap_write_iter]. i_rwsem is
 * held exclusively, but i_size is read, compared and stored without a lock that a direct write's
 * completion takes, and direct I/O is drained only if the write begins past EOF. The ILOCK taken
 * in iomap_begin just before is a step because an unwritten completion publishes under it [L].
 *
 * Left out: short copies, a mapping that goes stale, and what does not touch the objects here.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { fileWriteChecks, writeChecks } from '../functions/file_write_checks.ts'
import type { WriteChecksContext } from '../functions/file_write_checks.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { aligned, bytes, folioAt, folioEnd, sizes } from '../geometry.ts'
import type { TaskEvent } from '../message.ts'
import { pagecacheIsizeExtended } from '../functions/pagecache_isize_extended.ts'
import type { IsizeExtendedContext } from '../functions/pagecache_isize_extended.ts'
import { design } from '../objects/work.ts'
import { writeBegin } from '../functions/write_begin.ts'

const { inode, i_rwsem, invalidate_lock, ilock, size_lock, folios, block_map } = wiring
const { isize_extended_mkclean, isize_extended_zero } = design

export const bufferedWriterInput = z
  .strictObject({
    ...{ inode, i_rwsem, invalidate_lock, ilock, size_lock, folios, block_map },
    ...{ isize_extended_mkclean, isize_extended_zero },
    ...sizes,
    ...ordering,
    ...writeChecks,
    isize_lock: z
      .enum(['none', 'common'])
      .default('none')
      .describe('common: size_lock over read, compare, store of i_size; mainline takes none'),
    pos: bytes.describe('where the write begins'),
    len: bytes.refine((len) => len > 0, { error: 'an empty write does nothing' }),
    fill: z.string().default('B').describe('the letter this write fills its blocks with'),
  })
  .check(aligned(['pos', 'len']))

type Input = z.output<typeof bufferedWriterInput>

export interface BufferedWriterContext extends WriteChecksContext, IsizeExtendedContext {
  readonly i_rwsem: string
  readonly ilock: string
  readonly size_lock: string
  readonly isize_lock: 'none' | 'common'
  readonly notify: readonly string[]
  readonly after: string | null
  readonly fill: string
  readonly end: number
  /** iter->pos */
  readonly at: number
  readonly result: number | null
}

function initial(input: Input): BufferedWriterContext {
  const { len, ...rest } = input
  return {
    ...rest,
    end: input.pos + len,
    cursor: 0,
    limit: 0,
    i_size: 0,
    extents: [],
    at: input.pos,
    result: null,
  }
}

const folioHere = (c: BufferedWriterContext): string => folioAt(c.folios, c.at, c)
const chunkEnd = (c: BufferedWriterContext): number => Math.min(c.end, folioEnd(c.at, c))
const locksSize = (c: BufferedWriterContext): boolean => c.isize_lock === 'common'

export const buffered_writer = setup({
  types: {} as { context: BufferedWriterContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'buffered_writer',
  context: ({ input }) => initial(input),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'i_rwsem_lock' },
      on: { start: 'i_rwsem_lock' },
    },
    i_rwsem_lock: {
      entry: call('down_write', (c) => c.i_rwsem),
      on: { 'down_write.ret': 'xfs_file_write_checks' },
    },
    xfs_file_write_checks: {
      ...fileWriteChecks<BufferedWriterContext>(),
      onDone: 'ilock',
    },
    // [K xfs_buffered_write_iomap_begin]
    ilock: {
      entry: call('down_write', (c) => c.ilock),
      on: { 'down_write.ret': 'iomap_begin' },
    },
    iomap_begin: {
      entry: call(
        'iomap_begin',
        (c) => c.block_map,
        (c) => ({ pos: c.pos, end: c.end, flags: 'write' as const }),
      ),
      on: { 'iomap_begin.ret': 'iunlock' },
    },
    iunlock: {
      entry: call('up_write', (c) => c.ilock),
      on: { 'up_write.ret': 'iomap_write_iter' },
    },
    iomap_write_iter: {
      always: [
        {
          guard: ({ context }) => context.at < context.end,
          target: 'iomap_write_begin',
          actions: assign({ cursor: ({ context }) => context.at }),
        },
        { target: 'i_rwsem_unlock', actions: assign({ cursor: 0, i_size: 0 }) },
      ],
    },
    iomap_write_begin: { ...writeBegin<BufferedWriterContext>(), onDone: 'copy' },
    copy: {
      entry: call('copy_folio_from_iter_atomic', folioHere, (c) => ({
        pos: c.at,
        end: chunkEnd(c),
        fill: c.fill,
        copied: chunkEnd(c) - c.at,
      })),
      on: { 'copy_folio_from_iter_atomic.ret': 'size_locking' },
    },
    size_locking: {
      always: [
        { guard: ({ context }) => locksSize(context), target: 'size_lock' },
        { target: 'i_size_read' },
      ],
    },
    size_lock: {
      entry: call('down_write', (c) => c.size_lock),
      on: { 'down_write.ret': 'i_size_read' },
    },
    // old_size = i_size; if (pos + written > old_size) i_size_write(): two steps [K]
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context, event }) => chunkEnd(context) > event.i_size,
            target: 'i_size_write',
            actions: assign({ i_size: ({ event }) => event.i_size }),
          },
          { target: 'size_unlocking', actions: assign({ i_size: ({ event }) => event.i_size }) },
        ],
      },
    },
    i_size_write: {
      entry: call(
        'i_size_write',
        (c) => c.inode,
        (c) => ({ i_size: chunkEnd(c) }),
      ),
      on: { 'i_size_write.ret': 'size_unlocking' },
    },
    size_unlocking: {
      always: [
        { guard: ({ context }) => locksSize(context), target: 'size_unlock' },
        { target: 'folio_unlock' },
      ],
    },
    size_unlock: {
      entry: call('up_write', (c) => c.size_lock),
      on: { 'up_write.ret': 'folio_unlock' },
    },
    folio_unlock: {
      entry: call('folio_unlock', folioHere),
      on: {
        'folio_unlock.ret': [
          {
            guard: ({ context }) => context.i_size < context.at,
            target: 'pagecache_isize_extended',
            actions: assign(({ context }) => ({ cursor: context.i_size, limit: context.at })),
          },
          { target: 'advance' },
        ],
      },
    },
    pagecache_isize_extended: {
      ...pagecacheIsizeExtended<BufferedWriterContext>(),
      onDone: 'advance',
    },
    advance: {
      always: {
        target: 'iomap_write_iter',
        actions: assign({ at: ({ context }) => chunkEnd(context) }),
      },
    },
    i_rwsem_unlock: {
      entry: call('up_write', (c) => c.i_rwsem),
      on: {
        'up_write.ret': {
          target: 'returned',
          actions: assign({ result: ({ context }) => context.end - context.pos }),
        },
      },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
