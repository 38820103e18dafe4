/**
 * What the operations of a folio do to its contents, its dirty state and its page-table entry:
 * pure functions for folio.ts, where the lock and PG_writeback are.
 *
 * A folio keeps per-block uptodate and dirty bits beside PG_dirty [K struct iomap_folio_state].
 * They differ on purpose: folio_mark_dirty() dirties every block [K iomap_dirty_folio], and
 * folio_clear_dirty_for_io() clears PG_dirty alone, so a folio that writeback then drops as past
 * EOF is clean although its blocks were never written [K iomap_writepage_handle_eof].
 */
import { blocksIn } from '../geometry.ts'
import type { Extent, Range, Request } from '../message.ts'

/** The mapping's one page-table entry for this folio, shared by every mmap user of the model. */
export interface Pte {
  readonly mapped: boolean
  readonly writable: boolean
  readonly dirty: boolean
}

export interface PageCache {
  readonly block_size: number
  readonly page_size: number
  readonly folio_pos: number
  readonly removed: 'zeroed' | 'kept'
  /** removed kept: the contents of the folios that have left the cache at this index, in order. */
  readonly gone: readonly (readonly string[])[]
  readonly PG_dirty: boolean
  readonly uptodate: readonly boolean[]
  readonly dirty: readonly boolean[]
  readonly data: readonly string[]
  readonly pte: Pte
  /** The per-block uptodate bits that writeback looks at; null while they are those above. */
  readonly ifs_uptodate: readonly boolean[] | null
}

type Change = Partial<
  Pick<PageCache, 'PG_dirty' | 'uptodate' | 'dirty' | 'data' | 'pte' | 'ifs_uptodate' | 'gone'>
>

const unmapped: Pte = { mapped: false, writable: false, dirty: false }

/** The position of block `i`. */
export function blockPos({ folio_pos, block_size }: PageCache, i: number): number {
  return folio_pos + i * block_size
}

function within(folio: PageCache, i: number, { pos, end }: Range): boolean {
  return blockPos(folio, i) >= pos && blockPos(folio, i) < end
}

function set<T>(folio: PageCache, old: readonly T[], range: Range, value: T): readonly T[] {
  return old.map((was, i) => (within(folio, i, range) ? value : was))
}

/** The blocks of `range` that lie in this folio, or in an earlier one at its index. */
export function slice(
  folio: PageCache,
  range: Range,
  generation = folio.gone.length,
): readonly string[] {
  return (folio.gone[generation] ?? folio.data).filter((_, i) => within(folio, i, range))
}

export function isUptodate(folio: PageCache, range: Range): boolean {
  return folio.uptodate.every((uptodate, i) => uptodate || !within(folio, i, range))
}

/** Gives blocks that are not up to date what was read; the others hold newer bytes. */
export function fill(folio: PageCache, { data, ...range }: Request<'folio_fill'>): Change {
  const first = blocksIn(folio.folio_pos, range.pos, folio.block_size).length
  return {
    data: folio.data.map((was, i) =>
      within(folio, i, range) && !folio.uptodate[i] ? (data[i - first] ?? was) : was,
    ),
    uptodate: set(folio, folio.uptodate, range, true),
  }
}

/** [K __iomap_write_end, iomap_set_range_dirty] */
export function write(folio: PageCache, range: Range, fill: string): Change {
  return {
    data: set(folio, folio.data, range, fill),
    uptodate: set(folio, folio.uptodate, range, true),
    dirty: set(folio, folio.dirty, range, true),
    PG_dirty: true,
    ifs_uptodate: folio.ifs_uptodate && set(folio, folio.ifs_uptodate, range, true),
  }
}

/** [K iomap_dirty_folio: the whole folio, also its blocks past EOF] */
export function markDirty(folio: PageCache): Change {
  return { PG_dirty: true, dirty: folio.dirty.map(() => true) }
}

/** [K folio_mkclean; page_mkclean_one counts a writable entry even when it is clean] */
export function mkclean(folio: PageCache): Change {
  const { pte } = folio
  if (!pte.writable && !pte.dirty) return {}
  return { ...markDirty(folio), pte: { ...pte, writable: false, dirty: false } }
}

/** [P iomap_folio_prepare_writethrough of v1; S for the rounding to blocks] */
export function prepareWritethrough(folio: PageCache, range: Range): Change {
  const cleaned = { ...folio, ...mkclean(folio) }
  const dirty = set(folio, cleaned.dirty, range, false)
  return { pte: cleaned.pte, dirty, PG_dirty: dirty.includes(true) }
}

