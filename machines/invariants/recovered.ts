/**
 * The file as recovery finds it after a power cut: the metadata of the newest transaction that
 * reached the log, over what the medium has kept. Before the first transaction that is the metadata
 * at the start, which a property is told.
 */
import { z } from 'zod'
import { block_device } from '../objects/block_device.ts'
import { block_map } from '../objects/block_map.ts'
import { blocksIn, bytes } from '../geometry.ts'
import type { Extent, Sector } from '../message.ts'
import { one } from './template.ts'
import type { View } from './template.ts'

export const recoveredRoles = { block_map: 'its extents', block_device: 'its disk' } as const

/** The file at the start, as its block_map was given it. */
export const atStart = z.strictObject({
  initial: bytes.default(0).describe('i_disk_size at the start'),
  written: bytes.default(0).describe('as given to the block_map'),
})

/** One block that recovery finds. */
export interface RecoveredBlock {
  readonly pos: number
  readonly extent: Extent
  readonly sector: Sector
  /** What the medium holds there. */
  readonly word: string
  /** What a read would return, were it inside EOF. */
  readonly content: string
}

export interface Recovered {
  readonly i_disk_size: number
  readonly blocks: readonly RecoveredBlock[]
}

/** Null while the power is on. */
export function recovered(view: View, given: unknown): Recovered | null {
  const [device] = [view['block_device'] ?? []].flat()
  if (device?.hasTag('halt') !== true) return null
  const { block_size, extents } = one(view, 'block_map', block_map)
  const { log, medium } = one(view, 'block_device', block_device)
  const { initial, written } = atStart.parse(given)
  const blocks = blocksIn(0, extents.length * block_size, block_size).map((pos, i) => {
    const extent = log === null ? (pos < written ? 'written' : 'hole') : (log.extents[i] ?? 'hole')
    const sector = log === null ? (pos < written ? i : null) : (log.sectors[i] ?? null)
    const word = sector === null ? 'zero' : (medium[sector] ?? 'stale')
    return { pos, extent, sector, word, content: extent === 'written' ? word : 'zero' }
  })
  return { i_disk_size: log?.i_disk_size ?? initial, blocks }
}

/** Whether a word is what some other owner of the sector left there. */
export function isForeign(word: string): boolean {
  return word === 'stale' || word === 'foreign'
}
