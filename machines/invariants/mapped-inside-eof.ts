/**
 * S9. No folio wholly past EOF is mapped or dirty when everything is quiet: truncate_setsize() has
 * unmapped and dropped it, and a fault that comes later gets SIGBUS. One that is left has stores in it
 * which the next extension makes part of the file, and a block reserved that nobody frees.
 */
import { folio } from '../objects/folio.ts'
import { inode } from '../objects/inode.ts'
import { all, faultless, one } from './template.ts'

export const mappedInsideEof = faultless({
  kind: 'at-rest',
  law: 'no folio wholly past EOF is mapped or dirty',
  source: 'folio_mkwrite_check_truncate(), truncate_pagecache() of Linux 6.12',
  roles: { inode: 'the inode', folios: 'its page cache' },
  faults: (view) => {
    const { i_size } = one(view, 'inode', inode)
    return all(view, 'folios', folio).flatMap(({ folio_pos, pte, PG_dirty }) =>
      folio_pos >= i_size && (pte.mapped || PG_dirty)
        ? [
            `the folio at ${folio_pos}, past i_size ${i_size}, is ${pte.mapped ? 'mapped' : 'dirty'}`,
          ]
        : [],
    )
  },
})
