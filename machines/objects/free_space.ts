/**
 * The free-space tree of the disk: a sorted list of sectors that belong to nobody. A file block is
 * given the sector of its own number where that is free, as the allocator tries the block next to
 * the extent [K xfs_bmap_adjacent], else the lowest one.
 *
 * Left out: that XFS gives freed blocks to data only once the transaction that frees them is in the
 * log [K xfs_extent_busy].
 */
import { present } from '../geometry.ts'
import type { Extent, Sector } from '../message.ts'

/** Who owns which sector, as far as one file knows. */
export interface Space {
  /** By file block. */
  readonly sectors: readonly Sector[]
  readonly free: readonly number[]
}

/** One sector, `near` if it is free. */
export function allocated(
  free: readonly number[],
  near: number,
): { readonly sector: number; readonly free: readonly number[] } {
  const sector = free.includes(near) ? near : free[0]
  if (sector === undefined) throw new Error('no free sector is left; -ENOSPC is not modelled')
  return { sector, free: free.filter((other) => other !== sector) }
}

function isBacked(extent: Extent): boolean {
  return extent === 'unwritten' || extent === 'written'
}

/** Gives `extents` the sectors that they need, and takes back those of blocks that became holes. */
export function backed({ sectors, free }: Space, extents: readonly Extent[]): Space {
  const isKept = (i: number): boolean => isBacked(extents[i] ?? 'hole')
  const freed = sectors.filter((_, i) => !isKept(i))
  let left = [...free, ...present(freed)].toSorted((a, b) => a - b)
  const given = extents.map((_, i): Sector => {
    if (!isKept(i)) return null
    const kept = sectors[i] ?? null
    if (kept !== null) return kept
    const next = allocated(left, i)
    left = [...next.free]
    return next.sector
  })
  return { sectors: given, free: left }
}
