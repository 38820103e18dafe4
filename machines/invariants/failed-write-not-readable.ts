/**
 * S4. The bytes of a write that failed, or of the part that a short write did not reach, do not become
 * file data past the EOF it found. Inside that EOF nothing is promised: the page cache may show either
 * what was there or what was to be written.
 */
import { z } from 'zod'
import { blocksIn, bytes } from '../geometry.ts'
import { writersIn } from './acknowledged.ts'
import { contentAt, fileOf, fileRoles } from './file.ts'
import { faultless } from './template.ts'

const params = z.strictObject({ initial: bytes.default(0).describe('i_size at the start') })

export const failedWriteNotReadable = faultless({
  kind: 'at-rest',
  law: 'what a write past EOF did not report as written stays unreadable when the file grows',
  source: 'iomap_write_failed(), iomap_zero_iter() of Linux 6.12; the class of generic/363',
  roles: { ...fileRoles, writers: 'tasks that write, each with a letter of its own' },
  params,
  faults: (view, given) => {
    const { initial } = params.parse(given)
    const file = fileOf(view)
    return writersIn(view, 'writers').flatMap(({ pos, end, result, fill, block_size }) => {
      const told = pos + Math.max(0, result ?? 0)
      return blocksIn(Math.max(initial, told), end, block_size).flatMap((at) =>
        contentAt(file, at) === fill
          ? [`block ${at}, inside i_size ${file.i_size}, has '${fill}'; the write got ${result}`]
          : [],
      )
    })
  },
})
