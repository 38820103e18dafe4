/**
 * Online partition of the messages of a run into chains. One message is before another if the
 * delivery of the first sent the second, if it precedes it in its channel, or by transitivity.
 * Messages are presented when they come to the head of a channel; none is then before an earlier
 * one, and for such up-growing orders of width w the queues below need at most w(w+1)/2 chains:
 * Agarwal and Garg, "Efficient dependency tracking for relevant events in shared-memory systems",
 * PODC 2005, after Felsner, "On-line chain partitions of orders", 1997.
 *
 * Representation. Group i (from 0) holds i + 1 queues; a queue is a chain, identified by its number
 * in the order of opening, or `closed`. The clock of a message counts, per chain, the members
 * that are not after it, itself included; so it is after the tail of a chain exactly when its clock
 * there is the length of the chain.
 */
import { at } from '../assert.ts'

export type Clock = readonly number[]

const closed = -1

export class ChainPartition {
  private groups: (readonly number[])[] = []
  private readonly lengths: number[] = []

  /** How many chains are in use. */
  get count(): number {
    return this.lengths.length
  }

  clear(): void {
    this.groups = []
    this.lengths.length = 0
  }

  /** Adds a message that comes after those with the clocks `before`. */
  add(before: readonly Clock[]): { readonly chain: number; readonly clock: Clock } {
    const below = joined(before)
    for (let i = 0; ; i++) {
      const group = this.groups[i] ?? Array<number>(i + 1).fill(closed)
      const above = group.findIndex((c) => c !== closed && (below[c] ?? 0) === this.lengths[c])
      const place = above >= 0 ? above : group.indexOf(closed)
      if (place < 0) continue
      const chain = this.extend(at(group, place))
      this.settle(i, group.with(place, chain), place)
      return { chain, clock: clockIn(below, chain, at(this.lengths, chain)) }
    }
  }

  private extend(queue: number): number {
    const chain = queue === closed ? this.lengths.length : queue
    this.lengths[chain] = (this.lengths[chain] ?? 0) + 1
    return chain
  }

  /** The other queues of group i change places with those of group i - 1. */
  private settle(i: number, group: readonly number[], place: number): void {
    const previous = this.groups[i - 1]
    if (previous === undefined) {
      this.groups[i] = group
      return
    }
    this.groups[i - 1] = group.toSpliced(place, 1)
    this.groups[i] = [...previous, at(group, place)]
  }
}

function joined(clocks: readonly Clock[]): Clock {
  const length = Math.max(0, ...clocks.map((c) => c.length))
  return Array.from({ length }, (_, i) => Math.max(...clocks.map((c) => c[i] ?? 0)))
}

function clockIn(below: Clock, chain: number, position: number): Clock {
  const clock = Array.from({ length: Math.max(below.length, chain + 1) }, (_, i) => below[i] ?? 0)
  return clock.with(chain, position)
}
