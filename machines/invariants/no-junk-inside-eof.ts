/** S4. When everything is quiet, no block inside i_size holds what was stored past EOF. */
import { blocksIn } from '../geometry.ts'
import { junkAt, writerRoles } from './acknowledged.ts'
import { contentAt, fileOf, fileRoles } from './file.ts'
import { faultless } from './template.ts'

export const noJunkInsideEof = faultless({
  kind: 'at-rest',
  law: 'stores past EOF never become part of the file',
  source: 'commit 52aecaee1c26; mail of 18 Apr 2026 on RFC v2 2/5, problem 2; generic/363',
  roles: { ...fileRoles, stores: writerRoles.stores },
  faults: (view) => {
    const file = fileOf(view)
    const isJunk = junkAt(view)
    return blocksIn(0, file.i_size, file.block_map.block_size).flatMap((pos) => {
      const content = contentAt(file, pos) ?? ''
      return isJunk(pos, content)
        ? [`block ${pos}, inside i_size ${file.i_size}, holds '${content}'`]
        : []
    })
  },
})
