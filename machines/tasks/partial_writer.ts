/**
 * A buffered write of part of a block, where the filesystem block is the whole folio and
 * `block_size` is only the grain of contents [K iomap_write_iter, __iomap_write_begin]. A folio that
 * is not up to date is completed first: from the disk if the mapping says written, else with zeros.
 * The mapping was made before the folio was locked, so writeback may have converted the extent, and
 * reclaim dropped the folio, in between: hence the check of its cookie under the folio lock
 * [commits d7b64041164c, 304a68b9c63b].
 *
 * The write is inside EOF. Left out: short copies, and direct I/O to be drained.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { aligned, blocksIn, bytes, folioAt, folioEnd, sizes } from '../geometry.ts'
import type { Extent, Operations, Sector, Range, TaskEvent } from '../message.ts'
import { writeBegin } from '../functions/write_begin.ts'
import type { WriteBeginContext } from '../functions/write_begin.ts'

const { inode, i_rwsem, folios, block_map, block_device } = wiring

export const partialWriterInput = z
  .strictObject({
    ...{ inode, i_rwsem, folios, block_map, block_device },
    ...sizes,
    ...ordering,
    pos: bytes.describe('where the write begins'),
    len: bytes.refine((len) => len > 0, { error: 'an empty write does nothing' }),
    fill: z.string().default('P').describe('the letter this write fills its blocks with'),
    iomap_valid: z
      .boolean()
      .default(true)
      .describe('checks under the folio lock that the mapping has not changed, and maps again'),
  })
  .check(aligned(['pos', 'len']))

type Input = z.output<typeof partialWriterInput>

export interface PartialWriterContext extends WriteBeginContext {
  readonly i_rwsem: string
  readonly block_map: string
  readonly block_device: string
  readonly notify: readonly string[]
  readonly after: string | null
  readonly pos: number
  readonly end: number
  readonly fill: string
  readonly iomap_valid: boolean
  /** The mapping, from the start of the folio at the cursor. */
  readonly extents: readonly Extent[]
  readonly sectors: readonly Sector[]
  readonly cookie: number
  /** What completes the folio. */
  readonly data: readonly string[]
  readonly result: number | null
}

const at = (c: PartialWriterContext): string => folioAt(c.folios, c.cursor, c)
const whole = (c: PartialWriterContext): Range => ({
  pos: folioEnd(c.cursor, c) - c.page_size,
  end: folioEnd(c.cursor, c),
})
const here = (c: PartialWriterContext): Range => ({
  pos: c.cursor,
  end: Math.min(c.end, folioEnd(c.cursor, c)),
})

/** [K iomap_block_needs_zeroing] */
function zeros(c: PartialWriterContext): readonly string[] {
  return blocksIn(whole(c).pos, whole(c).end, c.block_size).map(() => 'zero')
}

type Mapping = Pick<PartialWriterContext, 'extents' | 'sectors' | 'cookie'>

function mapped({ extents, sectors, cookie }: Operations['iomap_begin']['ret']): Mapping {
  return { extents, sectors, cookie }
}

/** Blocks of a folio. */
function blocksOf({ page_size, block_size }: PartialWriterContext): number {
  return page_size / block_size
}

function advanced(c: PartialWriterContext): Partial<PartialWriterContext> {
  return {
    cursor: here(c).end,
    extents: c.extents.slice(blocksOf(c)),
    sectors: c.sectors.slice(blocksOf(c)),
  }
}

export const partial_writer = setup({
  types: {} as { context: PartialWriterContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'partial_writer',
  context: ({ input: { len, ...input } }) => ({
    ...input,
    end: input.pos + len,
    cursor: input.pos,
    limit: input.pos + len,
    extents: [],
    sectors: [],
    cookie: 0,
    data: [],
    result: null,
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
        (c) => ({
          pos: whole(c).pos,
          end: folioEnd(c.end - 1, c),
          flags: 'write' as const,
        }),
      ),
      on: {
        'iomap_begin.ret': {
          target: 'write_begin',
          actions: assign(({ event }) => mapped(event)),
        },
      },
    },
    write_begin: {
      ...writeBegin<PartialWriterContext>(),
      onDone: [
        { guard: ({ context }) => context.iomap_valid, target: 'iomap_valid' },
        { target: 'folio_test_uptodate' },
      ],
    },
    iomap_valid: {
      entry: call(
        'iomap_valid',
        (c) => c.block_map,
        (c) => ({ cookie: c.cookie }),
      ),
      on: {
        'iomap_valid.ret': [
          { guard: ({ event }) => event.valid, target: 'folio_test_uptodate' },
          { target: 'put_stale_folio' },
        ],
      },
    },
    put_stale_folio: {
      entry: call('folio_unlock', at),
      on: { 'folio_unlock.ret': 'iomap_begin' },
    },
    folio_test_uptodate: {
      entry: call('folio_test_uptodate', at, whole),
      on: {
        'folio_test_uptodate.ret': [
          { guard: ({ event }) => event.uptodate, target: 'copy' },
          { guard: ({ context }) => context.extents[0] === 'written', target: 'blk_read' },
          { target: 'fill', actions: assign({ data: ({ context }) => zeros(context) }) },
        ],
      },
    },
    blk_read: {
      entry: call(
        'blk_read',
        (c) => c.block_device,
        (c) => ({ sectors: c.sectors.slice(0, blocksOf(c)) }),
      ),
      on: {
        'blk_read.ret': { target: 'fill', actions: assign({ data: ({ event }) => event.data }) },
      },
    },
    fill: {
      entry: call('folio_fill', at, (c) => ({ ...whole(c), data: c.data })),
      on: { 'folio_fill.ret': { target: 'copy', actions: assign({ data: [] }) } },
    },
    copy: {
      entry: call('copy_folio_from_iter_atomic', at, (c) => ({
        ...here(c),
        fill: c.fill,
        copied: here(c).end - here(c).pos,
      })),
      on: { 'copy_folio_from_iter_atomic.ret': 'folio_mark_dirty' },
    },
    // The dirty bit is that of the block, which is the folio.
    folio_mark_dirty: {
      entry: call('folio_mark_dirty', at),
      on: { 'folio_mark_dirty.ret': 'folio_unlock' },
    },
    folio_unlock: {
      entry: call('folio_unlock', at),
      on: {
        'folio_unlock.ret': {
          target: 'next_folio',
          actions: assign(({ context }) => advanced(context)),
        },
      },
    },
    next_folio: {
      always: [
        { guard: ({ context }) => context.cursor < context.end, target: 'write_begin' },
        {
          target: 'i_rwsem_unlock',
          actions: assign({ cursor: 0, limit: 0, extents: [], cookie: 0 }),
        },
      ],
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
