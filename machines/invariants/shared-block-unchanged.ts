/**
 * S10. A block that two files share does not change: a write to either goes to another block. What a
 * clone held when the call returned, it holds ever after.
 */
import { block_device, diskAt } from '../objects/block_device.ts'
import { reflink } from '../tasks/reflink.ts'
import { faultless, one } from './template.ts'

export const sharedBlockUnchanged = faultless({
  kind: 'always',
  law: 'a write to one file never reaches a block that it shares with another',
  source: 'generic_remap_file_range_prep() of Linux 6.12 (inode_dio_wait on both inodes)',
  roles: { block_device: 'the disk', reflink: 'the task that shares a block' },
  faults: (view) => {
    const { sector, word } = one(view, 'reflink', reflink)
    const found = diskAt(one(view, 'block_device', block_device), sector)
    return word === null || found === word
      ? []
      : [`sector ${sector} of the clone held '${word}' and holds '${found}'`]
  },
})
