/**
 * Writeback of the page cache over [cursor, limit) as fsync() starts it (WB_SYNC_ALL), with its
 * completion [K iomap_writepages, iomap_writepage_map, xfs_end_ioend]. Per folio: lock, wait for
 * writeback, clear PG_dirty for I/O, sample i_size once, drop the folio if it is wholly past EOF (it
 * is clean already), zero its part past EOF, start writeback, map, unlock, submit. At the end of the
 * bio: size on disk and conversion, in one transaction where both are due, then end writeback; never
 * the other way round (commit b0857d309fae for ext4).
 *
 * A folio that is not dirty is skipped in the kernel before its writeback is waited for, and waited
 * for afterwards without its lock [K folio_prepare_writeback]; here the wait is with the lock held
 * for every folio.
 *
 * Left out: batching of folios into one ioend, WB_SYNC_NONE.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, signal } from '../call.ts'
import { inlined } from '../fragment.ts'
import type { TaskState, Walk } from '../fragment.ts'
import { folioAt, folioEnd, present } from '../geometry.ts'
import type { Operations, TaskEvent } from '../message.ts'
import type { Design } from '../objects/work.ts'

/** Orders that mainline has left behind; the first value of each switch is today's. */
export const writepagesOrder = {
  writeback_end: z
    .enum(['after-conversion', 'before-conversion'])
    .default('after-conversion')
    .describe('when the completion clears PG_writeback; ext4 did it first until b0857d309fae'),
  i_size_sample: z
    .enum(['after-mkclean', 'before-mkclean', 'twice'])
    .default('after-mkclean')
    .describe('when i_size is sampled; twice: once for EOF and once more for the length'),
  past_eof: z
    .enum(['drop', 'redirty'])
    .default('drop')
    .describe('a folio wholly past EOF: left clean, or made dirty again and come back to'),
} as const

export interface WritepagesContext extends Walk {
  readonly inode: string
  readonly block_map: string
  readonly bio: string
  /** separate: first the size, then the conversion. */
  readonly i_disk_size: Design['i_disk_size']
  readonly writeback_end: z.output<typeof writepagesOrder.writeback_end>
  readonly i_size_sample: z.output<typeof writepagesOrder.i_size_sample>
  readonly past_eof: z.output<typeof writepagesOrder.past_eof>
  /** A folio was made dirty again: there will be another pass, from position 0. */
  readonly redirtied: boolean
  /** The one sample of i_size for the folio at the cursor. */
  readonly i_size: number
  /** Dirty blocks of the folio, then those of them that have a block to go to. */
  readonly blocks: readonly number[]
  readonly unwritten: readonly number[]
  /** Where `blocks` go once they are mapped. */
  readonly sectors: readonly number[]
  readonly error: number
  /** Where the I/O that has ended ended, and what i_disk_size grows to for it. */
  readonly end_io: number
  readonly new_size: number
}

/** Before anything is written. */
export const idleWritepages = {
  writeback_end: 'after-conversion',
  i_size_sample: 'after-mkclean',
  past_eof: 'drop',
  redirtied: false,
  i_size: 0,
  blocks: [],
  unwritten: [],
  sectors: [],
  error: 0,
  end_io: 0,
  new_size: 0,
} as const

const at = (c: WritepagesContext): string => folioAt(c.folios, c.cursor, c)

/** A dirty block over a hole is skipped in silence: writeback cannot allocate it [K]. */
function mapped(
  c: WritepagesContext,
  { extents, sectors }: Operations['map_blocks']['ret'],
): Pick<WritepagesContext, 'blocks' | 'unwritten' | 'sectors'> {
  return {
    sectors: present(sectors),
    blocks: c.blocks.filter((_, i) => extents[i] !== 'hole'),
    unwritten: c.blocks.filter((_, i) => extents[i] === 'unwritten'),
  }
}

/** Where the bytes of the ioend end. */
function endOf({ blocks, block_size }: WritepagesContext): number {
  return (blocks.at(-1) ?? 0) + block_size
}

