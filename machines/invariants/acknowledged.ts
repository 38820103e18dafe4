/** What programs were told, and which bytes a block may therefore hold. */
import { blocksIn } from '../geometry.ts'
import type { MmapUserContext } from '../mmap_user.ts'
import type { TruncateContext } from '../truncate.ts'
import { all } from './template.ts'
import type { View } from './template.ts'

/** The roles that write. */
export const writerRoles = {
  writers: 'tasks that write; a list, which may be empty',
  stores: 'tasks that store through a mapping; a list, which may be empty',
  truncates: 'tasks that truncate; a list, which may be empty',
} as const

/** What every writing task's context has. */
export interface WriterFacts {
  readonly pos: number
  readonly end: number
  readonly fill: string
  readonly block_size: number
  readonly result: number | null
}

/** One block that a program may rely on. */
export interface AckedBlock {
  readonly pos: number
  readonly fill: string
  /** The words it may hold: its own and those of whoever wrote or stored there too. */
  readonly legal: readonly string[]
}

const reached = ({ pos, result }: WriterFacts): number => pos + Math.max(0, result ?? 0)

/** Blocks of acknowledged writes, and of stores made after i_size was seen to cover them. */
export function ackedBlocks(view: View): readonly AckedBlock[] {
  const writers = all<WriterFacts>(view, 'writers')
  const stores = all<MmapUserContext>(view, 'stores').flatMap(({ stored }) => stored)
  const truncates = all<TruncateContext>(view, 'truncates')
  const legal = (at: number): readonly string[] => [
    ...writers.filter(({ pos, end }) => pos <= at && at < end).map(({ fill }) => fill),
    ...stores.filter(({ pos }) => pos === at).map(({ fill }) => fill),
  ]
  const written = writers.flatMap((writer) =>
    blocksIn(writer.pos, reached(writer), writer.block_size).map((pos) => ({
      pos,
      fill: writer.fill,
      legal: legal(pos),
    })),
  )
  const stored = stores
    .filter(({ inside }) => inside)
    .map(({ pos, fill }) => ({ pos, fill, legal: legal(pos) }))
  return [...written, ...stored].filter(({ pos }) => truncates.every(({ size }) => pos < size))
}
