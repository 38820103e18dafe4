/**
 * S9. A store through a mapping, inside i_size, has a block to go to: no block with contents lies
 * over a hole. Where one does, the store went through an entry that was still writable from before
 * the size covered it, so no fault reserved its block.
 */
import { extentAt } from '../objects/block_map.ts'
import { cachedBlocks, fileOf, fileRoles } from './file.ts'
import { faultless } from './template.ts'

export const storeHasBlock = faultless({
  kind: 'at-rest',
  law: 'bytes stored inside i_size have a block reserved or allocated for them',
  source: 'commits 90a8020278c1 and d6320cbfc929 (blocksize < pagesize, mmap); generic/029, 030',
  roles: fileRoles,
  faults: (view) => {
    const file = fileOf(view)
    return cachedBlocks(file.folios).flatMap(({ pos, data, uptodate }) =>
      pos < file.i_size && uptodate && data !== 'zero' && extentAt(file.block_map, pos) === 'hole'
        ? [`block ${pos}, inside i_size ${file.i_size}, holds '${data}' over a hole`]
        : [],
    )
  },
})
