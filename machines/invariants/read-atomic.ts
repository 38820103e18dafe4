/**
 * S14. A read sees all of a write or none of it, as far as both reach. XFS promises this between
 * buffered writes and buffered reads by the IOLOCK; most other filesystems do not.
 */
import { blocksIn } from '../geometry.ts'
import { reader } from '../tasks/reader.ts'
import { writersIn } from './acknowledged.ts'
import { all, faultless } from './template.ts'

export const readAtomic = faultless({
  kind: 'at-rest',
  law: 'a read sees all of a write or none of it',
  source: 'xfs_file_buffered_read() of Linux 6.12: IOLOCK_SHARED over the whole read',
  roles: {
    readers: 'the tasks that read',
    writers: 'tasks that write, each with a letter of its own',
  },
  faults: (view) => {
    const writers = writersIn(view, 'writers')
    return all(view, 'readers', reader).flatMap(({ pos, end, seen, block_size }) =>
      writers.flatMap((writer) => {
        const common = blocksIn(Math.max(pos, writer.pos), Math.min(end, writer.end), block_size)
        const others = writers.filter(({ fill }) => fill !== writer.fill)
        const word = (at: number): string | undefined => seen[(at - pos) / block_size]
        const own = common.filter((at) => word(at) === writer.fill)
        // A block that another write has overwritten says nothing about this one.
        const missed = common.filter(
          (at) => word(at) !== writer.fill && !others.some(({ fill }) => fill === word(at)),
        )
        return own.length > 0 && missed.length > 0
          ? [`the read saw '${writer.fill}' at ${own.join(', ')} and not at ${missed.join(', ')}`]
          : []
      }),
    )
  },
})
