import { describe, expect, it } from 'vitest'
import { rw_semaphore } from './rw_semaphore.ts'
import { TestSystem } from '../system.fixture.ts'

const sem = (): TestSystem =>
  new TestSystem({ sem: { machine: rw_semaphore, kind: 'rw_semaphore' } }, ['a', 'b', 'c'])

const context = (system: TestSystem): unknown => system.context('sem')

describe('rw_semaphore', () => {
  it('lets readers in together and a writer in alone', () => {
    const system = sem()
      .call('a', 'sem', 'down_read')
      .call('b', 'sem', 'down_read')
      .call('c', 'sem', 'down_write')
    expect(system.got('b')).toEqual(['down_read.ret'])
    expect(system.got('c')).toEqual([])
    system.call('a', 'sem', 'up_read').call('b', 'sem', 'up_read')
    expect(system.got('c')).toEqual(['down_write.ret'])
  })

  it('keeps a reader behind a writer that came first', () => {
    const system = sem()
      .call('a', 'sem', 'down_read')
      .call('b', 'sem', 'down_write')
      .call('c', 'sem', 'down_read')
    expect(system.got('c')).toEqual([])
    system.call('a', 'sem', 'up_read')
    expect(system.got('b')).toEqual(['down_write.ret'])
    expect(system.got('c')).toEqual([])
    system.call('b', 'sem', 'up_write')
    expect(system.got('c')).toEqual(['down_read.ret'])
  })

  it('lets waiting readers in when a writer demotes itself', () => {
    const system = sem().call('a', 'sem', 'down_write').call('b', 'sem', 'down_read')
    system.call('a', 'sem', 'downgrade_write')
    expect(system.got('b')).toEqual(['down_read.ret'])
    expect(context(system)).toEqual({ writer: null, readers: ['a', 'b'], queue: [] })
  })

  it('answers a trylock at once', () => {
    const system = sem().call('a', 'sem', 'down_read').call('b', 'sem', 'down_write_trylock')
    expect(system.events('b')).toEqual([{ type: 'down_write_trylock.ret', acquired: false }])
    system.call('a', 'sem', 'up_read').call('b', 'sem', 'down_write_trylock')
    expect(context(system)).toEqual({ writer: 'b', readers: [], queue: [] })
  })
})
