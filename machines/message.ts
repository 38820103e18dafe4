/**
 * The closed union of what machines say to each other. Almost all of it is calls: a task asks an
 * object, `from` names the asker, and the object answers with `<operation>.ret`. A store is
 * answered too, because channels to different actors are not ordered among each other and the
 * kernel's program order must be kept.
 */
import type { Work } from './objects/work.ts'

interface Operation<Args = object, Result = object> {
  readonly args: Args
  readonly ret: Result
}

/** A byte range of the file, `[pos, end)`. */
export interface Range {
  readonly pos: number
  readonly end: number
}

/** What backs one block of the file. */
export type Extent = 'hole' | 'delalloc' | 'unwritten' | 'written'

/** What became of a folio that reclaim looked at. */
export type Reclaimed = 'freed' | 'keep' | 'writeback'

/** A block of the disk by its number; null for a file block that has none. */
export type Sector = number | null

/** The blocks of one folio that a bio carries, by file position, and where they go on the disk. */
export interface Segment {
  readonly folio: string
  readonly blocks: readonly number[]
  /** As mapped when the bio was built: a block that is freed or mapped anew meanwhile stays here. */
  readonly sectors: readonly number[]
}

/** What one transaction logs: the inode core's size and its data fork, whole. */
export interface Metadata {
  /** null where the model does not follow it. */
  readonly i_disk_size: number | null
  readonly extents: readonly Extent[]
  readonly sectors: readonly Sector[]
}

/** Operations of rw_semaphore. */
export interface RwsemOperations {
  down_read: Operation
  down_write: Operation
  down_write_trylock: Operation<object, { readonly acquired: boolean }>
  downgrade_write: Operation
  up_read: Operation
  up_write: Operation
}

/** Operations of inode and of its address_space. */
export interface InodeOperations {
  i_size_read: Operation<object, { readonly i_size: number }>
  i_size_write: Operation<{ readonly i_size: number }>
  inode_dio_begin: Operation
  inode_dio_end: Operation
  inode_dio_wait: Operation
  mapping_set_stable_writes: Operation
  mapping_clear_stable_writes: Operation
  mapping_stable_writes: Operation<object, { readonly stable: boolean }>
  mapping_set_error: Operation<{ readonly error: number }>
  file_check_and_advance_wb_err: Operation<
    { readonly since: number },
    { readonly error: number; readonly since: number }
  >
  filemap_check_errors: Operation<object, { readonly error: number }>
}

/** Operations of folio; one step each because they run under the folio lock or are atomic. */
export interface FolioOperations {
  folio_lock: Operation
  folio_unlock: Operation
  folio_wait_writeback: Operation
  folio_test_uptodate: Operation<Range, { readonly uptodate: boolean; readonly generation: number }>
  folio_test_dirty: Operation<object, { readonly dirty: boolean }>
  folio_fill: Operation<
    Range & { readonly data: readonly string[] },
    { readonly generation: number }
  >
  copy_folio_from_iter_atomic: Operation<
    Range & { readonly fill: string; readonly copied: number },
    { readonly copied: number; readonly written: number }
  >
  /** `generation`: of the page that the caller has a reference to. */
  copy_folio_to_iter: Operation<
    Range & { readonly generation: number },
    { readonly data: readonly string[] }
  >
  iomap_zero_range: Operation<Range & { readonly extents: readonly Extent[] }>
  iomap_folio_prepare_writethrough: Operation<Range>
  pagecache_isize_extended: Operation<
    Range & { readonly mkclean: boolean; readonly zero: boolean; readonly clean: boolean }
  >
  folio_clear_dirty_for_io: Operation<object, { readonly dirty: boolean }>
  folio_zero_segment: Operation<Range>
  folio_start_writeback: Operation<{ readonly end: number }, { readonly blocks: readonly number[] }>
  folio_end_writeback: Operation
  folio_mark_dirty: Operation
  finish_mkwrite_fault: Operation
  store: Operation<{ readonly pos: number; readonly fill: string }, { readonly faulted: boolean }>
  bvec_sample: Operation<
    { readonly blocks: readonly number[] },
    { readonly data: readonly string[] }
  >
  truncate_pagecache: Operation<{ readonly pos: number }>
  invalidate_inode_pages2: Operation
  shrink_folio_list: Operation<object, { readonly reclaim: Reclaimed }>
}

/** Operations of block_map, the extent tree. */
export interface BlockMapOperations {
  iomap_begin: Operation<
    Range & { readonly flags: 'report' | 'write' | 'direct' | 'fault' },
    {
      readonly extents: readonly Extent[]
      readonly sectors: readonly Sector[]
      readonly cookie: number
    }
  >
  iomap_valid: Operation<{ readonly cookie: number }, { readonly valid: boolean }>
  map_blocks: Operation<
    { readonly blocks: readonly number[] },
    { readonly extents: readonly Extent[]; readonly sectors: readonly Sector[] }
  >
  /** `size`: what i_disk_size grows to in the same transaction; 0 leaves it [K xfs_new_eof]. */
  iomap_write_unwritten: Operation<{ readonly blocks: readonly number[]; readonly size: number }>
  /** `size`: the new i_disk_size of a truncate; null leaves it. */
  itruncate_extents: Operation<{ readonly pos: number; readonly size: number | null }>
  /** `truncate`: the size on disk becomes `size` even if it was larger. */
  xfs_setfilesize: Operation<{ readonly size: number; readonly truncate?: true }>
  xfs_log_force: Operation
  /** Makes holes of the blocks in the range. */
  xfs_unmap_extent: Operation<Range>
  /** Gives back what is reserved and not allocated in the range. */
  xfs_bmap_punch_delalloc_range: Operation<Range>
  /** Shares the block at `pos` with another file. */
  xfs_reflink_remap_extent: Operation<{ readonly pos: number }, { readonly sector: Sector }>
  xfs_inode_from_disk: Operation<object, { readonly i_disk_size: number }>
  /** Allocates one block to another file. */
  xfs_alloc_vextent: Operation<object, { readonly sector: number }>
}

