/** Every task runs to its end alone, under plain XState, and leaves the file it should leave. */
import { describe, expect, it } from 'vitest'
import { bio } from '../objects/bio.ts'
import { block_device } from '../objects/block_device.ts'
import { block_map } from '../objects/block_map.ts'
import { buffered_writer } from './buffered_writer.ts'
import { direct_reader } from './direct_reader.ts'
import { direct_writer } from './direct_writer.ts'
import { ext4_writepages } from './ext4_writepages.ts'
import { fallocate } from './fallocate.ts'
import { flusher } from './flusher.ts'
import { folio } from '../objects/folio.ts'
import type { FolioContext } from '../objects/folio.ts'
import { inode } from '../objects/inode.ts'
import { iomap_dio, iomap_writethrough_ctx } from '../objects/iomap_writethrough_ctx.ts'
import { kworker } from '../completions/kworker.ts'
import { mmap_user } from './mmap_user.ts'
import { partial_writer } from './partial_writer.ts'
import { reader } from './reader.ts'
import { reclaim } from './reclaim.ts'
import { rw_semaphore } from '../objects/rw_semaphore.ts'
import { TestSystem } from '../system.fixture.ts'
import type { Member } from '../system.fixture.ts'
import { truncate } from './truncate.ts'
import { writethrough_writer } from './writethrough_writer.ts'

const lock: Member = { machine: rw_semaphore, kind: 'rw_semaphore' }
const folios = ['folio0', 'folio1']

/** A file of one written block in an up-to-date folio, everything else a hole, plus one task. */
function file(task: Member): TestSystem {
  return new TestSystem({
    inode: { machine: inode, kind: 'inode', input: { i_size: 1024 } },
    i_rwsem: lock,
    invalidate_lock: lock,
    ilock: lock,
    i_flags_lock: lock,
    size_lock: lock,
    folio0: { machine: folio, kind: 'folio', input: { old: 1024 } },
    folio1: { machine: folio, kind: 'folio', input: { index: 1, cached: false } },
    block_map: {
      machine: block_map,
      kind: 'block_map',
      input: { file_end: 8192, written: 1024 },
    },
    block_device: {
      machine: block_device,
      kind: 'block_device',
      input: { file_end: 8192, written: 1024 },
    },
    bio: { machine: bio, kind: 'bio' },
    ctx: { machine: iomap_writethrough_ctx, kind: 'iomap_writethrough_ctx' },
    dio: { machine: iomap_dio, kind: 'iomap_dio' },
    kworker: { machine: kworker, kind: 'kworker', input: { folios } },
    // A direct read does not look at the page cache.
    task: task.kind === 'direct_reader' ? task : { ...task, input: { folios, ...task.input } },
  })
}

const size = (system: TestSystem): number => system.context('inode', inode).i_size
const disk = (system: TestSystem): readonly string[] =>
  system.context('block_device', block_device).medium
const extents = (system: TestSystem): readonly string[] =>
  system.context('block_map', block_map).extents
const cache = (system: TestSystem, name = 'folio0'): FolioContext => system.context(name, folio)

const past = { pos: 4096, len: 1024 }

