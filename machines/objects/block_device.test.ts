import { describe, expect, it } from 'vitest'
import { block_device, diskAt } from './block_device.ts'
import { TestSystem } from '../system.fixture.ts'

const metadata = { i_disk_size: 1024, extents: ['written'], sectors: [0] }

function disk(cache: 'write-through' | 'volatile'): TestSystem {
  const input = { file_end: 3072, cache }
  return new TestSystem({ disk: { machine: block_device, kind: 'block_device', input } }, ['a'])
}

const write = (system: TestSystem, sectors: readonly number[], word: string, fua = false) =>
  system.call('a', 'disk', 'blk_write', { sectors, data: sectors.map(() => word), fua })

const medium = (system: TestSystem): unknown => system.context('disk', block_device).medium
const cached = (system: TestSystem): number => system.context('disk', block_device).unflushed.length
const read = (system: TestSystem, sector: number | null): string =>
  diskAt(system.context('disk', block_device), sector)

describe('block_device', () => {
  it('writes through unless it has a volatile cache, which reads see', () => {
    expect(medium(write(disk('write-through'), [1], 'D'))).toEqual(['stale', 'D', 'stale'])
    const system = write(disk('volatile'), [1], 'D')
    expect(medium(system)).toEqual(['stale', 'stale', 'stale'])
    expect([read(system, 1), read(system, 0), read(system, null)]).toEqual(['D', 'stale', 'zero'])
  })

  it('makes durable what is FUA, and with PREFLUSH what was written before', () => {
    const fua = write(write(disk('volatile'), [1], 'D'), [1], 'E', true)
    expect([medium(fua), cached(fua)]).toEqual([['stale', 'E', 'stale'], 0])
    const system = write(disk('volatile'), [1], 'D')
    const logWrite = { type: 'log_write', metadata }
    const fuaOnly = { ...logWrite, preflush: false }
    system.send('disk', fuaOnly)
    expect([cached(system), system.context('disk', block_device).log]).toEqual([1, metadata])
    const preflushed = { ...logWrite, preflush: true }
    system.send('disk', preflushed)
    expect([medium(system), cached(system)]).toEqual([['stale', 'D', 'stale'], 0])
  })

  it('answers a log force', () => {
    const force = { type: 'log_force', from: 'a', preflush: true }
    const system = write(disk('volatile'), [0], 'D').send('disk', force)
    expect([system.got('a').at(-1), cached(system)]).toEqual(['xfs_log_force.ret', 0])
  })

  it('keeps or loses each cached sector in a power cut, and then answers nobody', () => {
    const system = write(write(disk('volatile'), [0, 1], 'D'), [1], 'E')
    // Plain XState delivers the default each time: everything is kept.
    system.send('disk', { type: 'crash' })
    expect(medium(system)).toEqual(['D', 'E', 'stale'])
    const answers = system.got('a').length
    expect(system.call('a', 'disk', 'blk_read', { sectors: [0] }).got('a').length).toBe(answers)
  })
})
