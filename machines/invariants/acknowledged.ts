/** What programs were told, and which bytes a block may therefore hold. */
import type { SnapshotFrom } from 'xstate'
import { btrfs_direct_write } from '../tasks/btrfs_direct_write.ts'
import { buffered_writer } from '../tasks/buffered_writer.ts'
import { direct_writer } from '../tasks/direct_writer.ts'
import { blocksIn } from '../geometry.ts'
import { mmap_user } from '../tasks/mmap_user.ts'
import { partial_writer } from '../tasks/partial_writer.ts'
import { truncate } from '../tasks/truncate.ts'
import { writethrough_writer } from '../tasks/writethrough_writer.ts'
import { all } from './template.ts'
import type { View } from './template.ts'

/** The roles that write. */
export const writerRoles = {
  writers: 'tasks that write; a list, which may be empty',
  stores: 'tasks that store through a mapping; a list, which may be empty',
  truncates: 'tasks that truncate; a list, which may be empty',
} as const

/** What every writing task's context has. */
export type WriterFacts = SnapshotFrom<
  | typeof writethrough_writer
  | typeof direct_writer
  | typeof buffered_writer
  | typeof partial_writer
  | typeof btrfs_direct_write
>['context']

/** The contexts of the writing tasks in `role`. */
export function writersIn(view: View, role: string): readonly WriterFacts[] {
  return all(
    view,
    role,
    writethrough_writer,
    direct_writer,
    buffered_writer,
    partial_writer,
    btrfs_direct_write,
  )
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
  const writers = writersIn(view, 'writers')
  const stores = all(view, 'stores', mmap_user).flatMap(({ stored }) => stored)
  const truncates = all(view, 'truncates', truncate)
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
    .filter(({ when }) => when === 'inside')
    .map(({ pos, fill }) => ({ pos, fill, legal: legal(pos) }))
  return [...written, ...stored].filter(({ pos }) => truncates.every(({ size }) => pos < size))
}

/** Words that stores past EOF left, by position. A later legal store uses another letter. */
export function junkAt(view: View): (pos: number, word: string) => boolean {
  const junk = all(view, 'stores', mmap_user).flatMap(({ stored }) =>
    stored.filter(({ when }) => when === 'past'),
  )
  return (at, word) => word === 'stale' || junk.some(({ pos, fill }) => pos === at && fill === word)
}
