/**
 * Writeback in ext4, as far as it differs from the flusher: folios are put under writeback one by
 * one while the bio that carries them is still being built, and mapping a later extent allocates
 * memory [K ext4_writepages, mpage_map_and_submit_extent, ext4_io_submit]. The allocation may
 * enter reclaim, which meets the folios of this very bio [commit ecf5fc6e9654].
 *
 * Everything is inside EOF, and every folio is an extent of its own. Left out: the transaction, and
 * errors.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform, signal } from '../call.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import type { Walk } from '../fragment.ts'
import { folioAt, folioEnd, present, sizes } from '../geometry.ts'
import type { Operations, Sector, Segment, TaskEvent } from '../message.ts'
import { reclaiming, shrinkFolioList } from '../functions/shrink_folio_list.ts'
import type { ShrinkFolioListContext } from '../functions/shrink_folio_list.ts'

const { folios, block_map } = wiring

export const ext4WritepagesInput = z.strictObject({
  ...{ folios, block_map },
  ...sizes,
  ...ordering,
  ...reclaiming,
  bio: z.string().default('bio').describe('the bio it writes with'),
  submit: z
    .enum(['accumulate', 'before-alloc'])
    .default('accumulate')
    .describe('before-alloc: what has been built is submitted, and has ended, before it allocates'),
})

type Input = z.output<typeof ext4WritepagesInput>

export interface Ext4WritepagesContext extends Walk, ShrinkFolioListContext {
  readonly block_map: string
  readonly bio: string
  readonly notify: readonly string[]
  readonly after: string | null
  readonly submit: Input['submit']
  /** io_submit->io_bio: under writeback, and not submitted. */
  readonly segments: readonly Segment[]
  /** The same once submitted, until its writeback has ended. */
  readonly submitted: readonly Segment[]
  readonly unwritten: readonly number[]
  /** Of the folio at the cursor. */
  readonly sectors: readonly Sector[]
}

const at = (c: Ext4WritepagesContext): string => folioAt(c.folios, c.cursor, c)
const ending = ({ submitted }: Ext4WritepagesContext): string => submitted[0]?.folio ?? ''

const blocksHere = (c: Ext4WritepagesContext): readonly number[] =>
  Array.from({ length: c.page_size / c.block_size }, (_, i) => c.cursor + i * c.block_size)

function unwrittenHere(
  c: Ext4WritepagesContext,
  { extents, sectors }: Operations['map_blocks']['ret'],
): Partial<Ext4WritepagesContext> {
  return {
    sectors,
    unwritten: [...c.unwritten, ...blocksHere(c).filter((_, i) => extents[i] === 'unwritten')],
    lru: c.folios,
  }
}

/** The dirty blocks of this folio, and where they were mapped to. */
function segment(c: Ext4WritepagesContext, blocks: readonly number[]): Segment {
  const sectors = c.sectors.filter((_, i) => blocks.includes(c.cursor + i * c.block_size))
  return { folio: at(c), blocks, sectors: present(sectors) }
}

export const ext4_writepages = setup({
  types: {} as { context: Ext4WritepagesContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'ext4_writepages',
  context: ({ input }) => ({
    ...input,
    cursor: 0,
    limit: input.folios.length * input.page_size,
    lru: [],
    segments: [],
    submitted: [],
    unwritten: [],
    sectors: [],
  }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'next_folio' },
      on: { start: 'next_folio' },
    },
    next_folio: {
      always: [
        { guard: ({ context: c }) => c.submitted.length > 0, target: 'waiting_for_bio' },
        { guard: ({ context: c }) => c.cursor < c.limit, target: 'folio_lock' },
        { guard: ({ context: c }) => c.segments.length > 0, target: 'ext4_io_submit' },
        { target: 'returned' },
      ],
    },
    folio_lock: {
      entry: call('folio_lock', at),
      on: { 'folio_lock.ret': 'folio_wait_writeback' },
    },
    folio_wait_writeback: {
      entry: call('folio_wait_writeback', at),
      on: { 'folio_wait_writeback.ret': 'ext4_map_blocks' },
    },
    ext4_map_blocks: {
      entry: call(
        'map_blocks',
        (c) => c.block_map,
        (c) => ({ blocks: blocksHere(c) }),
      ),
      on: {
        'map_blocks.ret': {
          target: 'try_charge',
          actions: assign(({ context, event }) => unwrittenHere(context, event)),
        },
      },
    },
    // A new block of the extent tree is charged to the memory cgroup, which is at its limit.
    try_charge: { ...shrinkFolioList<Ext4WritepagesContext>(), onDone: 'mpage_submit_folio' },
    mpage_submit_folio: {
      entry: call('folio_clear_dirty_for_io', at),
      on: {
        'folio_clear_dirty_for_io.ret': [
          { guard: ({ event }) => event.dirty, target: 'folio_start_writeback' },
          { target: 'folio_unlock' },
        ],
      },
    },
    folio_start_writeback: {
      entry: call('folio_start_writeback', at, (c) => ({ end: folioEnd(c.cursor, c) })),
      on: {
        'folio_start_writeback.ret': {
          target: 'folio_unlock',
          actions: assign(({ context: c, event }) => ({
            segments: [...c.segments, segment(c, event.blocks)],
            sectors: [],
          })),
        },
      },
    },
    folio_unlock: {
      entry: call('folio_unlock', at),
      on: {
        'folio_unlock.ret': [
          {
            guard: ({ context: c }) => c.submit === 'before-alloc' && c.segments.length > 0,
            target: 'ext4_io_submit',
            actions: assign({ cursor: ({ context: c }) => folioEnd(c.cursor, c) }),
          },
          {
            target: 'next_folio',
            actions: assign({ cursor: ({ context: c }) => folioEnd(c.cursor, c) }),
          },
        ],
      },
    },
    ext4_io_submit: {
      entry: [
        signal(
          (c) => c.bio,
          (c, self) => ({
            type: 'submit_bio',
            from: self,
            segments: c.segments,
            data: [],
            end_writeback: false,
            fua: false,
          }),
        ),
        assign(({ context }) => ({ submitted: context.segments, segments: [] })),
      ],
      always: 'next_folio',
    },
    waiting_for_bio: { on: { bi_end_io: 'ext4_end_io' } },
    ext4_end_io: {
      entry: call(
        'iomap_write_unwritten',
        (c) => c.block_map,
        (c) => ({ blocks: c.unwritten, size: 0 }),
      ),
      on: {
        'iomap_write_unwritten.ret': {
          target: 'folio_end_writeback',
          actions: assign({ unwritten: [] }),
        },
      },
    },
    folio_end_writeback: {
      entry: call('folio_end_writeback', ending),
      on: {
        'folio_end_writeback.ret': [
          {
            guard: ({ context }) => context.submitted.length > 1,
            target: 'folio_end_writeback',
            reenter: true,
            actions: assign({ submitted: ({ context }) => context.submitted.slice(1) }),
          },
          { target: 'next_folio', actions: assign({ submitted: [] }) },
        ],
      },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
