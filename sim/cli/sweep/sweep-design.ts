/** One design swept to the end, to an interrupt or to the end of its time. */
import { isDeepStrictEqual } from 'node:util'
import type { Study } from '../../api.ts'
import { InternalError } from '../../assert.ts'
import { PartSum } from '../../explore/part.ts'
import type { SweepPart } from '../../explore/part.ts'
import { cutSeeds, missingSeeds, seedCount } from '../../explore/seeds.ts'
import type { SeedRange } from '../../explore/seeds.ts'
import { UsageError } from '../failure.ts'
import type { Progress } from '../terminal/progress.ts'
import type { Crew } from './crew.ts'
import { dispatch } from './dispatch.ts'
import { formatRecord } from './log.ts'
import { runShard } from './shard.ts'
import type { SweepTask } from './shard.ts'

export interface DesignSweep {
  readonly subject: Study
  readonly task: SweepTask
  readonly share: SeedRange
  /** Parts that an earlier process has done. */
  readonly known: readonly SweepPart[]
  readonly crew: Crew
  /** Called once a shard is counted; `level` is for the log. */
  readonly record: (part: SweepPart, level: number) => void
  readonly stop: () => boolean
  readonly progress: (total: number) => Progress
}

/** What is known in the end: the seeds of `known`, and as many more as there was time for. */
export async function sweepDesign(sweep: DesignSweep): Promise<SweepPart> {
  const { subject, task, share, known, crew, stop } = sweep
  const sum = new PartSum()
  for (const part of known) sum.add(part)
  const missing = missingSeeds(share, sum.counts.done)
  const bar = sweep.progress(seedCount(missing))
  const before = sum.counts.runs
  const done = (part: SweepPart): void => {
    sum.add(part)
    sweep.record(part, sum.level)
    const { runs, failures } = sum.counts
    bar.update(runs - before, `${failures.length} kinds of failure`)
  }
  const pilot = crew.first(subject, task)
  const [first] = cutSeeds(missing, pilot.size)
  // However short the time, one shard is run.
  if (first !== undefined) done(await pilot.run(first))
  const left = missingSeeds(share, sum.counts.done)
  const { size, width, run } = crew.rest(subject, task, left, sum.counts.steps / sum.counts.runs)
  await dispatch(cutSeeds(left, size), { width, run, done, stop })
  return sum.value()
}

/**
 * The parts of a log, as far as they can be believed: the first is run again, because the hash of a
 * scenario covers its text and not the code of its machines.
 * @throws UsageError when these seeds give something else today, or a seed is recorded twice.
 */
export function trusted(
  path: string,
  subject: Study,
  task: SweepTask,
  parts: readonly SweepPart[],
): readonly SweepPart[] {
  const [first] = parts
  const [seeds] = first?.done ?? []
  if (first === undefined || seeds === undefined) return parts
  const again = runShard(subject, { ...task, seeds })
  // By value: the fields of a part that was read stand in the order of the format.
  const written = (part: SweepPart): unknown => JSON.parse(formatRecord({ design: 0, part }))
  if (!isDeepStrictEqual(written(again), written(first))) {
    throw new UsageError(
      `the log '${path}' was made with other machines: seeds ${seeds.first}..${seeds.last} now give other runs`,
    )
  }
  try {
    const sum = new PartSum()
    for (const part of parts) sum.add(part)
  } catch (error) {
    if (!(error instanceof InternalError)) throw error
    throw new UsageError(`the log '${path}' counts a seed twice: ${error.message}`)
  }
  return parts
}
