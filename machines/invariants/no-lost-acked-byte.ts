/**
 * S3, S13. What a program was told is written stays: a block of an acknowledged write, or of a
 * store made after i_size was seen to cover it, holds that write or a later one.
 */
import { ackedBlocks, writerRoles } from './acknowledged.ts'
import { contentAt, fileOf, fileRoles } from './file.ts'
import { faultless } from './template.ts'

export const noLostAckedByte = faultless({
  kind: 'at-rest',
  law: 'acknowledged bytes are still there when everything is quiet',
  source: 'commits 40c63fbc55a9 and 249bd9087a52 (EOF work that did not drain AIO first)',
  roles: { ...fileRoles, ...writerRoles },
  faults: (view) => {
    const file = fileOf(view)
    return ackedBlocks(view).flatMap(({ pos, fill, legal }) => {
      const content = contentAt(file, pos)
      if (content !== null && legal.includes(content)) return []
      const found =
        content === null ? `lies past EOF (i_size ${file.i_size})` : `reads '${content}'`
      return [`block ${pos}, acknowledged as '${fill}', ${found}`]
    })
  },
})
