import { describe, expect, it } from 'vitest'
import { inode } from './inode.ts'
import { TestSystem } from '../system.fixture.ts'

const withInode = (input: Readonly<Record<string, unknown>> = {}): TestSystem =>
  new TestSystem({ inode: { machine: inode, kind: 'inode', input } }, ['a', 'b'])

const stable = (system: TestSystem): unknown => {
  system.call('a', 'inode', 'mapping_stable_writes')
  return system.events('a').at(-1)
}

describe('inode', () => {
  it('stores whatever size it is given', () => {
    const system = withInode({ i_size: 8192 }).call('a', 'inode', 'i_size_write', { i_size: 4096 })
    system.call('a', 'inode', 'i_size_read')
    expect(system.events('a').at(-1)).toEqual({ type: 'i_size_read.ret', i_size: 4096 })
  })

  it('answers a drain when the last direct I/O ends', () => {
    const system = withInode().call('a', 'inode', 'inode_dio_begin')
    system.call('a', 'inode', 'inode_dio_begin').call('b', 'inode', 'inode_dio_wait')
    system.call('a', 'inode', 'inode_dio_end')
    expect(system.got('b')).toEqual([])
    system.call('a', 'inode', 'inode_dio_end')
    expect(system.got('b')).toEqual(['inode_dio_wait.ret'])
  })

  it('as a bit, forgets the other users of stable writes', () => {
    const system = withInode({ stable: 'bit' })
    system.call('a', 'inode', 'mapping_set_stable_writes')
    system.call('b', 'inode', 'mapping_set_stable_writes')
    system.call('a', 'inode', 'mapping_clear_stable_writes')
    expect(stable(system)).toEqual({ type: 'mapping_stable_writes.ret', stable: false })
  })

  it('as a count, keeps what the device requires', () => {
    const system = withInode({ stable: 'count', stable_required: true })
    system.call('a', 'inode', 'mapping_set_stable_writes')
    system.call('a', 'inode', 'mapping_clear_stable_writes')
    expect(stable(system)).toEqual({ type: 'mapping_stable_writes.ret', stable: true })
  })

  it('as v1 counts, answers once the bit and the count are both changed', () => {
    const system = withInode({ stable: 'count-racy' })
    system.call('a', 'inode', 'mapping_set_stable_writes')
    expect(stable(system)).toEqual({ type: 'mapping_stable_writes.ret', stable: true })
    system.call('a', 'inode', 'mapping_clear_stable_writes')
    expect(system.got('a').at(-1)).toBe('mapping_clear_stable_writes.ret')
    expect(stable(system)).toEqual({ type: 'mapping_stable_writes.ret', stable: false })
  })
})
