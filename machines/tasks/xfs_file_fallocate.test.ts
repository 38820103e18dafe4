import { describe, expect, it } from 'vitest'
import { block_map } from '../objects/block_map.ts'
import { folio } from '../objects/folio.ts'
import { inode } from '../objects/inode.ts'
import { rw_semaphore } from '../objects/rw_semaphore.ts'
import { TestSystem } from '../system.fixture.ts'
import type { Member } from '../system.fixture.ts'
import { xfs_file_fallocate } from './xfs_file_fallocate.ts'

const lock: Member = { machine: rw_semaphore, kind: 'rw_semaphore' }

function fallocated(input: object): TestSystem {
  const sizes = { block_size: 4096 }
  return new TestSystem({
    inode: { machine: inode, kind: 'inode', input: { i_size: 4096 } },
    i_rwsem: lock,
    invalidate_lock: lock,
    folio0: { machine: folio, kind: 'folio', input: { ...sizes, old: 4096 } },
    folio1: { machine: folio, kind: 'folio', input: { ...sizes, index: 1, cached: false } },
    block_map: {
      machine: block_map,
      kind: 'block_map',
      input: { ...sizes, file_end: 8192, written: 4096 },
    },
    task: {
      machine: xfs_file_fallocate,
      kind: 'xfs_file_fallocate',
      input: { ...sizes, folios: ['folio0', 'folio1'], ...input },
    },
  })
}

const left = (system: TestSystem): readonly unknown[] => [
  system.status('task'),
  system.context('inode', inode).i_size,
  system.context('block_map', block_map).extents,
  system.context('folio0', folio).uptodate,
]

describe('fallocate in XFS, alone', () => {
  it.each(['first', 'in-setattr'])('makes the file longer, drain %s', (drain) => {
    const system = fallocated({ pos: 0, len: 8192, drain })
    expect(left(system)).toEqual(['done', 8192, ['written', 'unwritten'], [true]])
  })

  it('leaves the size where it is with FALLOC_FL_KEEP_SIZE, and inside EOF', () => {
    const kept = fallocated({ pos: 0, len: 8192, mode: 'keep-size' })
    expect(left(kept)).toEqual(['done', 4096, ['written', 'unwritten'], [true]])
    expect(left(fallocated({ pos: 0, len: 4096 }))).toEqual([
      'done',
      4096,
      ['written', 'hole'],
      [true],
    ])
  })

  it.each(['both', 'cache', 'none'])('punches a hole, invalidate_lock over %s', (span) => {
    const input = { pos: 0, len: 4096, mode: 'punch-hole', invalidate_span: span }
    const system = fallocated(input)
    expect(left(system)).toEqual(['done', 4096, ['hole', 'hole'], [false]])
    for (const name of ['i_rwsem', 'invalidate_lock'])
      expect(system.context(name, rw_semaphore)).toMatchObject({ writer: null, readers: [] })
  })
})
