import { describe, expect, it } from 'vitest'
import { folio } from './folio.ts'
import type { FolioContext } from './folio.ts'
import { TestSystem } from '../system.fixture.ts'

const withFolio = (input: Readonly<Record<string, unknown>> = {}): TestSystem =>
  new TestSystem({ folio: { machine: folio, kind: 'folio', input } }, ['a', 'b'])

const context = (system: TestSystem): FolioContext => system.context('folio', folio)

const extended = { pos: 1024, end: 4096, mkclean: true, zero: true, clean: false }

describe('folio', () => {
  it('hands its lock on in order of arrival', () => {
    const system = withFolio().call('a', 'folio', 'folio_lock').call('b', 'folio', 'folio_lock')
    expect(system.got('b')).toEqual([])
    system.call('a', 'folio', 'folio_unlock')
    expect(system.got('b')).toEqual(['folio_lock.ret'])
  })

  it('takes a store through a writable entry without its lock, and faults otherwise', () => {
    const system = withFolio({ pte: 'writable' }).call('b', 'folio', 'folio_lock')
    system.call('a', 'folio', 'store', { pos: 2048, fill: 'J' })
    expect(system.events('a')).toEqual([{ type: 'store.ret', faulted: false }])
    expect(context(system).data).toEqual(['zero', 'zero', 'J', 'zero'])
    system.call('b', 'folio', 'pagecache_isize_extended', extended)
    system.call('a', 'folio', 'store', { pos: 2048, fill: 'J' })
    expect(system.events('a').at(-1)).toEqual({ type: 'store.ret', faulted: true })
    expect(context(system).data).toEqual(['zero', 'zero', 'zero', 'zero'])
  })

  it('counts a short copy into a folio that is not up to date as nothing', () => {
    const copy = { pos: 0, end: 2048, fill: 'W', copied: 1024 }
    const system = withFolio({ cached: false }).call('a', 'folio', 'folio_lock')
    system.call('a', 'folio', 'copy_folio_from_iter_atomic', copy)
    expect(system.events('a').at(-1)).toMatchObject({ copied: 1024, written: 0 })
    expect(context(system).PG_dirty).toBe(false)
  })

  it('prepares a write-through: writeback on, its own blocks clean, the others still dirty', () => {
    const system = withFolio({ pte: 'writable' }).call('a', 'folio', 'folio_lock')
    system.call('a', 'folio', 'iomap_folio_prepare_writethrough', { pos: 3072, end: 4096 })
    const { dirty, PG_dirty, PG_writeback, pte } = context(system)
    expect({ dirty, PG_dirty, PG_writeback, writable: pte.writable }).toEqual({
      dirty: [true, true, true, false],
      PG_dirty: true,
      PG_writeback: true,
      writable: false,
    })
  })

  it('makes a second preparation wait for the end of the first writeback', () => {
    const range = { pos: 0, end: 1024 }
    const system = withFolio().call('a', 'folio', 'folio_lock')
    system.call('a', 'folio', 'iomap_folio_prepare_writethrough', range)
    system.call('a', 'folio', 'iomap_folio_prepare_writethrough', range)
    expect(system.got('a')).toHaveLength(2)
    system.call('b', 'folio', 'folio_end_writeback')
    expect(system.got('a')).toHaveLength(3)
    expect(context(system).PG_writeback).toBe(true)
  })

  it('stays dirty by block when writeback drops it as past EOF', () => {
    const system = withFolio({ pte: 'writable' }).call('a', 'folio', 'folio_lock')
    system.call('a', 'folio', 'folio_clear_dirty_for_io')
    expect(context(system).PG_dirty).toBe(false)
    expect(context(system).dirty).toEqual([true, true, true, true])
  })

  it('zeroes mapped blocks and skips clean holes', () => {
    const system = withFolio({ old: 2048 }).call('a', 'folio', 'folio_lock')
    const extents = ['written', 'hole', 'hole']
    system.call('a', 'folio', 'iomap_zero_range', { pos: 1024, end: 4096, extents })
    expect(context(system).data).toEqual(['old', 'zero', 'zero', 'zero'])
    expect(context(system).dirty).toEqual([false, true, false, false])
  })

  it('lets reclaim have it only if it is clean, idle and unlocked', () => {
    const shrunk = (system: TestSystem): unknown =>
      system.call('b', 'folio', 'shrink_folio_list').events('b').at(-1)
    const kept = { type: 'shrink_folio_list.ret', reclaim: 'keep' }
    expect(shrunk(withFolio({ pte: 'writable' }))).toEqual(kept)
    expect(shrunk(withFolio({ pinned: true }))).toEqual(kept)
    expect(shrunk(withFolio().call('a', 'folio', 'folio_lock'))).toEqual(kept)
    const busy = withFolio().call('a', 'folio', 'folio_lock')
    busy.call('a', 'folio', 'folio_start_writeback', { end: 0 }).call('a', 'folio', 'folio_unlock')
    expect(shrunk(busy)).toMatchObject({ reclaim: 'writeback' })
    const clean = withFolio()
    expect(shrunk(clean)).toMatchObject({ reclaim: 'freed' })
    expect(context(clean).uptodate).toEqual([false, false, false, false])
  })

  it('keeps the dirt of an entry that reclaim unmaps', () => {
    const system = withFolio({ pte: 'writable' }).call('a', 'folio', 'store', { pos: 0, fill: 'M' })
    system.call('b', 'folio', 'shrink_folio_list')
    expect(context(system)).toMatchObject({ PG_dirty: true, pte: { mapped: false, dirty: false } })
  })

  it('makes an invalidation wait for its lock, then for writeback with the lock held', () => {
    const system = withFolio().call('a', 'folio', 'folio_lock')
    system.call('b', 'folio', 'invalidate_inode_pages2')
    system
      .call('a', 'folio', 'folio_start_writeback', { end: 0 })
      .call('a', 'folio', 'folio_unlock')
    expect(context(system).PG_locked).toBe('b')
    system.call('a', 'folio', 'folio_lock').call('b', 'folio', 'folio_end_writeback')
    expect(system.got('b')).toEqual(['folio_end_writeback.ret', 'invalidate_inode_pages2.ret'])
    expect(context(system)).toMatchObject({
      PG_locked: 'a',
      uptodate: [false, false, false, false],
    })
  })

  it('hides the blocks of new per-block state from writeback when its bits start clear', () => {
    const system = withFolio({ pinned: true, ifs_init: 'clear' })
    system.call('b', 'folio', 'shrink_folio_list').call('a', 'folio', 'folio_lock')
    system.call('a', 'folio', 'folio_mark_dirty')
    system.call('a', 'folio', 'copy_folio_from_iter_atomic', {
      pos: 0,
      end: 1024,
      fill: 'W',
      copied: 1024,
    })
    system.call('a', 'folio', 'folio_start_writeback', { end: 4096 })
    expect(system.events('a').at(-1)).toMatchObject({ blocks: [0] })
  })
})
