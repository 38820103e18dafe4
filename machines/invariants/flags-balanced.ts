/** S15. Counts and flags are back where they were when everything is quiet. */
import { z } from 'zod'
import { folio } from '../objects/folio.ts'
import { inode } from '../objects/inode.ts'
import { all, faultless, one } from './template.ts'

const params = z.strictObject({
  stable_required: z.boolean().default(false).describe('as given to the inode'),
})

export const flagsBalanced = faultless({
  kind: 'at-rest',
  law: 'i_dio_count, the stable-writes requirement, folio locks and PG_writeback are as before',
  source:
    'RFC v1 2/3 (i_wt_count); iomap_writethrough_complete() and the error break of RFC v2 2/5',
  roles: { inode: 'the inode', folios: 'its page cache' },
  params,
  faults: (view, given) => {
    const base = params.parse(given).stable_required ? 1 : 0
    const { i_dio_count, stable_writes } = one(view, 'inode', inode)
    const folios = all(view, 'folios', folio)
    const busy = (flag: 'PG_writeback' | 'PG_locked'): readonly string[] =>
      folios.filter((folio) => Boolean(folio[flag])).map((f) => `${flag} at ${f.folio_pos}`)
    return [
      ...(i_dio_count === 0 ? [] : [`i_dio_count is ${i_dio_count}`]),
      ...(stable_writes === base ? [] : [`stable writes: ${stable_writes}, not ${base}`]),
      ...busy('PG_writeback'),
      ...busy('PG_locked'),
    ]
  },
})
