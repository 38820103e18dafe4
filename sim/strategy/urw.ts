/**
 * URW with exact counts: every complete schedule is equally likely. Zhao et al. ("Selectively
 * Uniform Concurrency Testing", ASPLOS 2025) choose a thread in proportion to its remaining events,
 * which is uniform only where nothing blocks and the counts are known. Here each way to go on is
 * weighted by the number of complete schedules that begin with it, counted over the explored state
 * space, which is uniform with locks and branches too.
 *
 * A schedule is the whole sequence of decisions: which alternative of a message is delivered and
 * which timer fires is part of it, so here these are drawn from the stream of schedules.
 */
import { at, invariant } from '../assert.ts'
import { stream } from '../prng.ts'
import type { Draw } from '../prng.ts'
import { unpack } from '../schedule/decision.ts'
import { pick } from './pick.ts'
import type { Strategy } from './strategy.ts'

/** The explored states of a model as a graph. A state is a number. */
export interface ScheduleSpace {
  readonly initial: number
  /** Every decision that can be taken in `state`. */
  readonly ways: (state: number) => readonly Way[]
}

export interface Way {
  /** As `pack` makes it. */
  readonly decision: number
  /**
   * The number of complete schedules that go on so, up to a factor common to the ways of one state.
   * Such numbers pass 2^1024; give them as shares, for instance by `shares`.
   */
  readonly weight: number
  /** The state that it leads to. */
  readonly next: number
}

/**
 * Counts as shares of their sum, each within 2^-52 of the truth, relative to itself. A schedule of
 * m decisions is then as likely as any other within a factor of 1 +- m * 2^-51.
 */
export function shares(counts: readonly bigint[]): readonly number[] {
  const largest = counts.reduce((a, b) => (a > b ? a : b), 0n)
  // 1,000 bits are in the range of a double; what is shifted out of a smaller count is below 2^-900.
  const shift = BigInt(Math.max(0, largest.toString(2).length - 1_000))
  const numbers = counts.map((count) => Number(count >> shift))
  const sum = Number(counts.reduce((a, b) => a + b, 0n) >> shift)
  return numbers.map((n) => n / sum)
}

export function urw(space: ScheduleSpace): Strategy {
  let draw: Draw
  let state = space.initial
  let decision = unpack(0)
  return {
    name: 'urw',
    begin: (seed) => {
      draw = stream(seed, 'schedule')
      state = space.initial
    },
    schedule: ({ enabled }, n) => {
      const ways = space.ways(state)
      invariant(ways.length > 0, 'the explored space ends where the run goes on')
      const weights = ways.map((way) => way.weight)
      const way = at(ways, ways.length === 1 ? 0 : pick(weights, draw))
      state = way.next
      decision = unpack(way.decision)
      const index = enabled.subarray(0, n).indexOf(decision.channel)
      invariant(index >= 0, 'the explored space offers a delivery that the run does not')
      return index
    },
    timer: () => decision.timer,
    alternative: () => decision.alternative,
  }
}
