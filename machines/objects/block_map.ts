/**
 * The data fork of one inode with its size on disk, block by block: hole, delalloc (reserved in
 * memory only), unwritten (allocated, reads as zeros) or written, and the sector of each block that
 * is allocated. Each operation is atomic, as it is under the XFS ILOCK; that lock is an actor of its
 * own and tasks take it where its span matters.
 *
 * What changes the fork or i_disk_size is a transaction. With `log` each is sent to the disk whole,
 * and is durable when it arrives there, which may be much later: log writes are not waited for
 * unless somebody calls xfs_log_force [K xfs_trans_commit, xfs_log_force].
 *
 * `cookie` stands for the data fork sequence number that xfs_iomap_valid() compares
 * [K xfs_iomap.c, commit 304a68b9c63b].
 */
import { setup } from 'xstate'
import { z } from 'zod'
import { answer, perform, reply } from '../call.ts'
import type { Outcome, Post } from '../call.ts'
import { wiring } from '../fragment.ts'
import { allocated, backed } from './free_space.ts'
import type { Space } from './free_space.ts'
import { blocksIn, bytes, sizes } from '../geometry.ts'
import type { BlockMapOperations, Extent, Metadata, Range, Request, Sector } from '../message.ts'

export const blockMapInput = z.strictObject({
  block_size: sizes.block_size,
  block_device: wiring.block_device,
  file_end: bytes.default(16384).describe('the model follows the file, and the disk, up to here'),
  written: bytes.default(0).describe('blocks below this position are written'),
  unwritten: bytes.default(0).describe('blocks from there to this position are unwritten'),
  i_disk_size: bytes
    .nullable()
    .default(null)
    .describe('the size on disk at the start; null: it is not followed'),
  sectors_per_block: z
    .number()
    .int()
    .positive()
    .default(1)
    .describe('so many of block_size are one block of the filesystem, which is mapped as a whole'),
  allocate: z
    .enum(['unwritten', 'written'])
    .default('unwritten')
    .describe('how writeback allocates: XFS and ext4 with dioread_nolock as unwritten'),
  log: z.boolean().default(false).describe('transactions are logged to the disk'),
  preflush: z
    .boolean()
    .default(true)
    .describe('log writes are REQ_PREFLUSH | REQ_FUA as those of XFS are, or REQ_FUA alone'),
})

type Input = z.output<typeof blockMapInput>

export interface BlockMapContext extends Space, Metadata {
  readonly block_size: number
  readonly sectors_per_block: number
  readonly block_device: string
  readonly extents: readonly Extent[]
  readonly sectors: readonly Sector[]
  readonly cookie: number
  /** Sectors that belong to another file too. */
  readonly shared: readonly number[]
  readonly allocate: Input['allocate']
  readonly log: boolean
  readonly preflush: boolean
}

/** The extent of block `pos`; the model's file ends in a hole. */
export function extentAt({ extents, block_size }: Blocks, pos: number): Extent {
  return extents[Math.floor(pos / block_size)] ?? 'hole'
}

/** The sector of block `pos`. */
export function sectorAt({ sectors, block_size }: Blocks, pos: number): Sector {
  return sectors[Math.floor(pos / block_size)] ?? null
}

type Blocks = Pick<BlockMapContext, 'extents' | 'sectors' | 'block_size'>

function initial({ file_end, written, unwritten, ...rest }: Input): BlockMapContext {
  const extents = blocksIn(0, file_end, rest.block_size).map((pos): Extent =>
    pos < written ? 'written' : pos < unwritten ? 'unwritten' : 'hole',
  )
  const space = { sectors: extents.map(() => null), free: extents.map((_, i) => i) }
  return { ...rest, extents, ...backed(space, extents), cookie: 0, shared: [] }
}

/** The bytes of a filesystem block. */
function blockBytes({ block_size, sectors_per_block }: BlockMapContext): number {
  return block_size * sectors_per_block
}

/** The range in whole blocks of the filesystem. */
function rounded(context: BlockMapContext, { pos, end }: Range): Range {
  const size = blockBytes(context)
  return { pos: Math.floor(pos / size) * size, end: Math.ceil(end / size) * size }
}

