/**
 * What a write leaves to its completion: plain data, as the kernel leaves it in the context that
 * the last reference hands to iomap_writethrough_complete() or iomap_dio_complete().
 */
import { z } from 'zod'

/**
 * The design under question: where i_size is published, under which lock, and what happens to the
 * old EOF folio. The first value of each switch is the patch as posted (RFC v2).
 */
export const design = {
  isize_publish: z
    .enum(['endio-after-conversion', 'endio-before-conversion', 'copy'])
    .default('endio-after-conversion')
    .describe('when i_size moves: in the completion (v2) or when the bytes are copied (v1)'),
  isize_lock: z
    .enum(['xfs', 'none', 'i_flags_lock', 'common', 'i_rwsem', 'i_rwsem-requeue'])
    .default('xfs')
    .describe(
      'the lock over read, compare, store in the completion; xfs: ILOCK when it converts, else ' +
        'i_flags_lock; i_rwsem-requeue: trylock, and come back later when it is taken',
    ),
  isize_extended: z
    .enum([
      'never',
      'at-prepare',
      'at-submit',
      'at-endio-unlocked',
      'at-endio-folio-lock',
      'at-prepare-and-endio',
      'at-endio-i_rwsem',
    ])
    .default('never')
    .describe(
      'where pagecache_isize_extended() is called; at-prepare: if the old EOF is in the first folio ' +
        'of the write, under the lock held for the copy; at-prepare-and-endio: there, or under the ' +
        'lock of the old EOF folio in the completion',
    ),
  isize_extended_order: z
    .enum(['publish-first', 'publish-last'])
    .default('publish-first')
    .describe('under one folio lock: i_size first, as the helper demands, or last'),
  isize_extended_folio: z
    .enum(['outside-write', 'any'])
    .default('outside-write')
    .describe('any: the completion locks the old EOF folio even if it is part of the write'),
  isize_extended_mkclean: z
    .boolean()
    .default(true)
    .describe('the helper write-protects the old EOF folio'),
  isize_extended_zero: z
    .boolean()
    .default(true)
    .describe('the helper zeroes a dirty EOF folio (since commit 52aecaee1c26)'),
  writeback_end: z
    .enum(['bi_end_io', 'after-end_io'])
    .default('bi_end_io')
    .describe('when PG_writeback is cleared: by the bio, or after end_io as v1 and writeback do'),
  invalidation: z
    .enum(['after-end_io', 'before-end_io', 'never'])
    .default('after-end_io')
    .describe('when the completion of a direct write invalidates the page cache over its range'),
  error_path: z
    .enum(['leak', 'end', 'end-invalidate'])
    .default('leak')
    .describe(
      'after an error, folios that are queued but not submitted stay under writeback, or it is ' +
        'ended; end-invalidate: the completion drops the folios of the failed write from the cache',
    ),
  i_disk_size: z
    .enum(['none', 'one-transaction', 'separate'])
    .default('none')
    .describe(
      'how the size on disk follows: logged with the conversion, as XFS does, or in a transaction ' +
        'of its own after i_size is stored (before commit ee70daaba82d); none: nobody asks',
    ),
  end_io_on_error: z
    .enum(['skip', 'convert'])
    .default('skip')
    .describe('convert: end_io runs though the I/O has failed, as before commit 74c66bcb7eda'),
} as const

const designSchema = z.object(design)

/** One choice per switch. */
export type Design = z.output<typeof designSchema>

/** Picks the switches out of a task's input. */
export function designOf(input: Design): Design {
  return designSchema.parse(input)
}

/** When generic_write_sync() runs, if it does: a DSYNC write is durable once it has [K]. */
export type WriteSync = 'none' | 'before-event' | 'after-event'

/** A completion to be run. */
export interface Work {
  /** The task that gets ki_complete. */
  readonly iocb: string
  readonly pos: number
  readonly written: number
  readonly error: number
  /** Blocks that were unwritten at submission and are converted by end_io. */
  readonly unwritten: readonly number[]
  /** Folios of this write, which are under writeback until the design ends it. */
  readonly folios: readonly string[]
  /** Whether the completion clears the mapping's stable-writes requirement. */
  readonly stable: boolean
  /** Whether i_dio_count is held for this write. */
  readonly dio: boolean
  /** Page-cache folios a direct write invalidates after end_io. */
  readonly invalidate: readonly string[]
  /** Page-cache folios that are dropped if the write has failed. */
  readonly invalidate_failed: readonly string[]
  /** The submitter runs the completion itself, holding i_rwsem. */
  readonly inline: boolean
  readonly sync: WriteSync
  readonly design: Design
}
