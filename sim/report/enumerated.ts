/** How much of a bounded set of schedules was run, and what that proves. */
import { isWhole, schedulesRun } from '../explore/enumerated.ts'
import type { SweepPart } from '../explore/part.ts'
import { count } from './text.ts'

/** Empty for a strategy that enumerates nothing. */
export function enumeratedSentences({ enumerated, done }: SweepPart): readonly string[] {
  if (enumerated === undefined) return []
  const { claim, size, doubt } = enumerated
  const ran = schedulesRun(done, enumerated)
  if (isWhole(done, enumerated)) return [`Complete, ${count(ran, 'schedule')}: ${claim}.`]
  const howMany =
    size === undefined
      ? `${ran} schedules were run, of how many is not known yet: seeds from 1 on go through ${claim}`
      : `${ran} of ${size} were run: seeds 1..${size} go through ${claim}`
  return doubt === undefined
    ? [`${howMany}.`]
    : [`${howMany}, but not every one: ${doubt.reason} (seed ${doubt.seed}).`]
}

/** What no violation means when the whole set was run; undefined when it was not. */
export function proofSentence({ enumerated, done }: SweepPart): string | undefined {
  if (enumerated === undefined || !isWhole(done, enumerated)) return undefined
  return `A proof for ${enumerated.claim}, and for no other.`
}
