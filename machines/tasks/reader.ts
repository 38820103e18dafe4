/**
 * A buffered read [K filemap_read]: check i_size, bring each folio up to date, check i_size again
 * after that, copy without the folio lock. XFS holds IOLOCK_SHARED over it, ext4 nothing. It
 * records what it saw and judges nothing.
 *
 * The second look at i_size is a load-acquire [K i_size_read]. As a switch it is relaxed, which is
 * all of a weakly ordered machine that this model has: the two loads are answered in either order.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { filemapReadFolio } from '../functions/filemap_read_folio.ts'
import type { ReadFolioContext } from '../functions/filemap_read_folio.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { aligned, blocksIn, bytes, folioAt, folioEnd, sizes } from '../geometry.ts'
import type { Return, TaskEvent } from '../message.ts'

const { inode, i_rwsem, invalidate_lock, folios, block_map, block_device } = wiring

export const readerInput = z
  .strictObject({
    ...{ inode, i_rwsem, invalidate_lock, folios, block_map, block_device },
    ...sizes,
    ...ordering,
    pos: bytes.default(0).describe('where the read begins'),
    len: bytes.refine((len) => len > 0, { error: 'an empty read sees nothing' }),
    iolock: z.boolean().default(true).describe('holds i_rwsem shared, as XFS does and ext4 not'),
    fill_lock: z
      .boolean()
      .default(true)
      .describe(
        'fills the cache under invalidate_lock shared; not every filesystem did (730633f0b7f9)',
      ),
    i_size_again: z
      .enum(['always', 'after-own-read'])
      .default('always')
      .describe(
        'when i_size is looked at again before the copy; after-own-read: only if this task has ' +
          'brought the folio up to date, as until a32ea1e1f925',
      ),
    i_size_load: z
      .enum(['acquire', 'relaxed'])
      .default('acquire')
      .describe('relaxed: the bytes may be loaded before the i_size that covers them'),
  })
  .check(aligned(['pos', 'len']))

type Input = z.output<typeof readerInput>

export interface ReaderContext extends ReadFolioContext {
  readonly i_rwsem: string
  readonly invalidate_lock: string
  readonly notify: readonly string[]
  readonly after: string | null
  readonly iolock: boolean
  readonly fill_lock: boolean
  readonly i_size_again: Input['i_size_again']
  readonly i_size_load: 'acquire' | 'relaxed'
  readonly pos: number
  readonly end: number
  /** What each block from `pos` on held; it ends where the reader saw EOF. */
  readonly seen: readonly string[]
}

const at = (c: ReaderContext): string => folioAt(c.folios, c.cursor, c)

const wanted = (c: ReaderContext): { readonly pos: number; readonly end: number } => ({
  pos: c.cursor,
  end: Math.min(c.end, folioEnd(c.cursor, c)),
})

const here = (c: ReaderContext): { readonly pos: number; readonly end: number } => ({
  pos: c.cursor,
  end: Math.min(c.end, c.i_size, folioEnd(c.cursor, c)),
})

const referenced = assign<
  ReaderContext,
  Return<'folio_test_uptodate'>,
  undefined,
  TaskEvent,
  never
>(({ event }) => ({ folio_ref: event.generation }))

