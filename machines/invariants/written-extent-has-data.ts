/** D5. Where the log says written, the medium has data of this file. */
import { atStart, isForeign, recovered, recoveredRoles } from './recovered.ts'
import { faultless } from './template.ts'

export const writtenExtentHasData = faultless({
  kind: 'at-rest',
  law: 'no extent is marked written in the log before its data is on the medium',
  source: 'commit 06bd3c36a733 (ext4: fix data exposure after a crash); xfs_iomap_write_unwritten',
  roles: recoveredRoles,
  params: atStart,
  faults: (view, given) => {
    const file = recovered(view, given)
    if (file === null) return []
    return file.blocks
      .filter(({ extent, word }) => extent === 'written' && isForeign(word))
      .map(({ pos, word }) => `block ${pos} is marked written and holds '${word}'`)
  },
})
