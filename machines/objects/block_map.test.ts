import { describe, expect, it } from 'vitest'
import { block_map } from './block_map.ts'
import { TestSystem } from '../system.fixture.ts'

const map = (): TestSystem =>
  new TestSystem(
    {
      map: { machine: block_map, kind: 'block_map', input: { file_end: 4096, written: 1024 } },
    },
    ['a'],
  )

const extents = (system: TestSystem): unknown => system.context('map', block_map).extents

describe('block_map', () => {
  it('reserves for buffered writes and allocates for direct ones', () => {
    const system = map()
    system.call('a', 'map', 'iomap_begin', { pos: 0, end: 2048, flags: 'write' })
    system.call('a', 'map', 'iomap_begin', { pos: 2048, end: 3072, flags: 'direct' })
    expect(extents(system)).toEqual(['written', 'delalloc', 'unwritten', 'hole'])
  })

  it('counts its version up only when something changes', () => {
    const system = map().call('a', 'map', 'iomap_begin', { pos: 0, end: 1024, flags: 'direct' })
    system.call('a', 'map', 'iomap_valid', { cookie: 0 })
    expect(system.events('a').at(-1)).toEqual({ type: 'iomap_valid.ret', valid: true })
    system.call('a', 'map', 'iomap_begin', { pos: 1024, end: 2048, flags: 'direct' })
    system.call('a', 'map', 'iomap_valid', { cookie: 0 })
    expect(system.events('a').at(-1)).toEqual({ type: 'iomap_valid.ret', valid: false })
  })

  it('punches a hole of the range alone', () => {
    const system = map()
    system.call('a', 'map', 'iomap_begin', { pos: 1024, end: 3072, flags: 'direct' })
    system.call('a', 'map', 'xfs_unmap_extent', { pos: 0, end: 2048 })
    expect(extents(system)).toEqual(['hole', 'hole', 'unwritten', 'hole'])
  })

  it('gives a direct write to a shared block another one, and keeps the shared one taken', () => {
    const system = map().call('a', 'map', 'xfs_reflink_remap_extent', { pos: 0 })
    expect(system.events('a').at(-1)).toEqual({ type: 'xfs_reflink_remap_extent.ret', sector: 0 })
    system.call('a', 'map', 'iomap_begin', { pos: 0, end: 1024, flags: 'direct' })
    expect(system.context('map', block_map)).toMatchObject({ sectors: [1, null, null, null] })
    system.call('a', 'map', 'itruncate_extents', { pos: 0, size: null })
    expect(system.context('map', block_map).free).toEqual([1, 2, 3])
  })

  it('frees a shared block for nobody', () => {
    const system = map().call('a', 'map', 'xfs_reflink_remap_extent', { pos: 0 })
    system.call('a', 'map', 'xfs_unmap_extent', { pos: 0, end: 1024 })
    expect(system.context('map', block_map).free).toEqual([1, 2, 3])
  })

  it('converts what is unwritten and leaves removed blocks removed', () => {
    const system = map()
    system.call('a', 'map', 'iomap_begin', { pos: 1024, end: 3072, flags: 'direct' })
    system.call('a', 'map', 'itruncate_extents', { pos: 2048, size: null })
    system.call('a', 'map', 'iomap_write_unwritten', { blocks: [1024, 2048], size: 0 })
    expect(extents(system)).toEqual(['written', 'written', 'hole', 'hole'])
  })
})

describe('sectors', () => {
  const at = (system: TestSystem) => {
    const { sectors, free } = system.context('map', block_map)
    return { sectors, free }
  }

  it('are those of the same number while these are free', () => {
    const system = map().call('a', 'map', 'iomap_begin', { pos: 2048, end: 3072, flags: 'direct' })
    expect(at(system)).toEqual({ sectors: [0, null, 2, null], free: [1, 3] })
  })

  it('come back when blocks are removed, and go to whoever asks next', () => {
    const system = map().call('a', 'map', 'itruncate_extents', { pos: 0, size: 0 })
    system.call('a', 'map', 'xfs_alloc_vextent')
    expect(system.events('a').at(-1)).toEqual({ type: 'xfs_alloc_vextent.ret', sector: 0 })
    system.call('a', 'map', 'iomap_begin', { pos: 0, end: 1024, flags: 'direct' })
    expect(at(system)).toEqual({ sectors: [1, null, null, null], free: [2, 3] })
  })
})

describe('the log', () => {
  const logging = (): TestSystem => {
    const input = { file_end: 2048, written: 1024, log: true, i_disk_size: 1024, block_device: 'd' }
    return new TestSystem({ map: { machine: block_map, kind: 'block_map', input } }, ['a', 'd'])
  }

  it('gets each transaction whole, before its caller goes on', () => {
    const system = logging()
    system.call('a', 'map', 'iomap_begin', { pos: 1024, end: 2048, flags: 'direct' })
    system.call('a', 'map', 'iomap_write_unwritten', { blocks: [1024], size: 2048 })
    system.call('a', 'map', 'itruncate_extents', { pos: 0, size: 0 })
    const allocated = { i_disk_size: 1024, extents: ['written', 'unwritten'], sectors: [0, 1] }
    const log = (metadata: object) => ({ type: 'log_write', metadata, preflush: true })
    expect(system.events('d')).toEqual([
      log(allocated),
      log({ i_disk_size: 2048, extents: ['written', 'written'], sectors: [0, 1] }),
      log({ i_disk_size: 0, extents: ['hole', 'hole'], sectors: [null, null] }),
    ])
  })

  it('gets nothing of reservations, and of a size that does not grow', () => {
    const system = logging()
    system.call('a', 'map', 'iomap_begin', { pos: 1024, end: 2048, flags: 'write' })
    system.call('a', 'map', 'xfs_setfilesize', { size: 512 })
    expect(system.got('d')).toEqual([])
    system.call('a', 'map', 'xfs_log_force')
    expect(system.events('d')).toEqual([{ type: 'log_force', from: 'a', preflush: true }])
  })
})