export const reader = setup({
  types: {} as { context: ReaderContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'reader',
  context: ({ input }) => {
    const { len, ...rest } = input
    return {
      ...rest,
      end: input.pos + len,
      cursor: input.pos,
      limit: 0,
      i_size: 0,
      extents: [],
      sectors: [],
      folio_ref: 0,
      data: [],
      seen: [],
    }
  },
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'locking' },
      on: { start: 'locking' },
    },
    locking: {
      always: [
        { guard: ({ context }) => context.iolock, target: 'iolock_shared' },
        { target: 'i_size_read' },
      ],
    },
    iolock_shared: {
      entry: call('down_read', (c) => c.i_rwsem),
      on: { 'down_read.ret': 'i_size_read' },
    },
    i_size_read: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context: c, event }) => c.cursor >= Math.min(c.end, event.i_size),
            target: 'unlocking',
          },
          {
            target: 'folio_test_uptodate',
            actions: assign({ i_size: ({ event }) => event.i_size }),
          },
        ],
      },
    },
    folio_test_uptodate: {
      entry: call('folio_test_uptodate', at, here),
      on: {
        'folio_test_uptodate.ret': [
          {
            guard: ({ context, event }) =>
              event.uptodate && context.i_size_again === 'after-own-read',
            target: 'copy',
            actions: referenced,
          },
          { guard: ({ event }) => event.uptodate, target: 'uptodate', actions: referenced },
          { guard: ({ context }) => !context.fill_lock, target: 'filemap_read_folio' },
          { target: 'invalidate_lock' },
        ],
      },
    },
    invalidate_lock: {
      entry: call('down_read', (c) => c.invalidate_lock),
      on: { 'down_read.ret': 'filemap_read_folio' },
    },
    filemap_read_folio: {
      ...filemapReadFolio<ReaderContext>(),
      onDone: [
        { guard: ({ context }) => context.fill_lock, target: 'invalidate_unlock' },
        { target: 'uptodate' },
      ],
    },
    invalidate_unlock: {
      entry: call('up_read', (c) => c.invalidate_lock),
      on: { 'up_read.ret': 'uptodate' },
    },
    uptodate: {
      always: [
        { guard: ({ context }) => context.i_size_load === 'relaxed', target: 'relaxed_loads' },
        { target: 'i_size_read_again' },
      ],
    },
    // Without acquire nothing orders the two loads: both are under way at once.
    relaxed_loads: {
      entry: [
        call('i_size_read', (c) => c.inode),
        call('copy_folio_to_iter', at, (c) => ({ ...wanted(c), generation: c.folio_ref })),
      ],
      on: {
        'i_size_read.ret': {
          target: 'bytes_outstanding',
          actions: assign({ i_size: ({ event }) => event.i_size }),
        },
        'copy_folio_to_iter.ret': {
          target: 'i_size_outstanding',
          actions: assign({ data: ({ event }) => event.data }),
        },
      },
    },
    bytes_outstanding: {
      on: {
        'copy_folio_to_iter.ret': {
          target: 'loaded',
          actions: assign({ data: ({ event }) => event.data }),
        },
      },
    },
    i_size_outstanding: {
      on: {
        'i_size_read.ret': {
          target: 'loaded',
          actions: assign({ i_size: ({ event }) => event.i_size }),
        },
      },
    },
    loaded: {
      always: {
        target: 'i_size_read',
        actions: assign(({ context: c }) => ({
          seen: [
            ...c.seen,
            ...c.data.slice(0, blocksIn(c.cursor, here(c).end, c.block_size).length),
          ],
          cursor: Math.max(c.cursor, here(c).end),
          data: [],
        })),
      },
    },
    // i_size must be checked after the folio is known to be up to date [K filemap_read].
    i_size_read_again: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context: c, event }) => c.cursor >= Math.min(c.end, event.i_size),
            target: 'unlocking',
          },
          { target: 'copy', actions: assign({ i_size: ({ event }) => event.i_size }) },
        ],
      },
    },
    copy: {
      entry: call('copy_folio_to_iter', at, (c) => ({ ...here(c), generation: c.folio_ref })),
      on: {
        'copy_folio_to_iter.ret': {
          target: 'i_size_read',
          actions: assign(({ context, event }) => ({
            seen: [...context.seen, ...event.data],
            cursor: here(context).end,
          })),
        },
      },
    },
    unlocking: {
      entry: assign({ cursor: 0, i_size: 0, folio_ref: 0 }),
      always: [
        { guard: ({ context }) => context.iolock, target: 'iolock_unlock' },
        { target: 'returned' },
      ],
    },
    iolock_unlock: {
      entry: call('up_read', (c) => c.i_rwsem),
      on: { 'up_read.ret': 'returned' },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
