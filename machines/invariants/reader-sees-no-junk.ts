/**
 * S4. A read never returns what was stored past EOF, nor what a former owner of the disk block
 * left there.
 */
import { z } from 'zod'
import type { ReaderContext } from '../reader.ts'
import { all, faultless } from './template.ts'

const params = z.strictObject({
  junk: z.array(z.string()).default(['J']).describe('fill letters of stores past EOF'),
})

export const readerSeesNoJunk = faultless({
  kind: 'always',
  law: 'a read returns neither stores past EOF nor the former contents of a disk block',
  source: 'commit 52aecaee1c26 (mm: zero range of eof folio exposed by inode size extension)',
  roles: { readers: 'the tasks that read' },
  params,
  faults: (view, given) => {
    const { junk } = params.parse(given)
    return all<ReaderContext>(view, 'readers').flatMap(({ pos, seen, block_size }) =>
      seen.flatMap((word, i) =>
        junk.includes(word) || word === 'stale'
          ? [`the read saw '${word}' in block ${pos + i * block_size}`]
          : [],
      ),
    )
  },
})
