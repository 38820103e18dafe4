/**
 * A program that stores through a shared writable mapping. A store through a writable entry is one
 * step, takes no lock and looks at no size. Otherwise it faults [K xfs_filemap_fault,
 * xfs_write_fault, iomap_page_mkwrite]: invalidate_lock shared, bring the folio in, folio lock,
 * check against i_size and reserve blocks up to it, dirty, wait for stable pages, make the entry
 * writable, unlock. The check comes before the wait, which is a switch.
 *
 * POSIX allows stores past EOF inside the last page; they must never become part of the file.
 */
import { assign, setup } from 'xstate'
import { z } from 'zod'
import { call, perform } from '../call.ts'
import { filemapReadFolio } from '../functions/filemap_read_folio.ts'
import type { ReadFolioContext } from '../functions/filemap_read_folio.ts'
import { ordering, wakeups, wiring } from '../fragment.ts'
import { bytes, folioAt, folioEnd, sizes } from '../geometry.ts'
import type { TaskEvent } from '../message.ts'

const { inode, invalidate_lock, folios, block_map, block_device } = wiring

const storeInput = z.strictObject({
  pos: bytes.describe('the block that is stored to'),
  fill: z.string().default('M').describe('the letter that the store leaves'),
  when: z
    .enum(['any', 'inside', 'past'])
    .default('any')
    .describe(
      'inside: fstat first, and store only if i_size covers pos; past: fstat after the store, ' +
        'and know that it was past EOF if i_size still does not cover it',
    ),
  times: z
    .number()
    .int()
    .positive()
    .default(1)
    .describe(
      'how often it stores, as fill1, fill2, …; with inside, how often it looks before it gives up',
    ),
})

export const mmapUserInput = z.strictObject({
  ...{ inode, invalidate_lock, folios, block_map, block_device },
  ...sizes,
  ...ordering,
  stores: z.array(storeInput).min(1).describe('what it stores, in order'),
  mkwrite: z
    .enum(['check-wait', 'wait-check', 'no-wait'])
    .default('check-wait')
    .describe(
      'order of the check against i_size and the wait for stable pages; no-wait: before d76ee18a8551',
    ),
  fault_lock: z.boolean().default(true).describe('a write fault holds invalidate_lock shared'),
  size_check: z
    .enum(['under-folio-lock', 'before-folio-lock'])
    .default('under-folio-lock')
    .describe('when a write fault samples i_size to check against, and to reserve up to'),
})

type Input = z.output<typeof mmapUserInput>
type Store = z.output<typeof storeInput>

export interface MmapUserContext extends ReadFolioContext {
  readonly invalidate_lock: string
  readonly notify: readonly string[]
  readonly after: string | null
  readonly stores: readonly Store[]
  readonly mkwrite: Input['mkwrite']
  readonly fault_lock: boolean
  readonly size_check: Input['size_check']
  /** Index into `stores`, and how often that store was tried. */
  readonly next: number
  readonly tried: number
  /** Stores that were made; `when` says what the program knows of EOF at that time. */
  readonly stored: readonly Pick<Store, 'pos' | 'fill' | 'when'>[]
  /** wait-check: the wait of this fault is over. */
  readonly waited: boolean
}

function current({ stores, next }: MmapUserContext): Store {
  const store = stores[next]
  if (store === undefined) throw new Error(`mmap_user has no store ${next}`)
  return store
}

const at = (c: MmapUserContext): string => folioAt(c.folios, current(c).pos, c)

const folioStart = (c: MmapUserContext): number => folioEnd(current(c).pos, c) - c.page_size

const checksEarly = (c: MmapUserContext): boolean => c.size_check === 'before-folio-lock'

/** What the program goes on with: the same store once more, or the next one. */
function proceed(c: MmapUserContext, done: boolean): Partial<MmapUserContext> {
  const again = !done && c.tried + 1 < current(c).times
  return { next: again ? c.next : c.next + 1, tried: again ? c.tried + 1 : 0, i_size: 0 }
}

/** The letter of this try: a repeated store is told apart from the earlier ones. */
function letter(c: MmapUserContext): string {
  const { fill, when, times } = current(c)
  return when === 'inside' || times === 1 ? fill : `${fill}${c.tried + 1}`
}

function recorded(c: MmapUserContext, when: Store['when']): Partial<MmapUserContext> {
  const store = { pos: current(c).pos, fill: letter(c), when }
  return { ...proceed(c, when === 'inside'), stored: [...c.stored, store] }
}

const skipped = assign<MmapUserContext, TaskEvent, undefined, TaskEvent, never>(({ context }) =>
  proceed(context, false),
)

