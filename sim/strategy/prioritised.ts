/**
 * What PCT and PCTCP share: the pending messages are partitioned into chains, each totally ordered
 * by causality; the chain with the highest priority runs. Initial priorities are a random order;
 * at each of d - 1 change points the chain that is about to run drops below all initial ones.
 *
 * A change point is the index of an event, 1 to k, counted as events are first about to run, so
 * that each event has one index and none is passed over. (Counting executed steps instead, two
 * events may be about to run at one step, and the lower of two equal change points is lost.) Change
 * points are drawn unsorted and with replacement; the one drawn i-th drops its chain to i.
 *
 * Guarantee, by the argument of the PCT paper, where a message's chain does not depend on the
 * schedule: take events e0 .. e(d-1) such that some schedule delays each, as far as causality allows,
 * behind all others and in this order. A run does so with probability at least 1/(n * k^(d-1)), n
 * the number of chains and k that of events: the chain of e0 is the lowest, and the change points
 * meet e1 .. e(d-1) with the values d-1 .. 1.
 */
import { at } from '../assert.ts'
import { stream } from '../prng.ts'
import type { Draw } from '../prng.ts'
import { RandomAlternatives } from './alternatives.ts'
import type { Pending, Strategy } from './strategy.ts'

/** Puts each message into a chain when it comes to the head of its channel. */
export interface Chains {
  readonly clear: () => void
  /** The chain, a small integer, of the message now at the head of `channel`. */
  readonly add: (channel: number, stamp: number) => number
  /** The head of `channel` is delivered. */
  readonly deliver: (channel: number) => void
}

/** Resolution of an initial priority; two chains draw the same one time in 2^32. */
const resolution = 2 ** 32

/** `channels` as of the model; `depth` is d and `length` is k, both at least 1. */
export function prioritised(
  name: string,
  chains: Chains,
  { channels, depth, length }: { channels: number; depth: number; length: number },
): Strategy {
  const alternatives = new RandomAlternatives()
  let draw: Draw
  let changes: readonly number[] = []
  let reached = 0
  /** By chain. Change points give 1 .. d-1, initial priorities are d or more. */
  const priorities: number[] = []
  /** By channel: the chain of its head, or one of the two other values. */
  const chainOf = new Int32Array(channels)
  const isReached = new Uint8Array(channels)
  const none = -1

  const arrive = (pending: Pending, n: number): void => {
    const fresh = pending.enabled.subarray(0, n).filter((c) => at(chainOf, c) === none)
    // In the order of sending: the order of `enabled` depends on what was delivered before, and with
    // it the chain of a message would.
    for (const channel of fresh.toSorted((a, b) => pending.stamp(b) - pending.stamp(a))) {
      const chain = chains.add(channel, pending.stamp(channel))
      chainOf[channel] = chain
      priorities[chain] ??= depth + draw(resolution) / resolution
    }
  }

  /** Whether a change point dropped the chain that is about to run. */
  const drops = (channel: number): boolean => {
    if (at(isReached, channel) === 1) return false
    isReached[channel] = 1
    reached++
    const change = changes.lastIndexOf(reached)
    if (change >= 0) priorities[at(chainOf, channel)] = change + 1
    return change >= 0
  }

  return {
    name,
    begin: (seed) => {
      draw = stream(seed, 'schedule')
      alternatives.begin(seed)
      chains.clear()
      changes = Array.from({ length: depth - 1 }, () => 1 + draw(length))
      priorities.length = 0
      chainOf.fill(none)
      isReached.fill(0)
      reached = 0
    },
    schedule: (pending, n) => {
      arrive(pending, n)
      let index = highest(priorities, chainOf, pending.enabled, n)
      while (drops(at(pending.enabled, index)))
        index = highest(priorities, chainOf, pending.enabled, n)
      const channel = at(pending.enabled, index)
      chains.deliver(channel)
      chainOf[channel] = none
      isReached[channel] = 0
      return index
    },
    timer: (n) => draw(n),
    alternative: alternatives.choose,
  }
}

/** The index in `enabled` of the channel whose chain has the highest priority; of equals, the first. */
function highest(
  priorities: readonly number[],
  chainOf: Int32Array,
  enabled: Int32Array,
  n: number,
): number {
  const priority = (i: number): number => at(priorities, at(chainOf, at(enabled, i)))
  let best = 0
  for (let i = 1; i < n; i++) if (priority(i) > priority(best)) best = i
  return best
}
