/**
 * S3, S6. A read that begins after the acknowledgement sees the bytes. The scenario starts the
 * reader with `after: <writer>`.
 */
import { direct_reader } from '../tasks/direct_reader.ts'
import { reader } from '../tasks/reader.ts'
import { ackedBlocks, writerRoles } from './acknowledged.ts'
import { faultless, one } from './template.ts'

export const readerSeesAcked = faultless({
  kind: 'at-rest',
  law: 'a read that begins after the acknowledgement sees the acknowledged bytes',
  source: 'commits 552ef8024f90 and fb511f215017 (complete last); fstests aio-dio-extend-stat',
  roles: { reader: 'a reader that starts after all writers have returned', ...writerRoles },
  faults: (view) => {
    const { pos, end, seen, block_size } = one(view, 'reader', reader, direct_reader)
    return ackedBlocks(view).flatMap((block) => {
      const word = seen[(block.pos - pos) / block_size]
      if (block.pos < pos || block.pos >= end) return []
      if (word !== undefined && block.legal.includes(word)) return []
      const found = word === undefined ? 'the read ended before it' : `the read saw '${word}'`
      return [`block ${block.pos}, acknowledged as '${block.fill}': ${found}`]
    })
  },
})
