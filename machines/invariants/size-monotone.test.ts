import { createActor } from 'xstate'
import { describe, expect, it } from 'vitest'
import { sizeMonotone } from './size-monotone.ts'

function judged(stores: readonly (readonly [from: string, i_size: number])[]): boolean {
  if (sizeMonotone.kind !== 'monitor') throw new Error('size-monotone is a monitor')
  const input = { initial: 4096, truncates: ['truncate'] }
  const monitor = createActor(sizeMonotone.machine, { input }).start()
  for (const [from, i_size] of stores) {
    const event = { type: 'i_size_write', from, i_size }
    monitor.send({ type: 'i_size_write', from, to: 'inode', event })
  }
  return monitor.getSnapshot().hasTag('violation')
}

describe('size-monotone', () => {
  it('allows growth and a truncate', () => {
    expect(
      judged([
        ['aio', 12288],
        ['truncate', 0],
        ['aio', 4096],
      ]),
    ).toBe(false)
  })

  it('catches a store below the published size', () => {
    expect(
      judged([
        ['kworker', 12288],
        ['buffered', 8192],
      ]),
    ).toBe(true)
  })

  it('catches a store below the size at the start', () => {
    expect(judged([['kworker', 1024]])).toBe(true)
  })
})
