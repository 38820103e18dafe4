/**
 * What a run was among all that could have been: its happens-before class and its weight. A profile
 * wraps a strategy and looks at the choices it makes, so a sweep that does not ask pays nothing.
 *
 * **Class.** Two runs are the same up to the order of independent deliveries (one Mazurkiewicz
 * trace) when they differ by swapping neighbours that are independent. Deliveries are dependent
 * when they have one receiver, or one sends the other; FIFO and causality then follow from the
 * receivers' own sequences, so the class is the sequence of deliveries at each receiver. A timer
 * takes part in two sequences, of its receiver and of the actor that set it, because firing it
 * changes which timers are due. Runs of one class end alike; they may pass through different global
 * states, so an *always* over several actors can tell them apart.
 *
 * Representation: two 32-bit lanes per actor, each a rolling hash of what arrived there, by
 * different mixing functions; the fingerprint folds them in the order of the actors. It depends on
 * the numbers of actors and choices only, never on interned states, so all workers agree.
 *
 * **Weight.** The product of the number of possibilities at each choice, which is one over the
 * probability of the run under a uniform walk: see sim/estimate/schedules.ts.
 */
import { at, read } from '../assert.ts'
import type { Head, Pending, Strategy } from '../strategy/strategy.ts'

/** Products stay exact below this; then they are carried over to a bigint. */
const exact = 2 ** 45

export class Profile implements Strategy {
  readonly name: string
  private readonly inner: Strategy
  private readonly actors: number
  private readonly low: Int32Array
  private readonly high: Int32Array
  private product = 1
  private carried = 1n
  /** The step that is being decided: channel or -1, and what is known of it so far. */
  private channel = -1
  private heads: readonly Head[] | undefined
  private due = 0
  private taken = 0

  constructor(inner: Strategy, actors: number) {
    this.name = inner.name
    this.inner = inner
    this.actors = actors
    this.low = new Int32Array(actors)
    this.high = new Int32Array(actors)
  }

  begin(seed: string): void {
    this.inner.begin(seed)
    this.low.fill(0)
    this.high.fill(0)
    this.product = 1
    this.carried = 1n
    this.channel = -1
  }

  schedule(pending: Pending, n: number): number {
    this.commit()
    const index = this.inner.schedule(pending, n)
    const channel = read(pending.enabled, index)
    this.multiply(n)
    this.channel = channel
    this.due = 0
    this.taken = 0
    if (channel >= this.actors * this.actors) this.heads = pending.heads(channel)
    return index
  }

  timer(n: number): number {
    this.multiply(n)
    this.due = this.inner.timer(n)
    return this.due
  }

  alternative(data: number, faults: number): number {
    this.taken = this.inner.alternative(data, faults)
    // As the uniform walk chooses: a fault or none, then which of the data alternatives.
    this.multiply(this.taken < data ? (faults + 1) * data : faults + 1)
    return this.taken
  }

  /** The fingerprint of the run so far, 64 bits as four UTF-16 units. */
  fingerprint(): string {
    this.commit()
    let low = this.actors
    let high = ~this.actors
    for (let a = 0; a < this.actors; a++) {
      low = mixLow(low, read(this.low, a))
      high = mixHigh(high, read(this.high, a))
    }
    low = finish(low)
    high = finish(high)
    return String.fromCharCode(high >>> 16, high & 0xffff, low >>> 16, low & 0xffff)
  }

  /** One over the probability that a uniform walk takes this run. */
  weight(): bigint {
    return this.carried * BigInt(this.product)
  }

  private multiply(n: number): void {
    this.product *= n
    if (this.product < exact) return
    this.carried *= BigInt(this.product)
    this.product = 1
  }

  /** Enters the decided step into the sequences that it belongs to. */
  private commit(): void {
    const { channel, actors } = this
    if (channel < 0) return
    this.channel = -1
    const plain = actors * actors
    const receiver = (channel < plain ? channel : at(this.heads ?? [], this.due).channel) % actors
    const code = (channel << 10) | (this.due << 5) | this.taken
    this.enter(receiver, code)
    const owner = channel - plain
    if (owner >= 0 && owner !== receiver) this.enter(owner, code)
  }

  private enter(actor: number, code: number): void {
    this.low[actor] = mixLow(read(this.low, actor), code)
    this.high[actor] = mixHigh(read(this.high, actor), code)
  }
}

/** One round of MurmurHash3 (32 bits). */
function mixLow(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  const h = hash ^ k
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0
}

/** One round of xxHash (32 bits). */
function mixHigh(hash: number, word: number): number {
  const h = (hash + Math.imul(word, 0xc2b2ae3d) + 0x165667b1) | 0
  return Math.imul((h << 17) | (h >>> 15), 0x27d4eb2f)
}

/** The finaliser of MurmurHash3. */
function finish(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}
