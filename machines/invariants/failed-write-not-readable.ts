/**
 * S4. The bytes of a write that failed do not become file data past the EOF it found. Inside that
 * EOF nothing is promised: the page cache may show either what was there or what was to be written.
 */
import { z } from 'zod'
import { bytes } from '../geometry.ts'
import { writersIn } from './acknowledged.ts'
import { contentAt, fileOf, fileRoles } from './file.ts'
import { faultless } from './template.ts'

const params = z.strictObject({ initial: bytes.default(0).describe('i_size at the start') })

export const failedWriteNotReadable = faultless({
  kind: 'at-rest',
  law: 'a write that fails past EOF leaves nothing that a later extension makes readable',
  source: 'iomap_write_failed(), iomap_zero_iter() of Linux 6.12; the class of generic/363',
  roles: { ...fileRoles, writers: 'tasks that write, each with a letter of its own' },
  params,
  faults: (view, given) => {
    const { initial } = params.parse(given)
    const file = fileOf(view)
    return writersIn(view, 'writers')
      .filter(({ result }) => result !== null && result < 0)
      .flatMap(({ fill, result }) =>
        file.block_map.extents.flatMap((_, i) => {
          const pos = i * file.block_map.block_size
          return pos >= initial && contentAt(file, pos) === fill
            ? [
                `block ${pos}, inside i_size ${file.i_size}, holds '${fill}' of a write that got ${result}`,
              ]
            : []
        }),
      )
  },
})
