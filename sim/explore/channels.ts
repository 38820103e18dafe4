/**
 * The messages on their way: one FIFO ring per channel and the dense list of channels that hold
 * something. All of it lives in typed arrays, because a sweep passes here twice a step.
 *
 * Representation: ring c occupies slots c * width .. c * width + width - 1, `width` a power of two.
 */
import { at, read } from '../assert.ts'
import { maxWaiting } from '../model/model.ts'

/** Messages pile up in a channel: some actor sends faster than it waits for answers. */
export class OverflowError extends Error {
  override readonly name = 'OverflowError'
  readonly channel: number

  constructor(channel: number) {
    super(`channel ${channel} overflows`)
    this.channel = channel
  }
}

export class Channels {
  readonly enabled: Int32Array
  /** How many entries of `enabled` count. */
  n = 0
  private readonly head: Int32Array
  private readonly count: Int32Array
  private width = 4
  private codes: Int32Array
  private stamps: Int32Array

  constructor(channels: number) {
    this.enabled = new Int32Array(channels)
    this.head = new Int32Array(channels)
    this.count = new Int32Array(channels)
    this.codes = new Int32Array(channels * this.width)
    this.stamps = new Int32Array(channels * this.width)
  }

  readonly stamp = (channel: number): number =>
    read(this.stamps, channel * this.width + read(this.head, channel))

  /** The code that `pop` would take. */
  peek(channel: number): number {
    return read(this.codes, channel * this.width + read(this.head, channel))
  }

  /** Puts `code` at the end of `channel`. */
  push(channel: number, code: number, stamp: number): void {
    const count = read(this.count, channel)
    if (count === 0) {
      this.enabled[this.n++] = channel
    } else if (count === this.width) this.widen(channel)
    const slot = channel * this.width + ((read(this.head, channel) + count) & (this.width - 1))
    this.codes[slot] = code
    this.stamps[slot] = stamp
    this.count[channel] = count + 1
  }

  /** Takes the head of the channel `enabled[index]`. */
  take(index: number): number {
    const channel = read(this.enabled, index)
    const head = read(this.head, channel)
    const code = read(this.codes, channel * this.width + head)
    this.head[channel] = (head + 1) & (this.width - 1)
    const left = read(this.count, channel) - 1
    this.count[channel] = left
    if (left === 0) this.enabled[index] = read(this.enabled, --this.n)
    return code
  }

  /** Takes the head of `channel`, which must hold something. */
  pop(channel: number): number {
    return this.take(this.enabled.indexOf(channel))
  }

  clear(): void {
    for (let i = 0; i < this.n; i++) this.count[read(this.enabled, i)] = 0
    this.n = 0
  }

  /** Doubles all rings because `channel` is full. */
  private widen(channel: number): void {
    const width = this.width * 2
    if (width > maxWaiting) throw new OverflowError(channel)
    const codes = new Int32Array(this.count.length * width)
    const stamps = new Int32Array(this.count.length * width)
    for (let c = 0; c < this.count.length; c++) {
      for (let i = 0; i < at(this.count, c); i++) {
        const slot = c * this.width + ((at(this.head, c) + i) & (this.width - 1))
        codes[c * width + i] = at(this.codes, slot)
        stamps[c * width + i] = at(this.stamps, slot)
      }
    }
    this.head.fill(0)
    this.width = width
    this.codes = codes
    this.stamps = stamps
  }
}