/** Whether the filesystem block at `at` is that of one of `blocks`. */
function covers(context: BlockMapContext, blocks: readonly number[], at: number): boolean {
  const size = blockBytes(context)
  return blocks.some((pos) => Math.floor(pos / size) === Math.floor(at / size))
}

/** Rewrites the blocks `change` answers for and counts the tree's version up if any differ. */
function remap(
  context: BlockMapContext,
  change: (extent: Extent, pos: number) => Extent,
): BlockMapContext {
  const extents = context.extents.map((extent, i) => change(extent, i * context.block_size))
  const changed = extents.some((extent, i) => extent !== context.extents[i])
  if (!changed) return context
  const { sectors, free } = backed(context, extents)
  return {
    ...context,
    extents,
    sectors,
    free: free.filter((sector) => !context.shared.includes(sector)),
    cookie: context.cookie + 1,
  }
}

/** i_disk_size only grows but by a truncate [K xfs_new_eof, xfs_setfilesize]. */
function grown(context: BlockMapContext, size: number): BlockMapContext {
  const { i_disk_size } = context
  return i_disk_size === null ? context : { ...context, i_disk_size: Math.max(i_disk_size, size) }
}

function sized(context: BlockMapContext, event: Request<'xfs_setfilesize'>): BlockMapContext {
  if (event.truncate !== true || context.i_disk_size === null) return grown(context, event.size)
  return { ...context, i_disk_size: event.size }
}

/** A reservation is in memory only. */
function logged({ i_disk_size, extents, sectors }: Metadata): Metadata {
  return {
    i_disk_size,
    extents: extents.map((extent) => (extent === 'delalloc' ? 'hole' : extent)),
    sectors,
  }
}

/** Ends a transaction; one that has changed nothing is not logged. */
function commit(
  before: BlockMapContext,
  next: BlockMapContext,
  answered: Post,
): Outcome<BlockMapContext> {
  const metadata = logged(next)
  const same = JSON.stringify(metadata) === JSON.stringify(logged(before))
  if (!next.log || same) return { next, answers: [answered] }
  const { block_device, preflush } = next
  return {
    next,
    answers: [{ to: block_device, event: { type: 'log_write', metadata, preflush } }, answered],
  }
}

function mapping(
  context: BlockMapContext,
  blocks: readonly number[],
): Pick<Blocks, 'extents' | 'sectors'> {
  return {
    extents: blocks.map((at) => extentAt(context, at)),
    sectors: blocks.map((at) => sectorAt(context, at)),
  }
}

/**
 * A direct write to a shared block gets one of its own [K xfs_direct_write_iomap_begin,
 * xfs_reflink_allocate_cow]. Without a COW fork the old contents are out of reach until it has ended.
 */
function unshared(context: BlockMapContext, { pos, end }: Range): BlockMapContext {
  const isCow = (i: number): boolean => {
    const sector = context.sectors[i] ?? null
    const at = i * context.block_size
    return at >= pos && at < end && sector !== null && context.shared.includes(sector)
  }
  if (!context.sectors.some((_, i) => isCow(i))) return context
  const sectors = context.sectors.map((sector, i) => (isCow(i) ? null : sector))
  const extents = context.extents.map((extent, i) => (isCow(i) ? 'unwritten' : extent))
  return {
    ...context,
    extents,
    ...backed({ ...context, sectors }, extents),
    cookie: context.cookie + 1,
  }
}

function unmap(
  context: BlockMapContext,
  event: Request<'xfs_unmap_extent'>,
): Outcome<BlockMapContext> {
  const next = remap(context, (extent, at) => (at >= event.pos && at < event.end ? 'hole' : extent))
  return commit(context, next, answer(event))
}

/** A reservation is in memory only, so there is nothing to log. */
function punchDelalloc(
  context: BlockMapContext,
  event: Request<'xfs_bmap_punch_delalloc_range'>,
): Outcome<BlockMapContext> {
  const next = remap(context, (extent, at) =>
    extent === 'delalloc' && at >= event.pos && at < event.end ? 'hole' : extent,
  )
  return { next, answers: [answer(event)] }
}

