/** The sampled point of no return in sentences that claim no more than the intervals do. */
import type { Counterexample } from '../counterexample/counterexample.ts'
import type { Estimate, SampledNoReturn } from '../counterexample/sampled.ts'
import { occurrence } from './no-return.ts'
import { mailWidth, wrap } from './text.ts'

export function sampledLines(
  { samples, jumps, always, runs }: SampledNoReturn,
  { trace: { steps } }: Counterexample,
): readonly string[] {
  const [start] = samples
  if (start === undefined || start.runs === 0) return []
  const rises = jumps.map(
    ({ step, from, to }) =>
      `The share rises from ${percent(from)} to ${percent(to)} with step ${step}, ${occurrence(steps, step)}.`,
  )
  const last = always === undefined ? undefined : samples[always]
  return wrap(
    [
      `Point of no return, sampled: the state space is too large to explore, so ${runs} random runs go on from the states of this run. Shares with 95 % Wilson intervals; not exact, and not monotone.`,
      `From the start ${percent(start)} fail so.`,
      ...(rises.length > 0 ? rises : ['No single step stands out.']),
      always === undefined || last === undefined
        ? 'From each state of the run some run avoided the failure, up to the last step.'
        : `After step ${always}, ${occurrence(steps, always)}, every run that was tried failed so (${last.runs} from there).`,
    ].join(' '),
    mailWidth,
  )
}

function percent({ failing, runs, low, high }: Estimate): string {
  const p = (share: number): string => `${(100 * share).toFixed(1)}`
  return `${p(failing / runs)} % [${p(low)}..${p(high)}]`
}
