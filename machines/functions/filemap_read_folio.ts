/**
 * Brings the folio at the cursor up to date: lock, map, sample i_size, read, fill
 * [K filemap_read_folio, iomap_readpage_iter]. A block that is not written, or that lies at or past
 * i_size at this instant, is filled with zeros without I/O [K iomap_block_needs_zeroing]. The
 * caller holds invalidate_lock shared.
 */
import { assign, setup } from 'xstate'
import { call } from '../call.ts'
import { inlined } from '../fragment.ts'
import type { TaskState, Walk } from '../fragment.ts'
import { folioAt, folioEnd } from '../geometry.ts'
import type { Extent, Sector, TaskEvent } from '../message.ts'

export interface ReadFolioContext extends Walk {
  readonly inode: string
  readonly block_map: string
  readonly block_device: string
  readonly i_size: number
  readonly extents: readonly Extent[]
  /** As mapped, although the blocks may be freed before they are read. */
  readonly sectors: readonly Sector[]
  /** Which of the folios at this index the task has a reference to. */
  readonly folio_ref: number
  /** The bytes on their way from the disk to the folio. */
  readonly data: readonly string[]
}

const at = (c: ReadFolioContext): string => folioAt(c.folios, c.cursor, c)

const whole = (c: ReadFolioContext): { readonly pos: number; readonly end: number } => ({
  pos: folioEnd(c.cursor, c) - c.page_size,
  end: folioEnd(c.cursor, c),
})

/** What a read of the disk gives, block by block. */
function filled(c: ReadFolioContext, disk: readonly string[]): readonly string[] {
  return disk.map((data, i) => {
    const pos = whole(c).pos + i * c.block_size
    return c.extents[i] === 'written' && pos < c.i_size ? data : 'zero'
  })
}

const config = setup({
  types: {} as { context: ReadFolioContext; events: TaskEvent },
}).createStateConfig({
  initial: 'folio_lock',
  states: {
    folio_lock: {
      entry: call('folio_lock', at),
      on: { 'folio_lock.ret': 'iomap_begin' },
    },
    iomap_begin: {
      entry: call(
        'iomap_begin',
        (c) => c.block_map,
        (c) => ({ ...whole(c), flags: 'report' as const }),
      ),
      on: {
        'iomap_begin.ret': {
          target: 'i_size_read',
          actions: assign({
            extents: ({ event }) => event.extents,
            sectors: ({ event }) => event.sectors,
          }),
        },
      },
    },
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'disk',
          actions: assign({ i_size: ({ event }) => event.i_size }),
        },
      },
    },
    disk: {
      entry: call(
        'blk_read',
        (c) => c.block_device,
        (c) => ({ sectors: c.sectors }),
      ),
      on: {
        'blk_read.ret': {
          target: 'fill',
          actions: assign(({ context, event }) => ({
            data: filled(context, event.data),
            extents: [],
            sectors: [],
            i_size: 0,
          })),
        },
      },
    },
    fill: {
      entry: call('folio_fill', at, (c) => ({ ...whole(c), data: c.data })),
      on: {
        'folio_fill.ret': {
          target: 'folio_unlock',
          actions: assign(({ event }) => ({ data: [], folio_ref: event.generation })),
        },
      },
    },
    folio_unlock: {
      entry: call('folio_unlock', at),
      on: { 'folio_unlock.ret': 'uptodate' },
    },
    uptodate: { type: 'final' },
  },
})

/** Ends with the folio at `cursor` up to date and unlocked. */
export function filemapReadFolio<C extends ReadFolioContext>(): TaskState<C> {
  return inlined<ReadFolioContext, C>(config)
}
