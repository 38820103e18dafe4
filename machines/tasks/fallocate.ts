/**
 * fallocate() that makes the file longer over blocks which the disk holds already, as the tail of an
 * ocfs2 cluster [commit 6bba4471f0cc]: what a former owner left there is zeroed through the page
 * cache, and i_size moves. Writeback drops what lies past EOF, so the order of the two is the
 * question.
 *
 * Left out: allocation, and the locks that order this among the nodes of a cluster.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, submission, wakeups, wiring } from '../fragment.ts'
import type { Walk } from '../fragment.ts'
import { aligned, bytes, folioAt, folioEnd, sizes } from '../geometry.ts'
import type { Extent, TaskEvent } from '../message.ts'

const { inode, i_rwsem, folios, block_map } = wiring

export const fallocateInput = z
  .strictObject({
    ...{ inode, i_rwsem, folios, block_map },
    ...sizes,
    after: ordering.after,
    notify: ordering.notify,
    notify_submitted: submission.notify_submitted.describe('tasks that start when it has zeroed'),
    pos: bytes.describe('the old EOF, from which it zeroes'),
    len: bytes.refine((len) => len > 0, { error: 'an empty range moves nothing' }),
    isize_publish: z
      .enum(['under-folio-lock', 'after-unlock', 'after-flush'])
      .default('under-folio-lock')
      .describe('when i_size moves; after-flush: once the flusher has written the zeroes'),
    flusher: z
      .string()
      .nullable()
      .default(null)
      .describe(
        'the flusher that is waited for, at the latest at the end; it must notify this task',
      ),
  })
  .check(aligned(['pos', 'len']))

type Input = z.output<typeof fallocateInput>

export interface FallocateContext extends Walk {
  readonly inode: string
  readonly i_rwsem: string
  readonly block_map: string
  readonly notify: readonly string[]
  readonly notify_submitted: readonly string[]
  readonly after: string | null
  readonly isize_publish: Input['isize_publish']
  readonly extents: readonly Extent[]
  readonly flusher: string | null
  /** The flusher has returned. */
  readonly flushed: boolean
}

const at = (c: FallocateContext): string => folioAt(c.folios, c.cursor, c)
const here = (c: FallocateContext): { readonly pos: number; readonly end: number } => ({
  pos: c.cursor,
  end: Math.min(c.limit, folioEnd(c.cursor, c)),
})

export const fallocate = setup({
  types: {} as { context: FallocateContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'fallocate',
  context: ({ input: { pos, len, ...input } }) => ({
    ...input,
    cursor: pos,
    limit: pos + len,
    extents: [],
    flushed: false,
  }),
  initial: 'program',
  on: { start: { actions: assign({ flushed: true }) } },
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'i_rwsem_lock' },
      on: { start: 'i_rwsem_lock' },
    },
    i_rwsem_lock: {
      entry: call('down_write', (c) => c.i_rwsem),
      on: { 'down_write.ret': 'next_folio' },
    },
    next_folio: {
      always: [
        { guard: ({ context }) => context.cursor < context.limit, target: 'folio_lock' },
        { target: 'zeroed' },
      ],
    },
    folio_lock: {
      entry: call('folio_lock', at),
      on: { 'folio_lock.ret': 'iomap_begin' },
    },
    iomap_begin: {
      entry: call(
        'iomap_begin',
        (c) => c.block_map,
        (c) => ({ ...here(c), flags: 'report' as const }),
      ),
      on: {
        'iomap_begin.ret': {
          target: 'iomap_zero_range',
          actions: assign({ extents: ({ event }) => event.extents }),
        },
      },
    },
    iomap_zero_range: {
      entry: call('iomap_zero_range', at, (c) => ({ ...here(c), extents: c.extents })),
      on: {
        'iomap_zero_range.ret': [
          {
            guard: ({ context }) => context.isize_publish === 'under-folio-lock',
            target: 'i_size_write_locked',
            actions: assign({ extents: [] }),
          },
          { target: 'folio_unlock', actions: assign({ extents: [] }) },
        ],
      },
    },
    i_size_write_locked: {
      entry: call(
        'i_size_write',
        (c) => c.inode,
        (c) => ({ i_size: here(c).end }),
      ),
      on: { 'i_size_write.ret': 'folio_unlock' },
    },
    folio_unlock: {
      entry: call('folio_unlock', at),
      on: {
        'folio_unlock.ret': {
          target: 'next_folio',
          actions: assign({ cursor: ({ context }) => here(context).end }),
        },
      },
    },
    zeroed: {
      entry: perform((c) => wakeups(c.notify_submitted)),
      always: [
        { guard: ({ context: c }) => c.isize_publish === 'after-flush', target: 'flushing' },
        { guard: ({ context: c }) => c.isize_publish === 'after-unlock', target: 'i_size_write' },
        { target: 'i_rwsem_unlock' },
      ],
    },
    // [K filemap_write_and_wait_range] Waits for what is in the cache to be on disk.
    flushing: {
      always: { guard: ({ context }) => context.flushed, target: 'i_size_write' },
    },
    i_size_write: {
      entry: call(
        'i_size_write',
        (c) => c.inode,
        (c) => ({ i_size: c.limit }),
      ),
      on: { 'i_size_write.ret': 'i_rwsem_unlock' },
    },
    i_rwsem_unlock: {
      entry: call('up_write', (c) => c.i_rwsem),
      on: { 'up_write.ret': 'fsync' },
    },
    // The program, too, waits for the flusher before it ends.
    fsync: {
      always: { guard: ({ context: c }) => c.flushed || c.flusher === null, target: 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
