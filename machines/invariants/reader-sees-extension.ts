/**
 * S5, S6. A read that goes past the old EOF has seen a size that some write published, so it sees
 * the bytes of that write, not what was there before: the size must not be visible before the bytes.
 */
import { z } from 'zod'
import { direct_reader } from '../tasks/direct_reader.ts'
import { bytes } from '../geometry.ts'
import { reader } from '../tasks/reader.ts'
import { writerRoles, writersIn } from './acknowledged.ts'
import { all, faultless } from './template.ts'

const params = z.strictObject({ initial: bytes.default(0).describe('i_size at the start') })

export const readerSeesExtension = faultless({
  kind: 'always',
  law: 'a read past the old EOF sees the bytes of the write that moved it',
  source: 'commit ee70daaba82d (size before conversion); i_size_read() and i_size_write() in fs.h',
  roles: { readers: 'the tasks that read', writers: writerRoles.writers },
  params,
  faults: (view, given) => {
    const { initial } = params.parse(given)
    const writers = writersIn(view, 'writers')
    return all(view, 'readers', reader, direct_reader).flatMap(({ pos, seen, block_size }) =>
      seen.flatMap((word, i) => {
        const at = pos + i * block_size
        const fills = writers.filter((w) => w.pos <= at && at < w.end).map(({ fill }) => fill)
        return at < initial || fills.length === 0 || fills.includes(word)
          ? []
          : [`the read went past the old EOF and saw '${word}' in block ${at}`]
      }),
    )
  },
})