/**
 * [K iomap_zero_iter] Holes and unwritten blocks are skipped, unless the range is dirty: then it
 * is flushed first. All of that flush that matters past EOF is here: the folio is write-protected
 * and what lies past EOF is zeroed; its I/O inside EOF is left to the flusher.
 */
export function zeroRange(
  folio: PageCache,
  { extents, ...range }: Range & { readonly extents: readonly Extent[] },
): Change {
  const first = blocksIn(folio.folio_pos, range.pos, folio.block_size).length
  const backed = folio.data.map((_, i) => {
    const extent = extents[i - first]
    return within(folio, i, range) && (extent === 'written' || extent === 'delalloc')
  })
  const unbacked = folio.data.some((_, i) => within(folio, i, range) && !backed[i])
  const flush = unbacked && folio.PG_dirty
  const zeroed = (i: number): boolean => backed[i] === true || (flush && within(folio, i, range))
  const flushed = flush ? { ...folio, ...mkclean(folio) } : folio
  return {
    pte: flushed.pte,
    data: folio.data.map((was, i) => (zeroed(i) ? 'zero' : was)),
    uptodate: folio.uptodate.map((was, i) => was || backed[i] === true),
    dirty: flushed.dirty.map((was, i) => backed[i] === true || (was && !zeroed(i))),
    PG_dirty: folio.PG_dirty || backed.includes(true),
  }
}

/**
 * [K pagecache_isize_extended; its zeroing half, commit 52aecaee1c26, is not in 6.12.117] Two halves,
 * each with its switch. The dirty test sees what the write-protecting half has just marked.
 */
export function isizeExtended(
  folio: PageCache,
  event: Request<'pagecache_isize_extended'>,
): Change {
  const change = event.mkclean ? mkclean(folio) : {}
  const dirty = change.PG_dirty ?? folio.PG_dirty
  if (!event.zero || !(dirty || event.clean)) return change
  const marked = event.clean ? markDirty(folio) : {}
  return { ...change, ...marked, data: set(folio, folio.data, event, 'zero') }
}

export function zeroSegment(folio: PageCache, range: Range): Change {
  return { data: set(folio, folio.data, range, 'zero') }
}

/** [K folio_clear_dirty_for_io: mkclean, move the entry's dirt to the folio, clear PG_dirty] */
export function clearDirtyForIo(folio: PageCache): Change {
  return { ...mkclean(folio), PG_dirty: false }
}

/** A hardware store through a writable entry: no lock, no fault, no look at i_size. */
export function store(folio: PageCache, pos: number, fill: string): Change {
  const range = { pos, end: pos + folio.block_size }
  return { data: set(folio, folio.data, range, fill), pte: { ...folio.pte, dirty: true } }
}

/** [K truncate_inode_pages_range] Drops the folio, or zeroes the part of it from `pos` on. */
export function truncate(folio: PageCache, pos: number): Change {
  if (pos <= folio.folio_pos) return drop(folio)
  return zeroSegment(folio, { pos, end: folio.folio_pos + folio.page_size })
}

/** The folio leaves the cache and every page table; its actor stays for the next one at its index. */
export function drop(folio: PageCache): Change {
  return {
    PG_dirty: false,
    uptodate: folio.uptodate.map(() => false),
    dirty: folio.dirty.map(() => false),
    data: folio.data.map(() => 'zero'),
    gone: folio.removed === 'kept' ? [...folio.gone, folio.data] : folio.gone,
    pte: unmapped,
    ifs_uptodate: null,
  }
}

/** [K try_to_unmap] The entry goes, and its dirt to the folio [K folio_mark_dirty]. */
export function unmap(folio: PageCache): Change {
  return { ...(folio.pte.dirty ? markDirty(folio) : {}), pte: unmapped }
}

/** [K invalidate_complete_folio2] A folio that is dirty once it is unmapped stays. */
export function invalidate(folio: PageCache): Change {
  const change = unmap(folio)
  return (change.PG_dirty ?? folio.PG_dirty) ? change : drop(folio)
}

/** Positions of the blocks below `end` that writeback takes: dirty, and up to date as it sees it. */
export function dirtyBlocks(folio: PageCache, end: number): readonly number[] {
  return folio.dirty.flatMap((dirty, i) => {
    const pos = blockPos(folio, i)
    return dirty && pos < end && folio.ifs_uptodate?.[i] !== false ? [pos] : []
  })
}
