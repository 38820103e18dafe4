/** The sampled point of no return in sentences that claim no more than the intervals do. */
import type { Counterexample } from '../counterexample/counterexample.ts'
import type { Estimate, SampledNoReturn } from '../counterexample/sampled.ts'
import { entry } from './list.ts'
import { occurrence } from './no-return.ts'
import { mailWidth, wrap } from './text.ts'

/** Empty before the first state has been sampled. */
export function sampledLines(
  { samples, jumps, always, runs }: SampledNoReturn,
  unexplored: string | undefined,
  { trace: { steps } }: Counterexample,
): readonly string[] {
  const [start] = samples
  if (start === undefined || start.runs === 0) return []
  const told = (n: number): string => `step ${n}, ${occurrence(steps, n)}`
  const last = always === undefined ? undefined : samples[always]
  const end =
    always === undefined || last === undefined
      ? 'No state before the last step from which every run failed so.'
      : `Every run that was tried after ${always === 0 ? 'the start' : told(always)} failed so: ${last.runs} from there, so at least ${percent(last.low)} do.`
  return [
    ...wrap(
      `Point of no return, sampled, not exact: ${unexplored ?? 'the states were not explored'}. ${runs} random runs went on from the states of this run; the share that fails so, with 95% Wilson intervals, is ${share(start)} from the start.`,
      mailWidth,
    ),
    ...(jumps.length === 0 ? ['No single step raises it for certain.'] : ['It rises most with']),
    ...jumps.flatMap(({ step, from, to }) => entry(told(step), `${share(from)} -> ${share(to)}`)),
    ...wrap(end, mailWidth),
  ]
}

function share({ failing, runs, low, high }: Estimate): string {
  return `${percent(failing / runs)} [${percent(low)}, ${percent(high)}]`
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)}%`
}
