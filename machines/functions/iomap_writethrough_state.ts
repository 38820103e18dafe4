/** What iomap_writethrough_iter() keeps in its iterator, its context and its bvec array. */
import { blocksIn, folioEnd, present } from '../geometry.ts'
import type { Extent, Operations, Range, Request, Segment } from '../message.ts'
import type { IsizeExtendedContext } from './pagecache_isize_extended.ts'
import type { Design } from '../objects/work.ts'
import type { WriteBeginContext } from './write_begin.ts'

export interface WritethroughContext extends WriteBeginContext, IsizeExtendedContext {
  readonly block_map: string
  readonly ctx: string
  readonly bios: readonly string[]
  readonly pos: number
  readonly end: number
  readonly fill: string
  readonly design: Design
  readonly submit: 'accumulate' | 'before-wait'
  readonly stale_break: 'submit' | 'map-again'
  readonly max_bvecs: number
  /** Short copies that may still happen. */
  readonly short_copies: number
  /** i_size before this write moved it. */
  readonly i_size: number
  /** iter->pos */
  readonly at: number
  /** What the current copy wrote. */
  readonly written: number
  /** After a copy that did not count: try no more than this; 0 for no limit. */
  readonly retry: number
  readonly map_end: number
  readonly map_unwritten: boolean
  readonly cookie: number
  /** Where the mapping's blocks are on the disk. */
  readonly map_sectors: readonly number[]
  readonly segments: readonly Segment[]
  readonly queued_unwritten: readonly number[]
  /** Bios submitted so far, and the index of the next one in the pool. */
  readonly submitted: number
  readonly failed: boolean
}

type Change = Partial<WritethroughContext>

/** iomap_iter() ends with the range, or when the error of an earlier bio was seen. */
export function finished({ at, end, failed }: WritethroughContext): boolean {
  return failed || at >= end
}

/** One mapping is one run of equal extents. */
export function mapped(
  { at, block_size }: WritethroughContext,
  { extents, sectors, cookie }: Operations['iomap_begin']['ret'],
): Change {
  const first: Extent | undefined = extents[0]
  const run = extents.findIndex((extent) => extent !== first)
  const length = run < 0 ? extents.length : run
  return {
    map_end: at + length * block_size,
    map_sectors: present(sectors).slice(0, length),
    map_unwritten: first === 'unwritten',
    cookie,
  }
}

/** Where the present chunk ends: at most the folio, the mapping, or what could be copied last. */
export function chunkEnd(c: WritethroughContext): number {
  const retry = c.retry === 0 ? c.map_end : c.at + c.retry
  return Math.min(retry, folioEnd(c.at, c), c.map_end)
}

/** The copy, or a shorter one: the source page was reclaimed after it was faulted in. */
export function copyRequest(
  c: WritethroughContext,
  self: string,
): Operations['copy_folio_from_iter_atomic']['args'] & {
  readonly alternatives?: readonly Request<'copy_folio_from_iter_atomic'>[]
} {
  const range = { pos: c.at, end: chunkEnd(c), fill: c.fill }
  const full = { ...range, copied: range.end - range.pos }
  if (c.short_copies === 0) return full
  const shorter = blocksIn(range.pos, range.end, c.block_size).map((pos) => pos - range.pos)
  return {
    ...full,
    alternatives: shorter.map((copied) => ({
      ...range,
      copied,
      type: 'copy_folio_from_iter_atomic',
      from: self,
    })),
  }
}

export function copied(
  c: WritethroughContext,
  result: Operations['copy_folio_from_iter_atomic']['ret'],
): Change {
  const short = result.copied < chunkEnd(c) - c.at
  return {
    written: result.written,
    retry: result.written === 0 ? result.copied : 0,
    short_copies: c.short_copies - (short ? 1 : 0),
    cursor: 0,
  }
}

/** bvec_set_folio(), nr_bvecs++ */
export function appended(c: WritethroughContext, folio: string): Change {
  const blocks = blocksIn(c.at, c.at + c.written, c.block_size)
  const before = c.map_sectors.length - (c.map_end - c.at) / c.block_size
  const sectors = c.map_sectors.slice(before, before + blocks.length)
  return {
    segments: [...c.segments, { folio, blocks, sectors }],
    queued_unwritten: c.map_unwritten ? [...c.queued_unwritten, ...blocks] : c.queued_unwritten,
  }
}

/** Whether the mapping was found stale with bvecs queued that were built from it. */
export function mapsQueuedAgain({ stale_break, segments }: WritethroughContext): boolean {
  return stale_break === 'map-again' && segments.length > 0
}

const queuedBlocks = ({ segments }: WritethroughContext): readonly number[] =>
  segments.flatMap(({ blocks }) => blocks)

/** The file range of the bvec array, which is contiguous. */
export function queuedRange(c: WritethroughContext): Range {
  const blocks = queuedBlocks(c)
  return { pos: Math.min(...blocks), end: Math.max(...blocks) + c.block_size }
}

/** The bvec array with the sectors of another mapping of its range. */
export function mappedAgain(
  c: WritethroughContext,
  { extents, sectors }: Operations['iomap_begin']['ret'],
): Change {
  const all = queuedBlocks(c)
  const found = present(sectors)
  return {
    segments: c.segments.map((segment) => ({
      ...segment,
      sectors: segment.blocks.flatMap((at) => found[all.indexOf(at)] ?? []),
    })),
    queued_unwritten: all.filter((_, i) => extents[i] === 'unwritten'),
  }
}

/** The helper belongs to the first chunk, which begins where the write begins. */
export function extendsAtSubmit(c: WritethroughContext): boolean {
  return c.design.isize_extended === 'at-submit' && c.at === c.pos && c.i_size < c.pos
}

/** The old EOF lies in the folio of the first chunk, which is locked for the copy. */
export function extendsAtPrepare(c: WritethroughContext): boolean {
  return (
    (c.design.isize_extended === 'at-prepare' ||
      c.design.isize_extended === 'at-prepare-and-endio') &&
    c.at === c.pos &&
    c.i_size < c.pos &&
    folioEnd(c.i_size, c) === folioEnd(c.at, c)
  )
}

export function advanced(c: WritethroughContext): Change {
  return { at: c.at + c.written, written: 0 }
}

/** The first folio that is under writeback with no bio. */
export function firstQueued({ segments }: WritethroughContext): string {
  return segments[0]?.folio ?? ''
}

export function nextBio(c: WritethroughContext): Operations['ctx_submit_bio']['args'] {
  const bio = c.bios[c.submitted]
  if (bio === undefined) throw new Error(`the write needs more than ${c.bios.length} bios`)
  const blocks = c.segments.flatMap((segment) => segment.blocks)
  return {
    pos: Math.min(...blocks),
    end: Math.max(...blocks) + c.block_size,
    bio,
    segments: c.segments,
    data: [],
    unwritten: c.queued_unwritten,
    end_writeback: c.design.writeback_end === 'bi_end_io',
    fua: false,
  }
}
