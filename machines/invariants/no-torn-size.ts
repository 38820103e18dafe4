/** S2. A read of i_size returns what somebody stored whole, or what was there at the start. */
import { z } from 'zod'
import { bytes } from '../geometry.ts'
import { i_size_reader } from '../tasks/i_size_reader.ts'
import { i_size_writer, newSize } from '../tasks/i_size_writer.ts'
import { all, faultless } from './template.ts'

const params = z.strictObject({ initial: bytes.default(0).describe('i_size at the start') })

export const noTornSize = faultless({
  kind: 'always',
  law: 'every i_size that is read was stored whole',
  source: 'i_size_read() and i_size_write() of include/linux/fs.h; commit 7762f5a0b709',
  roles: {
    readers: 'tasks that read i_size; a list, which may be empty',
    writers: 'tasks that store i_size; a list, which may be empty',
  },
  params,
  faults: (view, given) => {
    const { initial } = params.parse(given)
    const stored = [initial, ...all(view, 'writers', i_size_writer).map((w) => newSize(w))]
    return all(view, 'readers', i_size_reader).flatMap(({ i_size }) =>
      i_size === null || stored.includes(i_size)
        ? []
        : [`${i_size} was read, stored were ${stored.join(', ')}`],
    )
  },
})
