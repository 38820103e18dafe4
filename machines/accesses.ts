/**
 * Which operations are accesses to memory that the object itself does not protect. i_size is
 * marked: i_size_read() is a load-acquire and i_size_write() a store-release [K include/linux/fs.h],
 * and writers must exclude each other by a lock of their own, as the comment there demands. PG_* bits, i_dio_count, AS_STABLE_WRITES
 * and wb_err are atomic; extents are under the ILOCK; the disk is not memory.
 */
import type { FolioContext } from './objects/folio.ts'
import { blocksIn } from './geometry.ts'
import type { FolioOperations, InodeOperations, Request } from './message.ts'

interface Access {
  readonly variable: string
  readonly at?: readonly number[]
  readonly access: 'read' | 'write'
  readonly marked?: boolean
}

interface Of<E, C> {
  readonly event: E
  readonly context: C
}

function inode({ event }: Of<Request<keyof InodeOperations>, object>): readonly Access[] {
  switch (event.type) {
    case 'i_size_read':
      return [{ variable: 'i_size', access: 'read', marked: true }]
    case 'i_size_write':
      return [{ variable: 'i_size', access: 'write', marked: true }]
    default:
      return []
  }
}

/** The blocks of this folio in [pos, end). */
function blocks(
  { folio_pos, page_size, block_size }: FolioContext,
  pos: number,
  end: number,
): readonly number[] {
  return blocksIn(Math.max(pos, folio_pos), Math.min(end, folio_pos + page_size), block_size)
}

const written = (at: readonly number[]): readonly Access[] =>
  at.length === 0 ? [] : [{ variable: 'data', at, access: 'write' }]

/**
 * User space's own accesses are marked: a program that reads and stores at once gets either value.
 * What the device reads is not: it may sample twice, which is why stable pages exist.
 */
function folio(delivery: Of<Request<keyof FolioOperations>, FolioContext>): readonly Access[] {
  const { event, context: c } = delivery
  switch (event.type) {
    case 'store':
      return c.pte.writable
        ? [{ variable: 'data', at: [event.pos], access: 'write', marked: true }]
        : []
    case 'copy_folio_to_iter':
      return [
        { variable: 'data', at: blocks(c, event.pos, event.end), access: 'read', marked: true },
      ]
    case 'bvec_sample':
      return [{ variable: 'data', at: event.blocks, access: 'read' }]
    case 'copy_folio_from_iter_atomic':
      return written(blocks(c, event.pos, event.pos + event.copied))
    case 'folio_fill':
    case 'folio_zero_segment':
      return written(blocks(c, event.pos, event.end))
    // Blocks that nothing backs are skipped [K iomap_zero_iter].
    case 'iomap_zero_range':
      return written(
        blocks(c, event.pos, event.end).filter((_, i) =>
          ['written', 'delalloc'].includes(event.extents[i] ?? 'hole'),
        ),
      )
    case 'pagecache_isize_extended':
      return event.zero && (c.PG_dirty || c.pte.dirty || event.clean)
        ? written(blocks(c, event.pos, event.end))
        : []
    // A folio wholly past the new EOF is dropped, not written to.
    case 'truncate_pagecache':
      return event.pos > c.folio_pos ? written(blocks(c, event.pos, Infinity)) : []
    default:
      return []
  }
}

/** block_device has none, but says so: an answer from the disk orders nobody. */
export const accesses = { inode, folio, block_device: (): readonly Access[] => [] } as const
