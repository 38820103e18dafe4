/**
 * S5, S7. A block that is up to date and clean equals what a read without cache would return. Where
 * it does not, either its dirt was dropped without being written, or it was filled too early.
 */
import { cachedBlocks, fileOf, fileRoles, freshRead } from './file.ts'
import { faultless } from './template.ts'

export const cacheCoherent = faultless({
  kind: 'at-rest',
  law: 'a clean block of the page cache equals what its extent and the disk would give',
  source: 'commits 6bba4471f0cc (dropped past EOF) and b0857d309fae (filled before conversion)',
  roles: fileRoles,
  faults: (view) => {
    const file = fileOf(view)
    return cachedBlocks(file.folios).flatMap(({ pos, data, uptodate, clean, busy }) => {
      if (pos >= file.i_size || !uptodate || !clean || busy) return []
      const fresh = freshRead(file, pos)
      return data === fresh
        ? []
        : [`block ${pos} is clean with '${data}', a fresh read gives '${fresh}'`]
    })
  },
})
