/**
 * Uniform random walk: each deliverable message is equally likely to be next. A path with fewer
 * possibilities on the way is more likely than one with many, so this is not uniform over
 * schedules; it is the baseline that every other strategy is compared with.
 */
import { stream } from '../prng.ts'
import type { Draw } from '../prng.ts'
import { RandomAlternatives } from './alternatives.ts'
import type { Strategy } from './strategy.ts'

export function uniform(): Strategy {
  let schedule: Draw
  const alternatives = new RandomAlternatives()
  return {
    name: 'uniform',
    begin: (seed) => {
      schedule = stream(seed, 'schedule')
      alternatives.begin(seed)
    },
    schedule: (_, n) => (n === 1 ? 0 : schedule(n)),
    timer: (n) => schedule(n),
    alternative: alternatives.choose,
  }
}
