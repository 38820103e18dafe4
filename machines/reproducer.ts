/**
 * A scenario as a program sees it: the calls of its tasks, the file before, and how to notice that a
 * law is broken. From this an exporter writes a test for a running kernel. No part of the model: no
 * machine knows of it.
 */
import { blockMapInput } from './objects/block_map.ts'
import { folioInput } from './objects/folio.ts'
import { inodeInput } from './objects/inode.ts'
import { directWriterInput } from './tasks/direct_writer.ts'
import { userSpaceOf } from './reproducer/calls.ts'
import { observations, whyUnseen } from './reproducer/observations.ts'

interface Actor {
  readonly id: string
  readonly machine: string
  readonly input: unknown
}

interface Request {
  readonly actors: readonly Actor[]
  readonly property: string
}

/** Without what the kernel keeps to itself, and refused as a whole if one task is. */
export function reproducer({ actors, property }: Request): object {
  const found = actors.map(({ id, machine, input }) => ({ id, ...userSpaceOf(machine, input) }))
  const refused = found.find((f) => f.kind === 'refused')
  if (refused !== undefined) {
    return { refused: `${refused.id}: ${refused.refused}`, needs: refused.needs }
  }
  const sees = observations[property]
  if (sees === undefined) return whyUnseen(property)
  const tasks = found.flatMap(({ id, ...f }) => {
    if (f.kind !== 'task') return []
    const { operations, helpers, submits } = f
    return [{ actor: id, operations, helpers, ...(submits !== undefined && { submits }) }]
  })
  if (tasks.length === 0) {
    return { refused: 'no actor of it makes a system call', needs: 'a task that does' }
  }
  return { file: fileOf(actors), tasks, sees, notes: notesOf(actors) }
}

/** The inputs of all actors of one machine. */
function inputsOf<T>(
  actors: readonly Actor[],
  machine: string,
  schema: { readonly parse: (input: unknown) => T },
): readonly T[] {
  return actors.filter((a) => a.machine === machine).map(({ input }) => schema.parse(input))
}

/** The file at the start, as its objects have it. */
function fileOf(actors: readonly Actor[]): object {
  const [inode] = inputsOf(actors, 'inode', inodeInput)
  const [map] = inputsOf(actors, 'block_map', blockMapInput)
  const folios = inputsOf(actors, 'folio', folioInput)
  const size = inode?.i_size ?? 0
  const written = Math.max(map?.written ?? size, ...folios.map(({ old }) => old))
  return {
    size,
    written,
    allocated: Math.max(written, map?.unwritten ?? 0),
    cached: folios.some(({ cached }) => cached),
    mapped: folios.filter(({ pte }) => pte === 'writable').map((f) => f.index * f.page_size),
    unaligned: inputsOf(actors, 'direct_writer', directWriterInput).some(
      ({ sectors_per_block }) => sectors_per_block > 1,
    ),
  }
}

function notesOf(actors: readonly Actor[]): readonly string[] {
  const has = (machine: string): boolean => actors.some((a) => a.machine === machine)
  return [
    ...(has('direct_writer')
      ? [
          'A filesystem whose extending direct AIO waits under its inode lock (ext4) keeps the law; XFS does not wait.',
        ]
      : []),
    ...(has('reclaim')
      ? [
          'POSIX_FADV_DONTNEED stands for reclaim: it drops clean pages, and starts no writeback of dirty ones.',
        ]
      : []),
    ...(has('fallocate')
      ? ['The fallocate that zeroes through the page cache is that of ocfs2.']
      : []),
    ...(has('ext4_writepages') ? ['The writeback is that of ext4.'] : []),
  ]
}
