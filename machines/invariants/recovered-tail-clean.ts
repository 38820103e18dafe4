/** D6. A block past the recovered EOF is a hole, unwritten, or holds what a write of this file put there:
 * an extension that does not zero it shows nothing else. Unwritten tails read as zeros. */
import { junkAt, writerRoles } from './acknowledged.ts'
import { atStart, isForeign, recovered, recoveredRoles } from './recovered.ts'
import { faultless } from './template.ts'

export const recoveredTailClean = faultless({
  kind: 'at-rest',
  law: 'what recovery leaves past EOF holds no bytes that a later extension could expose',
  source:
    'xfs_file_write_zero_eof; commit 52aecaee1c26; kernel rule that blocks past EOF are holes, unwritten or zero',
  roles: { ...recoveredRoles, stores: writerRoles.stores },
  params: atStart,
  faults: (view, given) => {
    const file = recovered(view, given)
    if (file === null) return []
    const isJunk = junkAt(view)
    return file.blocks
      .filter(({ pos }) => pos >= file.i_disk_size)
      .filter(({ pos, content }) => isForeign(content) || isJunk(pos, content))
      .map(({ pos, content }) => `block ${pos}, past ${file.i_disk_size}, holds '${content}'`)
  },
})
