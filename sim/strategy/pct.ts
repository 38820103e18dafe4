/**
 * PCT. Burckhardt, Kothari, Musuvathi, Nagarakatte: "A Randomized Scheduler with Probabilistic
 * Guarantees of Finding Bugs", ASPLOS 2010.
 *
 * The paper's thread is here a channel. It must be something with one next step at a time: an actor
 * is not (several messages may wait for it, and their order is what races are about, so priorities
 * by receiver could never decide it), a channel is, being FIFO. So n counts the channels that a run
 * uses, not actors; `pctcp` has fewer chains. Departs from the paper in that, in counting events as
 * they are about to run (see `prioritised`), and in taking k from pilot runs: the bound does not
 * hold for a longer run.
 */
import { prioritised } from './prioritised.ts'
import type { Strategy } from './strategy.ts'

/** `channels` as of the model, `depth` d, `length` k. */
export function pct(options: { channels: number; depth: number; length: number }): Strategy {
  const chains = { clear: () => undefined, add: (c: number) => c, deliver: () => undefined }
  return prioritised(`pct:${options.depth}`, chains, options)
}
