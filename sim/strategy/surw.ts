/**
 * SURW, selectively uniform random walk. Zhao et al.: "Selectively Uniform Concurrency Testing",
 * ASPLOS 2025.
 *
 * Interesting events are the deliveries to some receivers, by default those that a property reads;
 * a thread of the paper is the sender of such a message. A sender is *intended*, drawn in proportion
 * to the interesting messages it has still to send. Messages are delivered uniformly at random, but
 * an interesting one of another sender is held back, until an interesting one of the intended sender
 * has been delivered; then the next is intended. Where everything is held back, a sender of what is
 * held back is intended instead.
 *
 * Guarantee: where the counts are exact, each sender sends its interesting messages one after the
 * other, and none waits for another, every interleaving of them is equally likely.
 *
 * Departs from the paper: counts are means over pilot runs, so locks and branches make them, and the
 * uniformity, approximate; and a count is never taken below 1, so that every interleaving stays
 * possible. A timer is taken for a message to the actor that set it.
 */
import { at } from '../assert.ts'
import type { Model } from '../model/model.ts'
import { senderOf } from '../model/model.ts'
import { stream } from '../prng.ts'
import type { Draw } from '../prng.ts'
import { RandomAlternatives } from './alternatives.ts'
import { pick } from './pick.ts'
import type { Strategy } from './strategy.ts'

/** The actors that a property of `model` reads or observes; all of them when none does. */
export function receiversRead({ system, names }: Model): readonly string[] {
  const read = new Set(
    system.properties.flatMap((p) => (p.kind === 'monitor' ? p.observes : p.reads)),
  )
  return read.size === 0 ? names : names.filter((name) => read.has(name))
}

/** `sent[channel]`: messages that a run delivers over the channel, on average. */
export function surw(
  model: Model,
  sent: readonly number[],
  receivers: readonly string[] = receiversRead(model),
): Strategy {
  const { names, actors } = model
  const alternatives = new RandomAlternatives()
  const sender = Array.from({ length: model.channels }, (_, c) => senderOf(model, c))
  const interesting = sender.map((_, c) => receivers.includes(at(names, c % actors)))
  const totals = names.map((_, actor) =>
    Math.round(
      sent.reduce((sum, n, c) => (interesting[c] && sender[c] === actor ? sum + n : sum), 0),
    ),
  )
  const counted = names.flatMap((_, actor) => (at(totals, actor) > 0 ? [actor] : []))
  let draw: Draw
  let remaining: number[] = []
  let intended = -1
  /** Channels whose head is held back. */
  const held = new Set<number>()

  const intend = (senders: readonly number[]): void => {
    const weights = senders.map((s) => Math.max(1, at(remaining, s)))
    intended = senders.length === 0 ? -1 : at(senders, pick(weights, draw))
  }

  return {
    name: 'surw',
    begin: (seed) => {
      draw = stream(seed, 'schedule')
      alternatives.begin(seed)
      remaining = [...totals]
      held.clear()
      intend(counted)
    },
    schedule: (pending, n) => {
      const enabled = Array.from(pending.enabled.subarray(0, n))
      for (;;) {
        const free = enabled.filter((c) => !held.has(c))
        if (free.length === 0) {
          held.clear()
          intend([...new Set(enabled.map((c) => at(sender, c)))].toSorted((a, b) => a - b))
          continue
        }
        const channel = at(free, draw(free.length))
        if (!at(interesting, channel)) return enabled.indexOf(channel)
        const from = at(sender, channel)
        if (from === intended) {
          remaining[from] = at(remaining, from) - 1
          held.clear()
          intend(counted)
          return enabled.indexOf(channel)
        }
        held.add(channel)
      }
    },
    timer: (n) => draw(n),
    alternative: alternatives.choose,
  }
}
