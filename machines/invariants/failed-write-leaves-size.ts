/** A write that reports an error has not moved i_size: why RFC v2 moved the update to endio. */
import { z } from 'zod'
import { bytes } from '../geometry.ts'
import { inode } from '../objects/inode.ts'
import { writersIn } from './acknowledged.ts'
import { faultless, one } from './template.ts'

const params = z.strictObject({ initial: bytes.default(0).describe('i_size at the start') })

export const failedWriteLeavesSize = faultless({
  kind: 'at-rest',
  law: 'a write that fails leaves i_size where it was',
  source: 'Chinner on RFC v1, aa--rBKQG7ck5nuM@dread, as quoted in the mail of 18 Apr 2026',
  roles: { inode: 'the inode', writer: 'the only task that moves i_size' },
  params,
  faults: (view, given) => {
    const { initial } = params.parse(given)
    const { i_size } = one(view, 'inode', inode)
    return writersIn(view, 'writer').flatMap(({ result }) =>
      result !== null && result < 0 && i_size !== initial
        ? [`the write failed with ${result}, and i_size is ${i_size}, not ${initial}`]
        : [],
    )
  },
})
