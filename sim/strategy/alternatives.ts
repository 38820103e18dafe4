/**
 * Which alternative of a message, at random: data and faults each from a stream of their own, so
 * that neither reshuffles the schedule. Every data alternative is equally likely, and so is each
 * fault and the absence of one. The papers know no such choice.
 */
import { stream } from '../prng.ts'
import type { Draw } from '../prng.ts'

export class RandomAlternatives {
  private seed = ''
  // Most runs offer no data and no fault choice, and seeding costs more than twenty steps.
  private data: Draw | undefined
  private fault: Draw | undefined

  begin(seed: string): void {
    this.seed = seed
    this.data = undefined
    this.fault = undefined
  }

  /** As `Strategy.alternative`. */
  readonly choose = (options: number, faults: number): number => {
    const strikes = faults > 0 ? (this.fault ??= stream(this.seed, 'fault'))(faults + 1) : 0
    if (strikes > 0) return options + strikes - 1
    return options > 1 ? (this.data ??= stream(this.seed, 'data'))(options) : 0
  }
}
