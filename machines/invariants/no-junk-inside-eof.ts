/** S4. When everything is quiet, no block inside i_size holds what was stored past EOF. */
import { z } from 'zod'
import { blocksIn } from '../geometry.ts'
import { contentAt, fileOf, fileRoles } from './file.ts'
import { faultless } from './template.ts'

const params = z.strictObject({
  junk: z.array(z.string()).default(['J']).describe('fill letters of stores past EOF'),
})

export const noJunkInsideEof = faultless({
  kind: 'at-rest',
  law: 'stores past EOF never become part of the file',
  source: 'commit 52aecaee1c26; mail of 18 Apr 2026 on RFC v2 2/5, problem 2; generic/363',
  roles: fileRoles,
  params,
  faults: (view, given) => {
    const { junk } = params.parse(given)
    const file = fileOf(view)
    return blocksIn(0, file.i_size, file.block_map.block_size).flatMap((pos) => {
      const content = contentAt(file, pos) ?? ''
      return junk.includes(content) || content === 'stale'
        ? [`block ${pos}, inside i_size ${file.i_size}, holds '${content}'`]
        : []
    })
  },
})
