import { describe, expect, it } from 'vitest'
import { block_device } from '../objects/block_device.ts'
import { block_map } from '../objects/block_map.ts'
import { folio } from '../objects/folio.ts'
import { inode } from '../objects/inode.ts'
import { rw_semaphore } from '../objects/rw_semaphore.ts'
import { user_pages } from '../objects/user_pages.ts'
import { TestSystem } from '../system.fixture.ts'
import { btrfs_direct_write } from './btrfs_direct_write.ts'

/** i_size and the disk after an append of two blocks to a file of one. */
function appended(resident: number, retry: string): readonly unknown[] {
  const system = new TestSystem({
    inode: { machine: inode, kind: 'inode', input: { i_size: 1024 } },
    i_rwsem: { machine: rw_semaphore, kind: 'rw_semaphore' },
    memory: { machine: folio, kind: 'folio' },
    user_pages: { machine: user_pages, kind: 'user_pages', input: { source: 'memory', resident } },
    block_map: { machine: block_map, kind: 'block_map', input: { file_end: 6144, written: 1024 } },
    block_device: {
      machine: block_device,
      kind: 'block_device',
      input: { file_end: 6144, written: 1024 },
    },
    task: {
      machine: btrfs_direct_write,
      kind: 'btrfs_direct_write',
      input: { len: 2048, append: true, retry },
    },
  })
  expect(system.status('task')).toBe('done')
  expect(system.context('task', btrfs_direct_write).pos).toBe(1024)
  return [
    system.context('inode', inode).i_size,
    system.context('block_device', block_device).medium.slice(0, 5),
  ]
}

describe('a direct write of btrfs', () => {
  it.each([0, 1, 2])('goes where it began, with %d pages resident', (resident) => {
    expect(appended(resident, 'again')).toEqual([3072, ['old', 'D', 'D', 'stale', 'stale']])
  })

  it('goes elsewhere when it takes its position twice', () => {
    expect(appended(0, 'relock')).toEqual([5120, ['old', 'stale', 'stale', 'D', 'D']])
    expect(appended(1, 'relock')).toEqual([4096, ['old', 'D', 'stale', 'D', 'stale']])
    expect(appended(2, 'relock')).toEqual([3072, ['old', 'D', 'D', 'stale', 'stale']])
  })
})