const config = setup({
  types: {} as { context: WritepagesContext; events: TaskEvent },
}).createStateConfig({
  initial: 'next_folio',
  states: {
    next_folio: {
      always: [
        { guard: ({ context }) => context.cursor < context.limit, target: 'folio_lock' },
        {
          guard: ({ context }) => context.redirtied,
          target: 'next_folio',
          reenter: true,
          actions: assign({ cursor: 0, redirtied: false }),
        },
        { target: 'written' },
      ],
    },
    folio_lock: {
      entry: call('folio_lock', at),
      on: { 'folio_lock.ret': 'folio_wait_writeback' },
    },
    folio_wait_writeback: {
      entry: call('folio_wait_writeback', at),
      on: {
        'folio_wait_writeback.ret': [
          {
            guard: ({ context }) => context.i_size_sample === 'before-mkclean',
            target: 'i_size_read_early',
          },
          { target: 'folio_clear_dirty_for_io' },
        ],
      },
    },
    // Before commit a056bdaae7a1: a store may still land, inside a size that is not seen here.
    i_size_read_early: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'folio_clear_dirty_for_io',
          actions: assign({ i_size: ({ event }) => event.i_size }),
        },
      },
    },
    folio_clear_dirty_for_io: {
      entry: call('folio_clear_dirty_for_io', at),
      on: {
        'folio_clear_dirty_for_io.ret': [
          {
            guard: ({ context, event }) =>
              event.dirty && context.i_size_sample === 'before-mkclean',
            target: 'handle_eof',
          },
          { guard: ({ event }) => event.dirty, target: 'i_size_read' },
          { target: 'folio_unlock_clean', actions: assign({ i_size: 0 }) },
        ],
      },
    },
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'handle_eof',
          actions: assign({ i_size: ({ event }) => event.i_size }),
        },
      },
    },
    handle_eof: {
      always: [
        // Until commit d58562ca6c99.
        {
          guard: ({ context: c }) => c.i_size <= c.cursor && c.past_eof === 'redirty',
          target: 'folio_redirty_for_writepage',
          actions: assign({ i_size: 0, redirtied: true }),
        },
        // [K iomap_writepage_handle_eof] Wholly past EOF: dropped, though it is clean by now.
        {
          guard: ({ context }) => context.i_size <= context.cursor,
          target: 'folio_unlock_clean',
          actions: assign({ i_size: 0 }),
        },
        {
          guard: ({ context: c }) => c.i_size < folioEnd(c.cursor, c),
          target: 'folio_zero_segment',
        },
        { target: 'eof_handled' },
      ],
    },
    folio_redirty_for_writepage: {
      entry: call('folio_mark_dirty', at),
      on: { 'folio_mark_dirty.ret': 'folio_unlock_clean' },
    },
    folio_unlock_clean: {
      entry: call('folio_unlock', at),
      on: { 'folio_unlock.ret': 'folio_done' },
    },
    // Zeroes what lies past EOF in memory, whoever put it there [K iomap_writepage_handle_eof].
    folio_zero_segment: {
      entry: call('folio_zero_segment', at, (c) => ({
        pos: c.i_size,
        end: folioEnd(c.cursor, c),
      })),
      on: { 'folio_zero_segment.ret': 'eof_handled' },
    },
    eof_handled: {
      always: [
        { guard: ({ context }) => context.i_size_sample === 'twice', target: 'i_size_read_again' },
        { target: 'folio_start_writeback' },
      ],
    },
    // A truncate stores i_size without the folio lock: the second sample may contradict the first.
    i_size_read_again: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'folio_start_writeback',
          actions: assign({ i_size: ({ event }) => event.i_size }),
        },
      },
    },
    folio_start_writeback: {
      entry: call('folio_start_writeback', at, (c) => ({
        end: Math.min(c.i_size, folioEnd(c.cursor, c)),
      })),
      on: {
        'folio_start_writeback.ret': {
          target: 'xfs_map_blocks',
          actions: assign({ blocks: ({ event }) => event.blocks, i_size: 0 }),
        },
      },
    },
    xfs_map_blocks: {
      entry: call(
        'map_blocks',
        (c) => c.block_map,
        (c) => ({ blocks: c.blocks }),
      ),
      on: {
        'map_blocks.ret': {
          target: 'folio_unlock',
          actions: assign(({ context, event }) => mapped(context, event)),
        },
      },
    },
    folio_unlock: {
      entry: call('folio_unlock', at),
      on: {
        'folio_unlock.ret': [
          { guard: ({ context }) => context.blocks.length > 0, target: 'iomap_submit_ioend' },
          { target: 'folio_end_writeback' },
        ],
      },
    },
    iomap_submit_ioend: {
      entry: signal(
        (c) => c.bio,
        (c, self) => ({
          type: 'submit_bio',
          from: self,
          segments: [{ folio: at(c), blocks: c.blocks, sectors: c.sectors }],
          data: [],
          end_writeback: false,
          fua: false,
        }),
      ),
      on: {
        bi_end_io: {
          target: 'xfs_end_ioend',
          actions: assign(({ context, event }) => ({
            blocks: [],
            sectors: [],
            error: event.error,
            end_io: context.i_disk_size === 'none' ? 0 : endOf(context),
          })),
        },
      },
    },
    xfs_end_ioend: {
      always: [
        { guard: ({ context }) => context.error !== 0, target: 'mapping_set_error' },
        {
          guard: ({ context }) => context.writeback_end === 'before-conversion',
          target: 'folio_end_writeback_early',
        },
        { target: 'end_io' },
      ],
    },
    folio_end_writeback_early: {
      entry: call('folio_end_writeback', at),
      on: { 'folio_end_writeback.ret': 'end_io' },
    },
    end_io: {
      always: [
        { guard: ({ context }) => context.i_disk_size !== 'none', target: 'xfs_new_eof' },
        { target: 'converting' },
      ],
    },
    // The size on disk follows the I/O, and never passes the one in core [K xfs_new_eof].
    xfs_new_eof: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'disk_size',
          actions: assign({
            new_size: ({ context, event }) => Math.min(event.i_size, context.end_io),
          }),
        },
      },
    },
    disk_size: {
      always: [
        {
          guard: ({ context: c }) => c.i_disk_size === 'separate' || c.unwritten.length === 0,
          target: 'xfs_setfilesize',
        },
        { target: 'converting' },
      ],
    },
    xfs_setfilesize: {
      entry: call(
        'xfs_setfilesize',
        (c) => c.block_map,
        (c) => ({ size: c.new_size }),
      ),
      on: { 'xfs_setfilesize.ret': 'converting' },
    },
    converting: {
      always: [
        {
          guard: ({ context }) => context.unwritten.length > 0,
          target: 'xfs_iomap_write_unwritten',
        },
        { target: 'converted' },
      ],
    },
    converted: {
      always: [
        {
          guard: ({ context }) => context.writeback_end === 'before-conversion',
          target: 'folio_done',
        },
        { target: 'folio_end_writeback' },
      ],
    },
    mapping_set_error: {
      entry: call(
        'mapping_set_error',
        (c) => c.inode,
        (c) => ({ error: c.error }),
      ),
      on: { 'mapping_set_error.ret': 'folio_end_writeback' },
    },
    xfs_iomap_write_unwritten: {
      entry: call(
        'iomap_write_unwritten',
        (c) => c.block_map,
        (c) => ({ blocks: c.unwritten, size: c.new_size }),
      ),
      on: { 'iomap_write_unwritten.ret': 'converted' },
    },
    folio_end_writeback: {
      entry: call('folio_end_writeback', at),
      on: { 'folio_end_writeback.ret': 'folio_done' },
    },
    folio_done: {
      always: {
        target: 'next_folio',
        actions: assign(({ context }) => ({
          cursor: folioEnd(context.cursor, context),
          i_size: 0,
          unwritten: [],
          error: 0,
          end_io: 0,
          new_size: 0,
        })),
      },
    },
    written: { type: 'final' },
  },
})

/** Writes [cursor, limit) back and waits for it. */
export function iomapWritepages<C extends WritepagesContext>(): TaskState<C> {
  return inlined<WritepagesContext, C>(config)
}
