/**
 * PCTCP. Ozkan, Majumdar, Niksic, Tabaei Befrouei, Weissenbacher: "Randomized Testing of
 * Distributed Systems with Probabilistic Guarantees", OOPSLA 2018.
 *
 * Priorities belong to causal chains instead of threads. A task that asks objects and waits for the
 * answers is a few chains here, where it takes two channels an object under `pct`. With the
 * partition of `chains`, a bug of depth d is hit with probability at least 1/(w^2 * k^(d-1)), w the
 * width of the causal order and k the number of messages. (It is not 1/(c * k^(d-1)) for the number
 * c of chains in use: which chain a message gets depends on the schedule, and so on the priorities.)
 *
 * Departs from the paper: change points are counted as messages are about to run (see
 * `prioritised`), and what set a timer is not known, so the timers of an actor are after nothing but
 * one another, which costs chains and breaks none.
 */
import { at } from '../assert.ts'
import type { Clock } from './chains.ts'
import { ChainPartition } from './chains.ts'
import { prioritised } from './prioritised.ts'
import { sendingStep } from './strategy.ts'
import type { Strategy } from './strategy.ts'

export interface Pctcp extends Strategy {
  /** How many chains the messages of the last run have been put into. */
  readonly chains: () => number
}

/** `channels` as of the model, `depth` d, `length` k. */
export function pctcp(options: { channels: number; depth: number; length: number }): Pctcp {
  const partition = new ChainPartition()
  /** By channel: the clock of its last message that came to the head. */
  const last = new Map<number, Clock>()
  /** By step, from 1: the clock of the message delivered. */
  const delivered: Clock[] = [[]]
  const chains = {
    clear: () => {
      partition.clear()
      last.clear()
      delivered.length = 1
    },
    add: (channel: number, stamp: number) => {
      const { chain, clock } = partition.add([
        at(delivered, sendingStep(stamp)),
        last.get(channel) ?? [],
      ])
      last.set(channel, clock)
      return chain
    },
    deliver: (channel: number) => {
      delivered.push(last.get(channel) ?? [])
    },
  }
  return {
    ...prioritised(`pctcp:${options.depth}`, chains, options),
    chains: () => partition.count,
  }
}
