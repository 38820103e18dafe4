import { maxOptions } from '../model/xstate.ts'

/**
 * A decision of a run, as the engine takes it: which channel delivers, which due timer if the
 * channel is an actor's timers, which alternative if the message is an offer. Packed into one
 * number, because a sweep writes one a step.
 */
export interface Decision {
  readonly channel: number
  readonly timer: number
  readonly alternative: number
}

const bits = 31 - Math.clz32(maxOptions)

/** A non-negative 32-bit integer as long as `channel` is below 2^21. */
export function pack(channel: number, timer: number, alternative: number): number {
  return (channel << (2 * bits)) | (timer << bits) | alternative
}

/** The channel alone, for loops that run millions of times a second. */
export function channelOf(packed: number): number {
  return packed >> (2 * bits)
}

export function unpack(packed: number): Decision {
  const mask = maxOptions - 1
  return {
    channel: packed >> (2 * bits),
    timer: (packed >> bits) & mask,
    alternative: packed & mask,
  }
}
