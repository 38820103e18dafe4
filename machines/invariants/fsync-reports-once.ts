/**
 * D4, first half. Each opener is told of each writeback error, once. The scenario binds openers whose
 * last fsync begins after the last error was recorded. Errors that nobody saw between them count as
 * one [K errseq_set].
 */
import { fsync } from '../tasks/fsync.ts'
import { inode } from '../objects/inode.ts'
import { all, faultless, one } from './template.ts'

export const fsyncReportsOnce = faultless({
  kind: 'at-rest',
  law: 'every opener learns of a writeback error by one fsync, whoever else has learned of it',
  source: 'commit 088737f44bbf (errseq); file_check_and_advance_wb_err',
  roles: { inode: 'the inode', openers: 'fsync tasks that come after the errors' },
  faults: (view) => {
    const { wb_err_seq } = one(view, 'inode', inode)
    return all(view, 'openers', fsync).flatMap(({ results }, i) => {
      const told = results.filter((result) => result !== 0).length
      const least = Math.min(1, wb_err_seq)
      return told < least || told > wb_err_seq
        ? [`opener ${i + 1} was told ${told} times of ${wb_err_seq} errors`]
        : []
    })
  },
})
