/**
 * S7. A block inside i_size whose folio is clean and idle has no dirty bit of its own left: where it
 * has, PG_dirty was cleared for an I/O that never came, and nobody will write the block. What was
 * cut off inside a folio shows in its contents instead, see cache-coherent.
 */
import { folio } from '../objects/folio.ts'
import { inode } from '../objects/inode.ts'
import { blockPos } from '../objects/page_cache.ts'
import { all, faultless, one } from './template.ts'

export const dirtyIsWritten = faultless({
  kind: 'at-rest',
  law: 'PG_dirty is cleared only by starting I/O for the dirty blocks, or by removing them',
  source: 'commit 6bba4471f0cc; iomap_writepage_handle_eof()',
  roles: { inode: 'the inode', folios: 'its page cache' },
  faults: (view) => {
    const { i_size } = one(view, 'inode', inode)
    return all(view, 'folios', folio).flatMap((f) =>
      f.PG_dirty || f.PG_writeback || f.pte.dirty
        ? []
        : f.dirty.flatMap((dirty, i) => {
            const pos = blockPos(f, i)
            return dirty && pos < i_size ? [`block ${pos} is dirty in a folio that is clean`] : []
          }),
    )
  },
})
