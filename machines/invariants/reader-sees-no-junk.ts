/**
 * S4. A read never returns what was stored past EOF, nor what a former owner of the disk block
 * left there.
 */
import { direct_reader } from '../tasks/direct_reader.ts'
import { reader } from '../tasks/reader.ts'
import { junkAt, writerRoles } from './acknowledged.ts'
import { all, faultless } from './template.ts'

export const readerSeesNoJunk = faultless({
  kind: 'always',
  law: 'a read returns neither stores past EOF nor the former contents of a disk block',
  source: 'commit 52aecaee1c26 (mm: zero range of eof folio exposed by inode size extension)',
  roles: { readers: 'the tasks that read', stores: writerRoles.stores },
  faults: (view) => {
    const isJunk = junkAt(view)
    return all(view, 'readers', reader, direct_reader).flatMap(({ pos, seen, block_size }) =>
      seen.flatMap((word, i) => {
        const at = pos + i * block_size
        return isJunk(at, word) ? [`the read saw '${word}' in block ${at}`] : []
      }),
    )
  },
})