describe('tasks alone', () => {
  it.each([true, false])('write-through past EOF, AIO %s', (aio) => {
    const input = { ...past, aio, writeback_end: 'after-end_io' }
    const system = file({ machine: writethrough_writer, kind: 'writethrough_writer', input })
    expect(system.status('task')).toBe('done')
    expect(system.context('task')).toMatchObject({ result: 1024 })
    expect(size(system)).toBe(5120)
    expect(disk(system)[4]).toBe('W')
    expect(extents(system)[4]).toBe('written')
    expect(cache(system, 'folio1')).toMatchObject({ PG_writeback: false, PG_dirty: false })
    expect(system.context('inode')).toMatchObject({ i_dio_count: 0, stable_writes: 0 })
  })

  it('write-through as in v1 publishes at the copy and ends the same', () => {
    const input = { ...past, isize_publish: 'copy', isize_extended: 'at-submit', max_bvecs: 1 }
    const system = file({ machine: writethrough_writer, kind: 'writethrough_writer', input })
    expect(system.status('task')).toBe('done')
    expect([size(system), disk(system)[4]]).toEqual([5120, 'W'])
  })

  it.each([
    'never',
    'at-prepare',
    'at-submit',
    'at-endio-unlocked',
    'at-endio-folio-lock',
    'at-endio-i_rwsem',
  ])('write-through with the helper %s', (isize_extended) => {
    const input = { ...past, isize_extended, isize_lock: 'common' }
    const system = file({ machine: writethrough_writer, kind: 'writethrough_writer', input })
    expect([system.status('task'), size(system)]).toEqual(['done', 5120])
  })

  it.each([true, false])('direct write, AIO %s', (aio) => {
    const input = { ...past, aio }
    const system = file({ machine: direct_writer, kind: 'direct_writer', input })
    expect(system.context('task')).toMatchObject({ result: 1024 })
    expect([size(system), disk(system)[4], extents(system)[4]]).toEqual([5120, 'D', 'written'])
  })

  it('appending direct write begins at i_size', () => {
    const input = { len: 1024, append: true }
    const system = file({ machine: direct_writer, kind: 'direct_writer', input })
    expect([size(system), disk(system)[1]]).toEqual([2048, 'D'])
  })

  it.each([
    ['shared', false],
    ['exclusive', false],
    ['exclusive', true],
    ['drain', false],
    ['drain', true],
  ])('appending direct write with the lock %s, force_wait %s', (iolock, force_wait) => {
    const input = { len: 1024, append: true, iolock, force_wait }
    const system = file({ machine: direct_writer, kind: 'direct_writer', input })
    expect([system.status('task'), size(system), disk(system)[1]]).toEqual(['done', 2048, 'D'])
    expect(system.context('i_rwsem')).toMatchObject({ writer: null, readers: [] })
  })

  it('a direct write of part of a new block zeroes the rest of it', () => {
    const input = { pos: 4096, len: 1024, sectors_per_block: 2 }
    const system = file({ machine: direct_writer, kind: 'direct_writer', input })
    expect(disk(system).slice(4, 7)).toEqual(['D', 'zero', 'stale'])
    expect(extents(system).slice(4, 7)).toEqual(['written', 'written', 'hole'])
    expect(size(system)).toBe(5120)
  })

  it('a direct write of part of a written block leaves the rest of it', () => {
    const input = { pos: 0, len: 512, block_size: 512, sectors_per_block: 2 }
    const small = { block_size: 512, file_end: 2048, written: 1024 }
    const system = new TestSystem({
      inode: { machine: inode, kind: 'inode', input: { i_size: 1024 } },
      i_rwsem: lock,
      i_flags_lock: lock,
      folio: { machine: folio, kind: 'folio', input: { block_size: 512, cached: false } },
      block_map: { machine: block_map, kind: 'block_map', input: small },
      block_device: { machine: block_device, kind: 'block_device', input: small },
      bio: { machine: bio, kind: 'bio' },
      dio: { machine: iomap_dio, kind: 'iomap_dio' },
      kworker: { machine: kworker, kind: 'kworker', input: { block_size: 512 } },
      task: { machine: direct_writer, kind: 'direct_writer', input },
    })
    expect(disk(system).slice(0, 3)).toEqual(['D', 'old', 'stale'])
  })

  it('appending write-through begins at i_size', () => {
    const input = { pos: 0, len: 1024, append: true, append_drain: true }
    const system = file({ machine: writethrough_writer, kind: 'writethrough_writer', input })
    expect([size(system), disk(system)[1]]).toEqual([2048, 'W'])
  })

  it('truncate up leaves the zeroing to the helper when the filesystem does none', () => {
    const system = file({
      machine: truncate,
      kind: 'truncate',
      input: { size: 8192, fs_zero_eof: false },
    })
    expect([size(system), cache(system).data[0]]).toEqual([8192, 'old'])
  })

  it('buffered write reserves, dirties and extends', () => {
    const input = { pos: 0, len: 2048 }
    const system = file({ machine: buffered_writer, kind: 'buffered_writer', input })
    expect(size(system)).toBe(2048)
    expect(cache(system).data).toEqual(['B', 'B', 'zero', 'zero'])
    expect(extents(system).slice(0, 3)).toEqual(['written', 'delalloc', 'hole'])
  })

  it('truncate down removes blocks and cache', () => {
    const system = file({ machine: truncate, kind: 'truncate', input: { size: 0 } })
    expect([size(system), extents(system)[0]]).toEqual([0, 'hole'])
    expect(cache(system).uptodate).toEqual([false, false, false, false])
  })

  it('truncate up keeps what is there', () => {
    const system = file({ machine: truncate, kind: 'truncate', input: { size: 8192 } })
    expect([size(system), cache(system).data[0]]).toEqual([8192, 'old'])
  })

  it('a store inside EOF faults once, and its folio is dirty', () => {
    const input = { stores: [{ pos: 0 }, { pos: 0, fill: 'N' }] }
    const system = file({ machine: mmap_user, kind: 'mmap_user', input })
    expect(system.status('task')).toBe('done')
    expect(cache(system)).toMatchObject({ PG_dirty: true, pte: { writable: true, dirty: true } })
    expect(cache(system).data[0]).toBe('N')
  })

  it('a store to a page past EOF is SIGBUS and leaves nothing', () => {
    const system = file({
      machine: mmap_user,
      kind: 'mmap_user',
      input: { stores: [{ pos: 4096 }] },
    })
    expect(system.status('task')).toBe('done')
    expect(system.context('task')).toMatchObject({ stored: [] })
  })

  it('a read stops at EOF', () => {
    const system = file({ machine: reader, kind: 'reader', input: { len: 8192 } })
    expect(system.context('task')).toMatchObject({ seen: ['old'] })
  })

  it('a relaxed read alone sees the same', () => {
    const input = { len: 8192, i_size_load: 'relaxed' }
    const system = file({ machine: reader, kind: 'reader', input })
    expect(system.context('task')).toMatchObject({ seen: ['old'] })
  })

  it.each(['before-map', 'after-map'])('a direct read stops at EOF, size sampled %s', (sample) => {
    const input = { len: 8192, i_size_sample: sample }
    const system = file({ machine: direct_reader, kind: 'direct_reader', input })
    expect(system.context('task')).toMatchObject({ seen: ['old'] })
    expect(system.context('inode')).toMatchObject({ i_dio_count: 0 })
  })

  it('reclaim frees what is clean', () => {
    const system = file({ machine: reclaim, kind: 'reclaim' })
    expect([system.status('task'), cache(system).uptodate[0]]).toEqual(['done', false])
  })

  it.each(['under-folio-lock', 'after-unlock'])('fallocate zeroes and publishes %s', (publish) => {
    const input = { pos: 1024, len: 2048, isize_publish: publish }
    const system = file({ machine: fallocate, kind: 'fallocate', input })
    expect([system.status('task'), size(system)]).toEqual(['done', 3072])
  })

  it.each([true, false])('a write of part of a block completes it, iomap_valid %s', (valid) => {
    const input = { pos: 5120, len: 1024, iomap_valid: valid }
    const system = file({ machine: partial_writer, kind: 'partial_writer', input })
    expect(system.context('task')).toMatchObject({ result: 1024 })
    expect(cache(system, 'folio1').data).toEqual(['zero', 'P', 'zero', 'zero'])
    expect(extents(system).slice(4)).toEqual(['delalloc', 'delalloc', 'delalloc', 'delalloc'])
  })

  it.each(['accumulate', 'before-alloc'])('ext4 finds nothing dirty, submit %s', (submit) => {
    const system = file({ machine: ext4_writepages, kind: 'ext4_writepages', input: { submit } })
    expect(system.status('task')).toBe('done')
    expect(disk(system)[1]).toBe('stale')
  })

  it('a clean file is not written', () => {
    const system = file({ machine: flusher, kind: 'flusher' })
    expect(system.status('task')).toBe('done')
    expect(disk(system)[1]).toBe('stale')
  })
})

describe('inputs', () => {
  it('are refused when a position is not a multiple of the block size', () => {
    const input = { pos: 100, len: 1024 }
    expect(() => file({ machine: buffered_writer, kind: 'buffered_writer', input })).toThrow(
      'pos 100 is not a multiple of block_size 1024',
    )
  })

  it('are refused when a block size is no power of two', () => {
    const input = { pos: 0, len: 3000, block_size: 3000 }
    expect(() => file({ machine: buffered_writer, kind: 'buffered_writer', input })).toThrow(
      'power of two',
    )
  })
})
