/**
 * What orders the users of an object: locks with their classes, events that are awaited without
 * being owned, and flags. As lockdep has classes, all folio locks are one; other locks are named
 * after their actor. Events close cycles that lockdep does not see and DEPT does: i_dio_count is
 * held from inode_dio_begin() to inode_dio_end(), whoever calls them [K inode_dio_wait].
 */
import type { RwSemaphoreInput } from './objects/rw_semaphore.ts'

type Mode = 'shared' | 'exclusive'

type Lock =
  | {
      readonly kind: 'lock'
      readonly class: string
      readonly spins?: 'irqs-on' | 'irqs-off'
      readonly acquire: Readonly<Record<string, Mode>>
    }
  | {
      readonly kind: 'event'
      readonly class: string
      readonly begin: readonly string[]
      readonly end: readonly string[]
      readonly wait: readonly string[]
    }
  | {
      readonly kind: 'flag'
      readonly class: string
      readonly release: readonly string[]
      readonly acquire: readonly string[]
    }
  | { readonly kind: 'atomic'; readonly class: string }

interface Declared {
  readonly id: string
  readonly input: RwSemaphoreInput
}

/**
 * By name, where the input does not say: xfs_inode->i_flags_lock is a spinlock [K xfs_inode.h];
 * size_lock, which mainline does not have, would cover a few instructions.
 */
const spinlocks: ReadonlySet<string> = new Set(['i_flags_lock', 'size_lock'])

function semaphore({ id, input: { kind } }: Declared): Lock {
  const spinning = kind === undefined ? spinlocks.has(id) : kind === 'spinlock'
  return {
    kind: 'lock',
    class: id,
    ...(spinning && { spins: 'irqs-on' as const }),
    acquire: { down_read: 'shared', down_write: 'exclusive' },
  }
}

const writebackWaits = [
  'folio_wait_writeback',
  'iomap_folio_prepare_writethrough',
  'truncate_pagecache',
] as const

const folio: readonly Lock[] = [
  { kind: 'lock', class: 'folio lock', acquire: { folio_lock: 'exclusive' } },
  {
    kind: 'event',
    class: 'PG_writeback',
    begin: ['folio_start_writeback', 'iomap_folio_prepare_writethrough'],
    end: ['folio_end_writeback'],
    wait: writebackWaits,
  },
  // [K folio_mark_uptodate, folio_test_uptodate: a write and a read barrier]
  {
    kind: 'flag',
    class: 'PG_uptodate',
    release: ['folio_fill', 'copy_folio_from_iter_atomic', 'iomap_zero_range'],
    acquire: ['folio_test_uptodate'],
  },
  // [K folio_mkclean] The flush of the TLB comes after every store through the old entry.
  {
    kind: 'flag',
    class: 'page table entry',
    release: ['store'],
    acquire: [
      'pagecache_isize_extended',
      'folio_clear_dirty_for_io',
      'iomap_folio_prepare_writethrough',
      'truncate_pagecache',
    ],
  },
]

export const locks = {
  rw_semaphore: (actor: Declared): readonly Lock[] => [semaphore(actor)],
  folio: (): readonly Lock[] => folio,
  inode: (): readonly Lock[] => [
    {
      kind: 'event',
      class: 'i_dio_count',
      begin: ['inode_dio_begin'],
      end: ['inode_dio_end'],
      wait: ['inode_dio_wait'],
    },
    // Atomic bits and counts give no order in the kernel's memory model; in this one they do.
    {
      kind: 'flag',
      class: 'AS_STABLE_WRITES',
      release: ['mapping_clear_stable_writes'],
      acquire: ['mapping_stable_writes'],
    },
  ],
  // Each operation runs under the ILOCK [K xfs_ilock], also where a scenario does not show it.
  block_map: (): readonly Lock[] => [{ kind: 'atomic', class: 'ilock' }],
} as const
