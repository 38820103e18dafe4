/**
 * A buffered write that reserved blocks and then copied nothing: it gives the reservation back where
 * no dirty page needs it [K xfs_buffered_write_iomap_end, iomap_write_delalloc_release]. i_rwsem and
 * invalidate_lock are held, so that no write and no fault can add data to the page cache meanwhile.
 * The range is searched for data, then for the end of that data, and what is dirty in between is left
 * out of what is punched. A direct write's completion holds neither lock when it invalidates, so the
 * second search may find nothing where the first has found data (commit 7a9d43eace88).
 *
 * The searches look at one folio at a time, without its lock [K mapping_seek_hole_data]. Left out: the
 * copy that fails, and the parts of a folio that are not in the range.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { aligned, bytes, folioAt, folioEnd, sizes } from '../geometry.ts'
import type { Range, TaskEvent } from '../message.ts'

const { inode, i_rwsem, invalidate_lock, folios, block_map } = wiring

export const iomapWriteDelallocReleaseInput = z
  .strictObject({
    ...{ inode, i_rwsem, invalidate_lock, folios, block_map },
    ...sizes,
    ...ordering,
    pos: bytes.describe('where the write that fails begins'),
    len: bytes.refine((len) => len > 0, { error: 'an empty write reserves nothing' }),
    empty_data: z
      .enum(['skip', 'scan'])
      .default('skip')
      .describe(
        'data that ends where it starts: searched for again, or (until 7a9d43eace88) scanned',
      ),
  })
  .check(aligned(['pos', 'len']))

type Input = z.output<typeof iomapWriteDelallocReleaseInput>

export interface IomapWriteDelallocReleaseContext extends Omit<Input, 'len'> {
  readonly end: number
  /** The data that was found; data_end is 0 until its end has been looked for. */
  readonly start_byte: number
  readonly data_end: number
  /** What lies between here and the next dirty folio is punched. */
  readonly punch_start: number
  /** The folio that the scan is at. */
  readonly cursor: number
}

type C = IomapWriteDelallocReleaseContext

const at = (pos: (c: C) => number) => (c: C) => folioAt(c.folios, pos(c), c)

const sought = at((c) => c.start_byte)
const scanned = at((c) => c.cursor)

/** The part of the range in the folio that holds `pos`. */
function within(c: C, pos: number): Range {
  return { pos, end: Math.min(c.end, folioEnd(pos, c)) }
}

export const iomap_write_delalloc_release = setup({
  types: {} as { context: C; events: TaskEvent; input: Input },
}).createMachine({
  id: 'iomap_write_delalloc_release',
  context: ({ input: { len, ...input } }) => ({
    ...input,
    end: input.pos + len,
    start_byte: input.pos,
    data_end: 0,
    punch_start: input.pos,
    cursor: 0,
  }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'i_rwsem_lock' },
      on: { start: 'i_rwsem_lock' },
    },
    i_rwsem_lock: {
      entry: call('down_write', (c) => c.i_rwsem),
      on: { 'down_write.ret': 'iomap_begin' },
    },
    iomap_begin: {
      entry: call(
        'iomap_begin',
        (c) => c.block_map,
        ({ pos, end }) => ({ pos, end, flags: 'write' as const }),
      ),
      on: { 'iomap_begin.ret': 'invalidate_lock' },
    },
    invalidate_lock: {
      entry: call('down_write', (c) => c.invalidate_lock),
      on: { 'down_write.ret': 'searching' },
    },
    searching: {
      always: [
        { guard: ({ context }) => context.start_byte < context.end, target: 'seek_data' },
        { target: 'punch_rest' },
      ],
    },
    seek_data: {
      entry: call('folio_test_uptodate', sought, (c) => within(c, c.start_byte)),
      on: {
        'folio_test_uptodate.ret': [
          {
            guard: ({ event }) => event.uptodate,
            target: 'seek_hole',
            actions: assign({ data_end: ({ context }) => context.start_byte }),
          },
          {
            target: 'searching',
            actions: assign({ start_byte: ({ context: c }) => within(c, c.start_byte).end }),
          },
        ],
      },
    },
    seek_hole: {
      always: [
        { guard: ({ context }) => context.data_end < context.end, target: 'seek_hole_folio' },
        { target: 'data_found' },
      ],
    },
    seek_hole_folio: {
      entry: call(
        'folio_test_uptodate',
        at((c) => c.data_end),
        (c) => within(c, c.data_end),
      ),
      on: {
        'folio_test_uptodate.ret': [
          {
            guard: ({ event }) => event.uptodate,
            target: 'seek_hole',
            actions: assign({ data_end: ({ context: c }) => within(c, c.data_end).end }),
          },
          { target: 'data_found' },
        ],
      },
    },
    data_found: {
      always: [
        {
          guard: ({ context: c }) => c.data_end === c.start_byte && c.empty_data === 'skip',
          target: 'searching',
          actions: assign({ data_end: 0 }),
        },
        {
          target: 'iomap_write_delalloc_scan',
          actions: assign({ cursor: ({ context }) => context.start_byte }),
        },
      ],
    },
    iomap_write_delalloc_scan: {
      entry: call('folio_lock', scanned),
      on: { 'folio_lock.ret': 'folio_test_dirty' },
    },
    folio_test_dirty: {
      entry: call('folio_test_dirty', scanned),
      on: {
        'folio_test_dirty.ret': [
          { guard: ({ event }) => event.dirty, target: 'punch_before' },
          { target: 'folio_unlock' },
        ],
      },
    },
    // What is clean before a dirty folio has no use for its reservation.
    punch_before: {
      entry: call(
        'xfs_bmap_punch_delalloc_range',
        (c) => c.block_map,
        (c) => ({ pos: c.punch_start, end: c.cursor }),
      ),
      on: {
        'xfs_bmap_punch_delalloc_range.ret': {
          target: 'folio_unlock',
          actions: assign({ punch_start: ({ context: c }) => within(c, c.cursor).end }),
        },
      },
    },
    folio_unlock: {
      entry: call('folio_unlock', scanned),
      on: {
        'folio_unlock.ret': [
          {
            guard: ({ context: c }) => within(c, c.cursor).end < c.data_end,
            target: 'iomap_write_delalloc_scan',
            actions: assign({ cursor: ({ context: c }) => within(c, c.cursor).end }),
          },
          {
            target: 'searching',
            actions: assign(({ context: c }) => ({
              start_byte: c.data_end,
              data_end: 0,
              cursor: 0,
            })),
          },
        ],
      },
    },
    punch_rest: {
      entry: call(
        'xfs_bmap_punch_delalloc_range',
        (c) => c.block_map,
        (c) => ({ pos: c.punch_start, end: c.end }),
      ),
      on: { 'xfs_bmap_punch_delalloc_range.ret': 'invalidate_unlock' },
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
