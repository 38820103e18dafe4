/** How much of a bounded set of schedules was run, and what that proves. */
import { isWhole, schedulesRun } from '../explore/enumerated.ts'
import type { SweepPart } from '../explore/part.ts'
import { count } from './text.ts'

/** Empty for a strategy that enumerates nothing. */
export function enumeratedSentences({ enumerated, done, runs }: SweepPart): readonly string[] {
  if (enumerated === undefined) return []
  const { claim, size, doubt } = enumerated
  const ran = schedulesRun(done, enumerated)
  if (isWhole(done, enumerated)) {
    const repeats = runs > ran ? ` in ${runs} runs, ${runs - ran} of them repeated` : ''
    return [`Complete, ${count(ran, 'schedule')}${repeats}: ${claim}.`]
  }
  const howMany =
    size === undefined
      ? `${ran} schedules were run, of how many is not known yet`
      : `${ran} of ${size} were run`
  const all = size === undefined ? 'seeds from 1 on' : `seeds 1..${size}`
  // Not called repeated: what is drawn beside the schedule differs.
  const anew =
    size !== undefined && (done.at(-1)?.last ?? 0) > size
      ? [`From seed ${size + 1} on they begin anew.`]
      : []
  return doubt === undefined
    ? [`${howMany}: ${all} go through ${claim}.`, ...anew]
    : [
        `${howMany}.`,
        ...anew,
        `Not complete: ${all} are not ${claim}: ${doubt.reason} (seed ${doubt.seed}).`,
      ]
}

/** What no violation means when the whole set was run; undefined when it was not. */
export function proofSentence({ enumerated, done }: SweepPart): string | undefined {
  if (enumerated === undefined || !isWhole(done, enumerated)) return undefined
  return `A proof for ${enumerated.claim}, and for no other.`
}
