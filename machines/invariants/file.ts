/** The file as the last close would leave it to a reader: size, page cache, extents, disk. */
import { block_device, diskAt } from '../objects/block_device.ts'
import type { BlockDeviceContext } from '../objects/block_device.ts'
import { block_map, extentAt, sectorAt } from '../objects/block_map.ts'
import type { BlockMapContext } from '../objects/block_map.ts'
import { folio } from '../objects/folio.ts'
import type { FolioContext } from '../objects/folio.ts'
import { inode } from '../objects/inode.ts'
import { blockPos } from '../objects/page_cache.ts'
import { all, one } from './template.ts'
import type { View } from './template.ts'

/** The roles that make up a file. */
export const fileRoles = {
  inode: 'the inode',
  folios: 'its page cache',
  block_map: 'its extents',
  block_device: 'its disk',
} as const

export interface File {
  readonly i_size: number
  readonly folios: readonly FolioContext[]
  readonly block_map: BlockMapContext
  readonly block_device: BlockDeviceContext
}

export function fileOf(view: View): File {
  return {
    i_size: one(view, 'inode', inode).i_size,
    folios: all(view, 'folios', folio),
    block_map: one(view, 'block_map', block_map),
    block_device: one(view, 'block_device', block_device),
  }
}

/** One block of the page cache. */
export interface CachedBlock {
  readonly pos: number
  readonly data: string
  readonly uptodate: boolean
  /** Not to be written back: its folio or the block is clean, and no page-table entry is dirty. */
  readonly clean: boolean
  readonly busy: boolean
}

export function cachedBlocks(folios: readonly FolioContext[]): readonly CachedBlock[] {
  return folios.flatMap((folio) =>
    folio.data.map((data, i) => ({
      pos: blockPos(folio, i),
      data,
      uptodate: folio.uptodate[i] === true,
      clean: !(folio.PG_dirty && folio.dirty[i] === true) && !folio.pte.dirty,
      busy: folio.PG_writeback,
    })),
  )
}

/** What a read that found nothing cached would return for the block at `pos`. */
export function freshRead(file: File, pos: number): string {
  if (extentAt(file.block_map, pos) !== 'written') return 'zero'
  return diskAt(file.block_device, sectorAt(file.block_map, pos))
}

/** What a read returns for the block at `pos`, or null past EOF. */
export function contentAt(file: File, pos: number): string | null {
  if (pos >= file.i_size) return null
  const cached = cachedBlocks(file.folios).find((block) => block.pos === pos && block.uptodate)
  return cached?.data ?? freshRead(file, pos)
}
