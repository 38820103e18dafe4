/**
 * S1, second half. The size on disk never exceeds the one in core when everything is quiet: the last
 * close would trim the blocks between them, and the next mount show them as zeros.
 */
import { block_map } from '../objects/block_map.ts'
import { inode } from '../objects/inode.ts'
import { faultless, one } from './template.ts'

export const diskSizeBehind = faultless({
  kind: 'at-rest',
  law: 'i_disk_size is at most i_size',
  source: 'xfs_new_eof, xfs_setfilesize',
  roles: { inode: 'the inode', block_map: 'a block_map with i_disk_size' },
  faults: (view) => {
    const { i_size } = one(view, 'inode', inode)
    const { i_disk_size } = one(view, 'block_map', block_map)
    return i_disk_size !== null && i_disk_size > i_size
      ? [`i_disk_size is ${i_disk_size}, i_size ${i_size}`]
      : []
  },
})
