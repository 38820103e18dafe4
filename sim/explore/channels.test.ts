/** Channels against the obvious model: an array per channel. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at } from '../assert.ts'
import { maxWaiting } from '../model/model.ts'
import { Channels, OverflowError } from './channels.ts'

const width = 5

/** A push of (code, stamp) to a channel, or a pop of one of those that hold something. */
const op = fc.record({
  push: fc.boolean(),
  channel: fc.nat(width - 1),
  code: fc.integer(),
  stamp: fc.nat(),
})

describe('channels', () => {
  it('are FIFO, and list what holds something, once each', () => {
    fc.assert(
      fc.property(fc.array(op, { maxLength: 200 }), fc.boolean(), (ops, reuse) => {
        const channels = new Channels(width)
        if (reuse) fillAndClear(channels)
        const model: { code: number; stamp: number }[][] = Array.from({ length: width }, () => [])
        const popped: unknown[] = []
        const expected: unknown[] = []
        for (const { push, channel, code, stamp } of ops) {
          const queue = at(model, channel)
          if (push) {
            queue.push({ code, stamp })
            channels.push(channel, code, stamp)
          } else if (queue.length > 0) {
            expected.push(queue[0])
            popped.push({ stamp: channels.stamp(channel), code: channels.peek(channel) })
            queue.shift()
            channels.pop(channel)
          }
        }
        expect(popped).toEqual(expected)
        const enabled = Array.from(channels.enabled.subarray(0, channels.n)).toSorted()
        expect(enabled).toEqual(model.flatMap((queue, c) => (queue.length > 0 ? [c] : [])))
      }),
    )
  })

  it('overflow at the limit and not before, and can be cleared then', () => {
    const channels = new Channels(2)
    for (let i = 0; i < maxWaiting; i++) channels.push(1, i, i)
    expect(() => channels.push(1, 0, 0)).toThrow(OverflowError)
    channels.clear()
    channels.push(0, 7, 1)
    expect([channels.n, channels.pop(0), channels.n]).toEqual([1, 7, 0])
  })
})

/** Leaves rings that are wide and heads that are not 0, as an earlier run does. */
function fillAndClear(channels: Channels): void {
  for (let i = 0; i < 9; i++) channels.push(i % 2, i, i)
  channels.pop(0)
  channels.clear()
}
