/**
 * The extent tree of one inode, block by block: hole, delalloc (reserved in memory only),
 * unwritten (allocated, reads as zeros) or written. Each operation is atomic, as it is under the
 * XFS ILOCK; that lock is an actor of its own and tasks take it where its span matters.
 *
 * `cookie` stands for the data fork sequence number that xfs_iomap_valid() compares
 * [K xfs_iomap.c, commit 304a68b9c63b].
 */
import { setup } from 'xstate'
import { z } from 'zod'
import { answer, perform, reply } from './call.ts'
import type { Outcome } from './call.ts'
import { blocksIn, bytes, sizes } from './geometry.ts'
import type { BlockMapOperations, Extent, Request } from './message.ts'

export const blockMapInput = z.strictObject({
  block_size: sizes.block_size,
  file_end: bytes.default(16384).describe('the model follows the file up to here'),
  written: bytes.default(0).describe('blocks below this position are written'),
  unwritten: bytes.default(0).describe('blocks from there to this position are unwritten'),
})

type Input = z.output<typeof blockMapInput>

export interface BlockMapContext {
  readonly block_size: number
  readonly extents: readonly Extent[]
  readonly cookie: number
}

/** The extent of block `pos`; the model's file ends in a hole. */
export function extentAt({ extents, block_size }: BlockMapContext, pos: number): Extent {
  return extents[Math.floor(pos / block_size)] ?? 'hole'
}

/** Rewrites the blocks `change` answers for and counts the tree's version up if any differ. */
function remap(
  context: BlockMapContext,
  change: (extent: Extent, pos: number) => Extent,
): Pick<BlockMapContext, 'extents' | 'cookie'> {
  const extents = context.extents.map((extent, i) => change(extent, i * context.block_size))
  const changed = extents.some((extent, i) => extent !== context.extents[i])
  return { extents, cookie: context.cookie + (changed ? 1 : 0) }
}

/**
 * Buffered writes and write faults reserve, direct writes allocate unwritten
 * [K xfs_buffered_write_iomap_begin, xfs_direct_write_iomap_begin].
 */
function begin(context: BlockMapContext, event: Request<'iomap_begin'>): Outcome<BlockMapContext> {
  const { pos, end, flags } = event
  const next = remap(context, (extent, at) => {
    if (at < pos || at >= end || flags === 'report') return extent
    if (flags === 'direct') return extent === 'written' ? 'written' : 'unwritten'
    return extent === 'hole' ? 'delalloc' : extent
  })
  const mapped = { ...context, ...next }
  const extents = blocksIn(pos, end, context.block_size).map((at) => extentAt(mapped, at))
  return { next, answers: [answer(event, { extents, cookie: next.cookie })] }
}

/** Writeback allocates what was reserved, as unwritten [K xfs_bmapi_convert_delalloc]. */
function mapBlocks(
  context: BlockMapContext,
  event: Request<'map_blocks'>,
): Outcome<BlockMapContext> {
  const next = remap(context, (extent, at) =>
    extent === 'delalloc' && event.blocks.includes(at) ? 'unwritten' : extent,
  )
  const extents = event.blocks.map((at) => extentAt({ ...context, ...next }, at))
  return { next, answers: [answer(event, { extents })] }
}

/** [K xfs_iomap_write_unwritten] Blocks that a truncate has removed meanwhile stay removed. */
function convert(
  context: BlockMapContext,
  event: Request<'iomap_write_unwritten'>,
): Outcome<BlockMapContext> {
  const next = remap(context, (extent, at) =>
    extent === 'unwritten' && event.blocks.includes(at) ? 'written' : extent,
  )
  return { next, answers: [answer(event)] }
}

function remove(
  context: BlockMapContext,
  event: Request<'itruncate_extents'>,
): Outcome<BlockMapContext> {
  const next = remap(context, (extent, at) => (at >= event.pos ? 'hole' : extent))
  return { next, answers: [answer(event)] }
}

export const block_map = setup({
  types: {} as {
    context: BlockMapContext
    events: Request<keyof BlockMapOperations>
    input: Input
  },
}).createMachine({
  id: 'block_map',
  context: ({ input }) => ({
    block_size: input.block_size,
    extents: blocksIn(0, input.file_end, input.block_size).map((pos) =>
      pos < input.written ? 'written' : pos < input.unwritten ? 'unwritten' : 'hole',
    ),
    cookie: 0,
  }),
  tags: 'idle',
  on: {
    iomap_begin: { actions: perform(begin) },
    iomap_valid: {
      actions: reply(({ context, event }) => ({ valid: event.cookie === context.cookie })),
    },
    map_blocks: { actions: perform(mapBlocks) },
    iomap_write_unwritten: { actions: perform(convert) },
    itruncate_extents: { actions: perform(remove) },
  },
})