function share(
  context: BlockMapContext,
  event: Request<'xfs_reflink_remap_extent'>,
): Outcome<BlockMapContext> {
  const sector = sectorAt(context, event.pos)
  return {
    next: { shared: sector === null ? context.shared : [...context.shared, sector] },
    answers: [answer(event, { sector })],
  }
}

/**
 * Buffered writes and write faults reserve, direct writes allocate unwritten
 * [K xfs_buffered_write_iomap_begin, xfs_direct_write_iomap_begin].
 */
function begin(context: BlockMapContext, event: Request<'iomap_begin'>): Outcome<BlockMapContext> {
  const { flags } = event
  const { pos, end } = rounded(context, event)
  const own = flags === 'direct' ? unshared(context, event) : context
  const next = remap(own, (extent, at) => {
    if (at < pos || at >= end || flags === 'report') return extent
    if (flags === 'direct') return extent === 'written' ? 'written' : 'unwritten'
    return extent === 'hole' ? 'delalloc' : extent
  })
  const found = mapping(next, blocksIn(event.pos, event.end, context.block_size))
  return commit(context, next, answer(event, { ...found, cookie: next.cookie }))
}

/** Writeback allocates what was reserved [K xfs_bmapi_convert_delalloc]. */
function mapBlocks(
  context: BlockMapContext,
  event: Request<'map_blocks'>,
): Outcome<BlockMapContext> {
  const next = remap(context, (extent, at) =>
    extent === 'delalloc' && covers(context, event.blocks, at) ? context.allocate : extent,
  )
  return commit(context, next, answer(event, mapping(next, event.blocks)))
}

/** [K xfs_iomap_write_unwritten] Blocks that a truncate has removed meanwhile stay removed. */
function convert(
  context: BlockMapContext,
  event: Request<'iomap_write_unwritten'>,
): Outcome<BlockMapContext> {
  const next = remap(context, (extent, at) =>
    extent === 'unwritten' && covers(context, event.blocks, at) ? 'written' : extent,
  )
  return commit(context, grown(next, event.size), answer(event))
}

function remove(
  context: BlockMapContext,
  event: Request<'itruncate_extents'>,
): Outcome<BlockMapContext> {
  // [K xfs_itruncate_extents_flags] From the first block that begins at or after the position.
  const { end: first } = rounded(context, { pos: event.pos, end: event.pos })
  const next = remap(context, (extent, at) => (at >= first ? 'hole' : extent))
  const i_disk_size = context.i_disk_size === null ? null : (event.size ?? context.i_disk_size)
  return commit(context, { ...next, i_disk_size }, answer(event))
}

export const block_map = setup({
  types: {} as {
    context: BlockMapContext
    events: Request<keyof BlockMapOperations>
    input: Input
  },
}).createMachine({
  id: 'block_map',
  context: ({ input }) => initial(input),
  tags: 'idle',
  on: {
    iomap_begin: { actions: perform(begin) },
    iomap_valid: {
      actions: reply(({ context, event }) => ({ valid: event.cookie === context.cookie })),
    },
    map_blocks: { actions: perform(mapBlocks) },
    iomap_write_unwritten: { actions: perform(convert) },
    itruncate_extents: { actions: perform(remove) },
    xfs_setfilesize: {
      actions: perform((context, event) => commit(context, sized(context, event), answer(event))),
    },
    xfs_unmap_extent: { actions: perform(unmap) },
    xfs_bmap_punch_delalloc_range: { actions: perform(punchDelalloc) },
    xfs_reflink_remap_extent: { actions: perform(share) },
    xfs_inode_from_disk: {
      actions: reply(({ context }) => ({ i_disk_size: context.i_disk_size ?? 0 })),
    },
    // The disk answers, once it has all that was logged before.
    xfs_log_force: {
      actions: perform(({ block_device, preflush }, { from }) => ({
        answers: [{ to: block_device, event: { type: 'log_force', from, preflush } }],
      })),
    },
    xfs_alloc_vextent: {
      actions: perform((context, event) => {
        const { sector, free } = allocated(context.free, -1)
        return { next: { free }, answers: [answer(event, { sector })] }
      }),
    },
  },
})
