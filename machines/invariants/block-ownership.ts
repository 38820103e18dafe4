/**
 * S10. A block belongs to one file at a time: what another file wrote to its block stays there, and
 * no read of this file returns it. Where a block is freed while a bio on its way to it exists, the
 * bio lands on the next owner's data.
 */
import { block_device, diskAt } from '../objects/block_device.ts'
import { other_file } from '../tasks/other_file.ts'
import { direct_reader } from '../tasks/direct_reader.ts'
import { reader } from '../tasks/reader.ts'
import { all, faultless, one } from './template.ts'

export const blockOwnership = faultless({
  kind: 'always',
  law: "a block holds what its owner wrote, and no other file's read returns it",
  source: 'commit 82a25b027ca4 (ext4: wait for outstanding dio during truncate); inode_dio_wait',
  roles: {
    block_device: 'the disk',
    other_file: 'a task that owns a block of its own',
    readers: 'tasks that read the first file; a list, which may be empty',
  },
  faults: (view) => {
    const { sector, fill, written, seen } = one(view, 'other_file', other_file)
    const found = diskAt(one(view, 'block_device', block_device), sector)
    const leaked = all(view, 'readers', reader, direct_reader).flatMap((r) =>
      r.seen.includes(fill) ? [`a read of the first file saw '${fill}'`] : [],
    )
    return [
      ...(written && found !== fill ? [`sector ${sector} of the other file holds '${found}'`] : []),
      ...(seen !== null && seen !== fill ? [`the other file read '${seen}'`] : []),
      ...leaked,
    ]
  },
})