/** Operations of block_device. `blk_error` is what happens in place of a write that fails. */
export interface BlockDeviceOperations {
  blk_read: Operation<{ readonly sectors: readonly Sector[] }, { readonly data: readonly string[] }>
  blk_write: Operation<
    {
      readonly sectors: readonly number[]
      readonly data: readonly string[]
      readonly fua: boolean
    },
    { readonly error: number }
  >
}

/** Operations of a write's context (iomap_writethrough_ctx, iomap_dio) and of its completion. */
export interface CompletionOperations {
  ctx_error: Operation<object, { readonly error: number }>
  ctx_submit_bio: Operation<
    Range & {
      readonly bio: string
      readonly segments: readonly Segment[]
      readonly data: readonly string[]
      readonly unwritten: readonly number[]
      readonly end_writeback: boolean
      readonly fua: boolean
    }
  >
  ctx_put: Operation<
    { readonly wait: boolean; readonly work: Work },
    { readonly queued: boolean; readonly work: Work | null }
  >
  complete: Operation<{ readonly work: Work }, { readonly ret: number }>
}

/** Operations of atomic, an atomic_t. */
export interface AtomicOperations {
  atomic_read: Operation<object, { readonly counter: number }>
  atomic_dec_and_test: Operation<object, { readonly zero: boolean }>
}

/** Operations of wait_queue_head; its callers' task states are part of it. */
export interface WaitQueueOperations {
  prepare_to_wait: Operation
  finish_wait: Operation
  io_schedule: Operation
  sleep_on: Operation
  wake_up: Operation
  waitqueue_active: Operation<object, { readonly active: boolean }>
}

/** A word of memory of i_size_seqcount. */
export type SizeWord = 'sequence' | 'lo' | 'hi'

/** Operations of i_size_seqcount: one load or store of the processor each. */
export interface SeqcountOperations {
  read_once: Operation<{ readonly word: SizeWord }, { readonly value: number }>
  write_once: Operation<{ readonly word: SizeWord; readonly value: number }>
}

/** Operations of slab_object: what is done to the memory of an object of the heap. */
export interface SlabOperations {
  slab_read: Operation<{ readonly field: string }>
  refcount_dec_and_test: Operation<object, { readonly zero: boolean }>
  kfree: Operation
}

/** Operations of user_pages, the memory that a write copies from; pages by number. */
export interface UserPagesOperations {
  fault_in_iov_iter_readable: Operation<{ readonly page: number }>
  copy_from_user: Operation<
    { readonly page: number; readonly pagefault: 'enabled' | 'disabled' },
    { readonly copied: boolean }
  >
  try_to_unmap: Operation<{ readonly page: number }>
}

/** Operations of super_block, as far as freezing goes. */
export interface SuperBlockOperations {
  sb_start_write: Operation
  sb_end_write: Operation
  freeze_super: Operation
  thaw_super: Operation
}

/** Every operation by name. */
export interface Operations
  extends
    RwsemOperations,
    InodeOperations,
    FolioOperations,
    BlockMapOperations,
    BlockDeviceOperations,
    CompletionOperations,
    AtomicOperations,
    WaitQueueOperations,
    SeqcountOperations,
    SlabOperations,
    UserPagesOperations,
    SuperBlockOperations {}

/** The request for operation `K`. */
export type Request<K extends keyof Operations = keyof Operations> = {
  [O in K]: { readonly type: O; readonly from: string } & Operations[O]['args']
}[K]

/** The answer to operation `K`. */
export type Return<K extends keyof Operations = keyof Operations> = {
  [O in K]: { readonly type: `${O}.ret` } & Operations[O]['ret']
}[K]

/** Messages that are not calls: nobody waits for the receiver to be done. */
export type Signal =
  | {
      readonly type: 'submit_bio'
      readonly from: string
      readonly segments: readonly Segment[]
      /** The bytes of a direct write; empty when the segments name page-cache blocks. */
      readonly data: readonly string[]
      readonly end_writeback: boolean
      /** REQ_FUA: durable when it has ended. */
      readonly fua: boolean
    }
  | { readonly type: 'dispatch' }
  | { readonly type: 'bi_end_io'; readonly bio: string; readonly error: number }
  | { readonly type: 'blk_error'; readonly from: string }
  | { readonly type: 'stable_count_inc'; readonly from: string }
  | { readonly type: 'stable_bit_clear'; readonly from: string }
  /** REQ_PREFLUSH | REQ_FUA, or REQ_FUA alone. */
  | { readonly type: 'log_write'; readonly metadata: Metadata; readonly preflush: boolean }
  /** Follows the log writes; answers the caller of xfs_log_force in their place. */
  | { readonly type: 'log_force'; readonly from: string; readonly preflush: boolean }
  | { readonly type: 'crash' }
  | { readonly type: 'queue_work'; readonly work: Work }
  | { readonly type: 'ki_complete'; readonly ret: number }
  | { readonly type: 'process_timeout'; readonly from: string }
  | { readonly type: 'start' }

/** What a task or a kworker may be sent: answers, completions, work and the word to start. */
export type TaskEvent =
  | Return
  | Request<'complete'>
  | Exclude<
      Signal,
      { readonly type: 'submit_bio' | 'dispatch' | 'process_timeout' | InodeSignal | DeviceSignal }
    >

type InodeSignal = 'stable_count_inc' | 'stable_bit_clear'
type DeviceSignal = 'blk_error' | 'log_write' | 'log_force' | 'crash'
