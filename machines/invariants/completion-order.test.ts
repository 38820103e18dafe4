import { describe, expect, it } from 'vitest'
import { completionOrder } from './completion-order.ts'
import { judge } from './view.fixture.ts'

const sizes = { block_size: 4096, page_size: 4096 }
const file = {
  inode: [{ i_size: 4096 }],
  folios: [{ ...sizes, folio_pos: 0, uptodate: [true], dirty: [false], data: ['D'], pte: {} }],
  block_map: [{ block_size: 4096, extents: ['written'], sectors: [0] }],
  block_device: [{ medium: ['D'], unflushed: [] }],
  writers: [{ pos: 0, end: 4096, result: 4096, block_size: 4096 }],
}

describe('completion-order', () => {
  it('holds when size, extents and cache are as the write leaves them', () => {
    expect(judge(completionOrder, file)).toBe('')
  })

  it('asks nothing of a write that is in flight', () => {
    const writers = [{ ...file.writers[0], result: null }]
    expect(judge(completionOrder, { ...file, inode: [{ i_size: 0 }], writers })).toBe('')
  })

  it.each([
    [{ inode: [{ i_size: 0 }] }, 'a write to 4096 is complete, i_size is 0'],
    [{ block_map: [{ block_size: 4096, extents: ['unwritten'], sectors: [0] }] }, 'block 0 is not'],
    [{ block_device: [{ medium: ['N'], unflushed: [] }] }, 'the cache of block 0 is older'],
  ])('finds %j', (change, complaint) => {
    expect(judge(completionOrder, { ...file, ...change })).toContain(complaint)
  })
})
