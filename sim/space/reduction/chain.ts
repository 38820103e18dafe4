/**
 * A chain of collapsed deliveries, taken on trial. One that comes back to a state of its own would go
 * round for ever; it ends in the state of the cycle with the least fingerprint. So wherever chains
 * enter a cycle, they end in the same state, whatever the order of search.
 *
 * Representation: `decisions[i]` leads on from the i-th state, and the other arrays have what `undo`
 * needs to come back to it.
 */
import { read } from '../../assert.ts'
import type { GlobalState } from '../global-state.ts'

/** Longer chains are cut; the state in which one is cut is expanded in full. */
export const longestChain = 1_000

export class Chain {
  private readonly state: GlobalState
  private readonly decisions = new Int32Array(longestChain)
  private readonly marks = new Int32Array(longestChain)
  private readonly los = new Int32Array(longestChain)
  private readonly his = new Int32Array(longestChain)
  private length = 0

  constructor(state: GlobalState) {
    this.state = state
  }

  /**
   * Takes what `next` gives until it gives none, and tells `taken` of the steps to where it ends.
   * None may be a violation.
   */
  follow(next: () => number | undefined, taken: (decision: number) => void): void {
    this.length = 0
    // Brent, "An improved Monte Carlo factorization algorithm", BIT 1980: one state is remembered,
    // a later one whenever the chain is twice as long.
    let saved = 0
    while (this.length < longestChain) {
      const decision = next()
      if (decision === undefined) break
      this.take(decision)
      if (this.isAt(saved)) {
        this.backTo(this.leastSince(saved))
        break
      }
      if (this.length === 2 * saved + 1) saved = this.length
    }
    for (let i = 0; i < this.length; i++) taken(read(this.decisions, i))
  }

  private take(decision: number): void {
    const { state, length } = this
    this.decisions[length] = decision
    this.marks[length] = state.mark
    this.los[length] = state.lo
    this.his[length] = state.hi
    this.length++
    state.apply(decision)
  }

  private isAt(index: number): boolean {
    const { state, los, his } = this
    return state.lo === read(los, index) && state.hi === read(his, index)
  }

  /** Of the states from `start` on, which are a cycle. */
  private leastSince(start: number): number {
    const { los, his } = this
    let least = start
    for (let i = start + 1; i < this.length; i++) {
      const apart = read(los, i) - read(los, least) || read(his, i) - read(his, least)
      if (apart < 0) least = i
    }
    return least
  }

  /** Where it was first met: the cycle may have been entered before `index`. */
  private backTo(index: number): void {
    const { los, his } = this
    const [lo, hi] = [read(los, index), read(his, index)]
    let first = 0
    while (read(los, first) !== lo || read(his, first) !== hi) first++
    this.state.undo(read(this.marks, first), lo, hi)
    this.length = first
  }
}
