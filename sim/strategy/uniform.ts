/**
 * Uniform random walk: each deliverable message is equally likely to be next. A path with fewer
 * possibilities on the way is more likely than one with many, so this is not uniform over
 * schedules; it is the baseline that every other strategy is compared with.
 */
import { stream } from '../prng.ts'
import type { Draw } from '../prng.ts'
import type { Strategy } from './strategy.ts'

export function uniform(): Strategy {
  let seed = ''
  let schedule: Draw
  // Most runs offer no data and no fault choice, and seeding costs more than twenty steps.
  let data: Draw | undefined
  let fault: Draw | undefined
  return {
    name: 'uniform',
    begin: (next) => {
      seed = next
      schedule = stream(seed, 'schedule')
      data = undefined
      fault = undefined
    },
    schedule: (_, n) => (n === 1 ? 0 : schedule(n)),
    timer: (n) => schedule(n),
    alternative: (options, faults) => {
      const strikes = faults > 0 ? (fault ??= stream(seed, 'fault'))(faults + 1) : 0
      if (strikes > 0) return options + strikes - 1
      return options > 1 ? (data ??= stream(seed, 'data'))(options) : 0
    },
  }
}
