/**
 * What end_io keeps, and which of its steps the design under question takes. XFS today: an
 * unwritten range is converted and published inside ILOCK_EXCL [K xfs_iomap_write_unwritten; L], a
 * mapped one is published under i_flags_lock (commit b9d59846f737); nothing touches the old EOF
 * folio [S].
 */
import { folioAt, foliosIn } from '../geometry.ts'
import { concernsFolio } from '../functions/pagecache_isize_extended.ts'
import type { IsizeExtendedContext } from '../functions/pagecache_isize_extended.ts'
import type { Design, Work } from '../objects/work.ts'

export interface EndIoContext extends IsizeExtendedContext {
  readonly inode: string
  readonly i_rwsem: string
  readonly ilock: string
  readonly i_flags_lock: string
  readonly size_lock: string
  readonly block_map: string
  readonly work: Work | null
  /** The last sample of i_size; -1 when there is none. */
  readonly i_size: number
  /** The old EOF folio while end_io holds its lock. */
  readonly eof_folio: string | null
  readonly converted: boolean
  /** EOF was found in another folio than the locked one: start over. */
  readonly eof_moved: boolean
}

/** Between two completions. */
export const idleEndIo = {
  work: null,
  i_size: -1,
  eof_folio: null,
  converted: false,
  eof_moved: false,
  cursor: 0,
  limit: 0,
  isize_extended_mkclean: true,
  isize_extended_zero: true,
} as const

function work({ work: present }: EndIoContext): Work {
  if (present === null) throw new Error('end_io without work')
  return present
}

function design(c: EndIoContext): Design {
  return work(c).design
}

/** ctx->new_i_size [S]: the end of what was written. */
export function newSize(c: EndIoContext): number {
  return work(c).pos + work(c).written
}

export function converts(c: EndIoContext): boolean {
  return !c.converted && work(c).unwritten.length > 0
}

export function publishes(c: EndIoContext): boolean {
  return design(c).isize_publish !== 'copy'
}

/** i_disk_size in the transaction that converts [K xfs_iomap_write_unwritten]; 0 leaves it. */
export function sizeWithConversion(c: EndIoContext): number {
  return design(c).i_disk_size === 'one-transaction' ? newSize(c) : 0
}

/**
 * Whether the size on disk moves in a transaction of its own: a write that has moved i_size and
 * converts nothing, or every one in designs that have it so [K xfs_dio_write_end_io].
 */
export function setsFilesize(c: EndIoContext): boolean {
  const moved = c.i_size >= 0 || !publishes(c)
  switch (design(c).i_disk_size) {
    case 'none':
      return false
    case 'one-transaction':
      return moved && work(c).unwritten.length === 0
    case 'separate':
      return moved
  }
}

/** The conversion comes first, unless the size does or one ILOCK holds over both. */
export function convertsFirst(c: EndIoContext): boolean {
  return (
    converts(c) &&
    (!publishes(c) || design(c).isize_publish === 'endio-after-conversion') &&
    !convertsUnderLock(c)
  )
}

/** [K xfs_iomap_write_unwritten with update_isize: conversion and i_size in one ILOCK] */
export function convertsUnderLock(c: EndIoContext): boolean {
  return (
    work(c).unwritten.length > 0 &&
    design(c).isize_lock === 'xfs' &&
    design(c).isize_publish === 'endio-after-conversion'
  )
}

/** A submitter that runs its own completion holds i_rwsem already. */
export function takesIrwsem(c: EndIoContext): boolean {
  const { isize_lock, isize_extended } = design(c)
  if (work(c).inline) return false
  return requeues(c) || isize_lock === 'i_rwsem' || isize_extended === 'at-endio-i_rwsem'
}

/** Where i_rwsem is taken already, the completion goes back to the workqueue. */
export function requeues(c: EndIoContext): boolean {
  return design(c).isize_lock === 'i_rwsem-requeue'
}

/** The lock over read, compare, store; null for none. */
export function sizeLock(c: EndIoContext): string | null {
  switch (design(c).isize_lock) {
    case 'xfs':
      return convertsUnderLock(c) ? c.ilock : c.i_flags_lock
    case 'i_flags_lock':
      return c.i_flags_lock
    case 'common':
      return c.size_lock
    case 'none':
    case 'i_rwsem':
    case 'i_rwsem-requeue':
      return null
  }
}

/** Whether the old EOF folio is locked over read, compare, store. */
export function locksEofFolio(c: EndIoContext): boolean {
  const { isize_extended } = design(c)
  return isize_extended === 'at-endio-folio-lock' || isize_extended === 'at-prepare-and-endio'
}

/**
 * The folio of the old EOF, if this design locks it over the publish and it is not part of this
 * write: end_io must never lock a folio that it still holds under writeback, because its holder
 * may wait for that writeback. A design to be refused does so.
 */
export function eofFolio(c: EndIoContext, i_size: number): string | null {
  const { pos, written } = work(c)
  if (!locksEofFolio(c)) return null
  if (i_size >= newSize(c) || !concernsFolio(i_size, pos, c)) return null
  const name = folioAt(c.folios, i_size, c)
  const inWrite = foliosIn(c.folios, pos, pos + written, c).includes(name)
  return inWrite && design(c).isize_extended_folio === 'outside-write' ? null : name
}

/** Whether the old EOF folio is dealt with while it is locked, and before or after the store. */
export function helperUnderFolioLock(
  c: EndIoContext,
  order: Design['isize_extended_order'],
): boolean {
  return c.eof_folio !== null && design(c).isize_extended_order === order
}

/** Whether the helper is called once i_size is stored and its lock dropped, as mainline does. */
export function helperAfterwards(c: EndIoContext): boolean {
  const { isize_extended } = design(c)
  return (
    c.i_size >= 0 &&
    (isize_extended === 'at-endio-unlocked' || isize_extended === 'at-endio-i_rwsem')
  )
}

/** The helper's range and switches, for the fragment that calls it. */
export function helperRange(c: EndIoContext): Partial<EndIoContext> {
  const { isize_extended_mkclean, isize_extended_zero } = design(c)
  return { cursor: c.i_size, limit: work(c).pos, isize_extended_mkclean, isize_extended_zero }
}

/** The helper's step under a lock that end_io holds; it never zeroes this write's own bytes. */
export function helperRequest(c: EndIoContext): {
  readonly pos: number
  readonly end: number
  readonly mkclean: boolean
  readonly zero: boolean
  readonly clean: boolean
} {
  const { isize_extended_mkclean: mkclean, isize_extended_zero: zero } = design(c)
  return { pos: c.i_size, end: work(c).pos, mkclean, zero, clean: false }
}

export function unwritten(c: EndIoContext): readonly number[] {
  return work(c).unwritten
}
