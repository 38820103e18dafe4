/** D2. After recovery the bytes between the old size and the new one that nobody wrote are zeros, also in
 * the block that held the old EOF, where zeroing in memory alone leaves what the disk had. */
import { mmap_user } from '../tasks/mmap_user.ts'
import { writerRoles, writersIn } from './acknowledged.ts'
import { atStart, recovered, recoveredRoles } from './recovered.ts'
import { all, faultless } from './template.ts'

export const recoveredGapZero = faultless({
  kind: 'at-rest',
  law: 'bytes that a growing file gained and nobody wrote read zero after recovery',
  source:
    'ext4 thread of Feb 2026 on zeroing the EOF block; xfs_setattr_size (flush before the size is logged)',
  roles: { ...recoveredRoles, ...writerRoles },
  params: atStart,
  faults: (view, given) => {
    const file = recovered(view, given)
    if (file === null) return []
    const { initial } = atStart.parse(given)
    const writers = writersIn(view, 'writers')
    const stores = all(view, 'stores', mmap_user).flatMap(({ stored }) => stored)
    const isWritten = (at: number): boolean =>
      writers.some(({ pos, end }) => pos <= at && at < end) ||
      stores.some(({ pos, when }) => pos === at && when !== 'past')
    return file.blocks
      .filter(({ pos }) => pos >= initial && pos < file.i_disk_size && !isWritten(pos))
      .filter(({ content }) => content !== 'zero')
      .map(({ pos, content }) => `block ${pos}, which nobody wrote, reads '${content}'`)
  },
})
