import { describe, expect, it } from 'vitest'
import { block_map } from '../objects/block_map.ts'
import { folio } from '../objects/folio.ts'
import { inode } from '../objects/inode.ts'
import { rw_semaphore } from '../objects/rw_semaphore.ts'
import { TestSystem } from '../system.fixture.ts'
import type { Member } from '../system.fixture.ts'
import { iomap_write_delalloc_release } from './iomap_write_delalloc_release.ts'

const lock: Member = { machine: rw_semaphore, kind: 'rw_semaphore' }

/** The extents that a failed write of four folios leaves; of these, some are in the cache. */
function released(...folios: readonly object[]): readonly string[] {
  const sizes = { block_size: 1024, page_size: 1024 }
  const names = folios.map((_, i) => `folio${i}`)
  const cache = folios.map((input, index): readonly [string, Member] => [
    `folio${index}`,
    { machine: folio, kind: 'folio', input: { ...sizes, index, ...input } },
  ])
  const system = new TestSystem({
    inode: { machine: inode, kind: 'inode' },
    i_rwsem: lock,
    invalidate_lock: lock,
    ...Object.fromEntries(cache),
    block_map: {
      machine: block_map,
      kind: 'block_map',
      input: { block_size: 1024, file_end: 1024 * folios.length },
    },
    task: {
      machine: iomap_write_delalloc_release,
      kind: 'iomap_write_delalloc_release',
      input: { ...sizes, folios: names, pos: 0, len: 1024 * folios.length },
    },
  })
  expect(system.status('task')).toBe('done')
  return system.context('block_map', block_map).extents
}

const none = { cached: false }
const dirty = { pte: 'writable' }

describe('the release of what a failed write has reserved', () => {
  it('gives back what is not cached, and what is clean', () => {
    expect(released(none, {}, none, none)).toEqual(['hole', 'hole', 'hole', 'hole'])
  })

  it('leaves what is dirty', () => {
    expect(released({}, dirty, none, dirty)).toEqual(['hole', 'delalloc', 'hole', 'delalloc'])
    expect(released(dirty, {}, dirty, {})).toEqual(['delalloc', 'hole', 'delalloc', 'hole'])
  })
})
