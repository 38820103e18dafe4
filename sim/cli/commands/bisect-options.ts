/** The words of `endio bisect` as what they mean. */
import type { RunSource } from '../../api.ts'
import type { Schedule } from '../../schedule/schedule.ts'
import { UsageError } from '../failure.ts'
import { parseSeed } from '../open.ts'
import { readSchedule } from '../schedules/schedule-file.ts'

export interface BisectOptions {
  readonly seed?: string
  readonly strategy?: string
  readonly schedule?: string
  readonly good?: string
  readonly bad?: string
  readonly variant: readonly string[]
  readonly maxRuns?: string
  readonly maxStates?: string
  readonly save?: string
  readonly log?: string
  readonly json?: boolean
  readonly ndjson?: boolean
  readonly quiet?: boolean
}

/** The failing run, and the passing one that it is compared with. */
export interface BisectSources {
  readonly bad: RunSource
  readonly good?: RunSource
}

/** @throws UsageError when they are not exactly one failing run, or do not belong together. */
export async function sourcesOf(options: BisectOptions): Promise<BisectSources> {
  const { seed, schedule, good, bad, strategy } = options
  const given = [seed, schedule, good ?? bad].filter((o) => o !== undefined)
  if (given.length > 1) {
    throw new UsageError('--seed, --schedule and --good with --bad are three ways; give one')
  }
  if (good !== undefined || bad !== undefined) {
    if (good === undefined || bad === undefined) {
      throw new UsageError(`--${good === undefined ? 'bad needs --good' : 'good needs --bad'}, too`)
    }
    return pair(await readSchedule(good), await readSchedule(bad))
  }
  if (schedule !== undefined) {
    return { bad: { kind: 'schedule', schedule: await readSchedule(schedule) } }
  }
  if (seed === undefined) {
    throw new UsageError(
      'bisect needs a failing run: give --seed S, --schedule FILE, or --good FILE --bad FILE',
    )
  }
  return {
    bad: { kind: 'seed', seed: parseSeed(seed), ...(strategy !== undefined && { strategy }) },
  }
}

function pair(good: Schedule, bad: Schedule): BisectSources {
  if (good.scenario !== bad.scenario) {
    throw new UsageError(
      `the good run is of ${good.scenario}, the bad one of ${bad.scenario}; they must be of one scenario`,
    )
  }
  const [was, is] = [good, bad].map(({ design }) =>
    Object.entries(design)
      .map(([k, v]) => `${k}=${v}`)
      .toSorted()
      .join(' '),
  )
  if (was !== is) {
    throw new UsageError(
      `the good run has the design ${was}, the bad one ${is}; 'bisect' with --seed says which choice decides`,
    )
  }
  return { bad: { kind: 'schedule', schedule: bad }, good: { kind: 'schedule', schedule: good } }
}
