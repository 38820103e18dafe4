import { describe, expect, it } from 'vitest'
import { block_map } from './block_map.ts'
import { TestSystem } from './system.fixture.ts'

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

  it('converts what is unwritten and leaves removed blocks removed', () => {
    const system = map()
    system.call('a', 'map', 'iomap_begin', { pos: 1024, end: 3072, flags: 'direct' })
    system.call('a', 'map', 'itruncate_extents', { pos: 2048 })
    system.call('a', 'map', 'iomap_write_unwritten', { blocks: [1024, 2048] })
    expect(extents(system)).toEqual(['written', 'written', 'hole', 'hole'])
  })
})
