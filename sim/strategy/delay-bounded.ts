/**
 * Delay-bounded scheduling. Emmi, Qadeer, Rakamaric: "Delay-Bounded Scheduling", POPL 2011.
 *
 * The deterministic base is the default schedule (see `sequential`): the message sent last goes
 * first, so that a task runs until it blocks. A delay puts the message that would go next behind
 * all others, including those delayed before. A schedule is thus a multiset of positions, a position
 * being a step at which more than one message can be delivered: an element 7 is a delay at the 8th
 * of these, and two are two delays there.
 *
 * A seed is the number of a multiset: first the one without delay, then all with one, then all with
 * two, up to the bound; within a size by the combinatorial number system, which finds the multiset
 * of a seed without those before. No multiset comes twice; two may give the same run, where a delay
 * comes after the end or changes nothing. After the last the seeds begin anew.
 *
 * Departs from the paper: the base is depth first, not round robin. Data and faults are drawn, and
 * of due timers the first fires; the enumeration then says that it is not complete. The same where a
 * run has more positions than `length`, which pilot runs measure.
 */
import { at } from '../assert.ts'
import { RandomAlternatives } from './alternatives.ts'
import { seedNumber } from './strategy.ts'
import type { Enumeration, Pending, Strategy } from './strategy.ts'

/** At most `bound` delays at positions 0 to `length` - 1; `channels` as of the model. */
export function delayBounded(options: {
  readonly channels: number
  readonly bound: number
  readonly length: number
}): Strategy {
  const { channels, bound, length } = options
  const multisets = new Multisets(length, bound)
  const alternatives = new RandomAlternatives()
  let delays: readonly number[] = []
  let used = 0
  let position = 0
  let doubt: string | undefined
  /** By channel: 0, or the number of the delay that put its head back. */
  const delayed = new Int32Array(channels)

  const next = ({ enabled, stamp }: Pending, n: number): number => {
    const rank = (channel: number): number => {
      const number = at(delayed, channel)
      // Stamps are above -2^31; what was delayed later waits longer.
      return number === 0 ? stamp(channel) : -(2 ** 40) - number
    }
    let best = 0
    for (let i = 1; i < n; i++) if (rank(at(enabled, i)) > rank(at(enabled, best))) best = i
    return best
  }

  return {
    name: `delay-bounded:${bound}`,
    begin: (seed) => {
      alternatives.begin(seed)
      delays = multisets.at(seedNumber(seed) - 1)
      used = 0
      position = 0
      delayed.fill(0)
    },
    schedule: (pending, n) => {
      if (n > 1) {
        if (position >= length) doubt ??= `a run has more than ${length} positions for a delay`
        while (delays[used] === position) delayed[at(pending.enabled, next(pending, n))] = ++used
        position++
      }
      const index = next(pending, n)
      delayed[at(pending.enabled, index)] = 0
      return index
    },
    timer: () => {
      doubt ??= 'which of several due timers fires is not enumerated'
      return 0
    },
    alternative: (data, faults) => {
      doubt ??= 'alternatives and faults are drawn, not enumerated'
      return alternatives.choose(data, faults)
    },
    enumeration: (): Enumeration => ({
      claim: `every schedule with at most ${bound} delays`,
      size: multisets.size <= Number.MAX_SAFE_INTEGER ? multisets.size : undefined,
      doubt,
    }),
  }
}

/** All multisets of up to `bound` of the numbers 0 to `length` - 1, in a fixed order. */
export class Multisets {
  /** How many there are; above 2^53 - 1 only the order of magnitude. */
  readonly size: number
  private readonly length: number
  /** `sizes[j]`: how many have j elements. */
  private readonly sizes: readonly number[]
  /** `choose[j][n]`: the subsets of j out of n, up to 2^53 - 1. */
  private readonly choose: readonly (readonly number[])[]

  constructor(length: number, bound: number) {
    this.length = length
    this.choose = pascal(length + bound, bound)
    this.sizes = this.choose.map((row, j) => (j === 0 ? 1 : at(row, length + j - 1)))
    this.size = this.sizes.reduce((sum, n) => sum + n, 0)
  }

  /** The multiset number `rank`, taken modulo `size`, in ascending order. */
  at(rank: number): readonly number[] {
    // The sum would lose the low digits of a rank where there are more than 2^53 multisets.
    let left = rank % this.size
    if (left < 0) left += this.size
    let size = 0
    while (left >= at(this.sizes, size)) left -= at(this.sizes, size++)
    // A multiset of j out of n is a subset of j out of n + j - 1: the i-th element moves up by i.
    const elements: number[] = []
    for (let j = size; j > 0; j--) {
      const row = at(this.choose, j)
      const element = lastAtMost(row, left, this.length + j - 1)
      left -= at(row, element)
      elements.push(element - (j - 1))
    }
    return elements.toReversed()
  }
}

/** `rows[j][n]` for n up to `n` and j up to `j`. */
function pascal(n: number, j: number): readonly (readonly number[])[] {
  const rows: number[][] = [Array<number>(n + 1).fill(1)]
  for (let i = 1; i <= j; i++) {
    const above = at(rows, i - 1)
    const row = [0]
    for (let m = 1; m <= n; m++) {
      row.push(Math.min(Number.MAX_SAFE_INTEGER, at(row, m - 1) + at(above, m - 1)))
    }
    rows.push(row)
  }
  return rows
}

/** The last index below `end` whose value is at most `limit`; `values` ascends. */
function lastAtMost(values: readonly number[], limit: number, end: number): number {
  let [low, high] = [0, end - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (at(values, middle) <= limit) low = middle
    else high = middle - 1
  }
  return low
}
