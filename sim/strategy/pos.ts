/**
 * POS, partial order sampling. Yuan, Yang, Gu: "Partial Order Aware Concurrency Sampling",
 * CAV 2018.
 *
 * Each pending message has a uniform priority, drawn when it comes to the head of its channel; the
 * highest is delivered. Then the pending messages that race with it, that is, which go to the same
 * receiver, draw anew; all others keep theirs. Without this a message that lost once would lose
 * against everything; by it, each race is decided afresh.
 *
 * Departs from the paper: a race is two messages to one actor, whether or not their order matters
 * there; a message behind another in its channel is not pending yet; and the due timers of one
 * actor are one event until one of them fires, which races with what any of them races with.
 */
import { at } from '../assert.ts'
import { stream } from '../prng.ts'
import type { Draw } from '../prng.ts'
import { RandomAlternatives } from './alternatives.ts'
import type { Pending, Strategy } from './strategy.ts'

const resolution = 2 ** 32

/** `actors` and `channels` as of the model. */
export function pos({ actors, channels }: { actors: number; channels: number }): Strategy {
  const alternatives = new RandomAlternatives()
  let draw: Draw
  let step = 0
  /** By channel, valid where `seen` is the step before: then the head is the same as then. */
  const priorities = new Float64Array(channels)
  const seen = new Int32Array(channels)
  /** Receivers of the last delivery. */
  let receivers: readonly number[] = []

  const receiversOf = (pending: Pending, channel: number): readonly number[] =>
    channel < actors * actors
      ? [channel % actors]
      : pending.heads(channel).map((head) => head.channel % actors)

  return {
    name: 'pos',
    begin: (seed) => {
      draw = stream(seed, 'schedule')
      alternatives.begin(seed)
      step = 1
      seen.fill(0)
      receivers = []
    },
    schedule: (pending, n) => {
      step++
      let best = 0
      for (let i = 0; i < n; i++) {
        const channel = at(pending.enabled, i)
        const isNew = at(seen, channel) !== step - 1
        if (isNew || receiversOf(pending, channel).some((r) => receivers.includes(r))) {
          priorities[channel] = draw(resolution)
        }
        seen[channel] = step
        if (at(priorities, channel) > at(priorities, at(pending.enabled, best))) best = i
      }
      const chosen = at(pending.enabled, best)
      receivers = receiversOf(pending, chosen)
      seen[chosen] = 0
      return best
    },
    timer: (n) => {
      const fired = draw(n)
      const receiver = receivers[fired]
      if (receiver !== undefined) receivers = [receiver]
      return fired
    },
    alternative: alternatives.choose,
  }
}