export const mmap_user = setup({
  types: {} as { context: MmapUserContext; events: TaskEvent; input: Input },
}).createMachine({
  id: 'mmap_user',
  context: ({ input }) => ({
    ...input,
    cursor: 0,
    limit: 0,
    i_size: 0,
    extents: [],
    sectors: [],
    folio_ref: 0,
    data: [],
    next: 0,
    tried: 0,
    stored: [],
    waited: false,
  }),
  initial: 'program',
  states: {
    program: {
      always: { guard: ({ context }) => context.after === null, target: 'next_store' },
      on: { start: 'next_store' },
    },
    next_store: {
      always: [
        { guard: ({ context }) => context.next >= context.stores.length, target: 'returned' },
        { guard: ({ context }) => current(context).when === 'inside', target: 'fstat' },
        { target: 'store' },
      ],
    },
    fstat: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          { guard: ({ context, event }) => current(context).pos < event.i_size, target: 'store' },
          { target: 'next_store', actions: skipped },
        ],
      },
    },
    store: {
      entry: call('store', at, (c) => ({ pos: current(c).pos, fill: letter(c) })),
      on: {
        'store.ret': [
          {
            guard: ({ context, event }) => event.faulted && context.fault_lock,
            target: 'invalidate_lock',
          },
          { guard: ({ event }) => event.faulted, target: 'folio_test_uptodate' },
          { guard: ({ context }) => current(context).when === 'past', target: 'fstat_after' },
          {
            target: 'next_store',
            actions: assign(({ context }) => recorded(context, current(context).when)),
          },
        ],
      },
    },
    fstat_after: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': {
          target: 'next_store',
          actions: assign(({ context, event }) =>
            recorded(context, event.i_size <= current(context).pos ? 'past' : 'any'),
          ),
        },
      },
    },
    invalidate_lock: {
      entry: call('down_read', (c) => c.invalidate_lock),
      on: { 'down_read.ret': 'folio_test_uptodate' },
    },
    folio_test_uptodate: {
      entry: call('folio_test_uptodate', at, (c) => ({
        pos: folioStart(c),
        end: folioStart(c) + c.page_size,
      })),
      on: {
        'folio_test_uptodate.ret': [
          { guard: ({ event }) => event.uptodate, target: 'uptodate' },
          {
            target: 'filemap_read_folio',
            actions: assign({ cursor: ({ context }) => current(context).pos }),
          },
        ],
      },
    },
    filemap_read_folio: { ...filemapReadFolio<MmapUserContext>(), onDone: 'uptodate' },
    uptodate: {
      always: [
        { guard: ({ context }) => checksEarly(context), target: 'i_size_read_early' },
        { target: 'folio_lock' },
      ],
    },
    // A design to be refused: nothing keeps a truncate away between this and the folio lock.
    i_size_read_early: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          {
            guard: ({ context, event }) => event.i_size <= folioStart(context),
            target: 'unlocking',
          },
          { target: 'folio_lock', actions: assign({ i_size: ({ event }) => event.i_size }) },
        ],
      },
    },
    folio_lock: {
      entry: call('folio_lock', at),
      on: {
        'folio_lock.ret': [
          {
            guard: ({ context }) => context.mkwrite === 'wait-check',
            target: 'mapping_stable_writes',
          },
          { guard: ({ context }) => checksEarly(context), target: 'reserve' },
          { target: 'folio_mkwrite_check_truncate' },
        ],
      },
    },
    // Re-reads i_size under the folio lock [K]; a folio wholly past EOF is SIGBUS.
    folio_mkwrite_check_truncate: {
      entry: call('i_size_read', (c) => c.inode),
      on: {
        'i_size_read.ret': [
          { guard: ({ context, event }) => event.i_size <= folioStart(context), target: 'sigbus' },
          { target: 'reserve', actions: assign({ i_size: ({ event }) => event.i_size }) },
        ],
      },
    },
    // Blocks up to i_size within the folio, and none past it [K iomap_page_mkwrite].
    reserve: {
      entry: call(
        'iomap_begin',
        (c) => c.block_map,
        (c) => ({
          pos: folioStart(c),
          end: Math.min(c.i_size, folioStart(c) + c.page_size),
          flags: 'fault' as const,
        }),
      ),
      on: { 'iomap_begin.ret': { target: 'folio_mark_dirty', actions: assign({ i_size: 0 }) } },
    },
    folio_mark_dirty: {
      entry: call('folio_mark_dirty', at),
      on: {
        'folio_mark_dirty.ret': [
          {
            guard: ({ context }) => context.waited || context.mkwrite === 'no-wait',
            target: 'finish_mkwrite_fault',
          },
          { target: 'mapping_stable_writes' },
        ],
      },
    },
    mapping_stable_writes: {
      entry: call('mapping_stable_writes', (c) => c.inode),
      on: {
        'mapping_stable_writes.ret': [
          { guard: ({ event }) => event.stable, target: 'folio_wait_stable' },
          { target: 'stable' },
        ],
      },
    },
    folio_wait_stable: {
      entry: call('folio_wait_writeback', at),
      on: { 'folio_wait_writeback.ret': 'stable' },
    },
    stable: {
      always: [
        {
          guard: ({ context }) => context.mkwrite === 'wait-check' && !context.waited,
          target: 'folio_mkwrite_check_truncate',
          actions: assign({ waited: true }),
        },
        { target: 'finish_mkwrite_fault' },
      ],
    },
    finish_mkwrite_fault: {
      entry: [assign({ waited: false }), call('finish_mkwrite_fault', at)],
      on: { 'finish_mkwrite_fault.ret': 'folio_unlock' },
    },
    folio_unlock: {
      entry: call('folio_unlock', at),
      on: {
        'folio_unlock.ret': [
          { guard: ({ context }) => context.fault_lock, target: 'invalidate_unlock' },
          { target: 'store', actions: assign({ cursor: 0 }) },
        ],
      },
    },
    invalidate_unlock: {
      entry: [assign({ cursor: 0 }), call('up_read', (c) => c.invalidate_lock)],
      on: { 'up_read.ret': 'store' },
    },
    sigbus: {
      entry: [assign({ waited: false, cursor: 0 }), call('folio_unlock', at)],
      on: { 'folio_unlock.ret': 'unlocking' },
    },
    unlocking: {
      always: [
        { guard: ({ context }) => context.fault_lock, target: 'sigbus_unlock' },
        { target: 'next_store', actions: [assign({ cursor: 0 }), skipped] },
      ],
    },
    sigbus_unlock: {
      entry: call('up_read', (c) => c.invalidate_lock),
      on: { 'up_read.ret': { target: 'next_store', actions: skipped } },
    },
    returned: { type: 'final', entry: perform((c) => wakeups(c.notify)) },
  },
})
