/** How the words of a command line say which run is meant. */
import type { RunSource } from '../api.ts'
import { parseDeviations } from '../schedule/schedule.ts'
import type { Deviation } from '../schedule/schedule.ts'
import { UsageError } from './failure.ts'
import { parseSeed } from './open.ts'
import { readSchedule } from './schedule-file.ts'

export interface SourceOptions {
  readonly seed?: string
  readonly strategy?: string
  readonly deviate: readonly string[]
  readonly schedule?: string
}

/** @throws UsageError when they are more than one way, or do not parse. */
export async function sourceOf(options: SourceOptions): Promise<RunSource> {
  const given = [options.seed, options.schedule, options.deviate[0]].filter((o) => o !== undefined)
  if (given.length > 1) {
    throw new UsageError('--seed, --schedule and --deviate are three ways to say it; give one')
  }
  if (options.schedule !== undefined) {
    return { kind: 'schedule', schedule: await readSchedule(options.schedule) }
  }
  if (options.deviate.length > 0) {
    return { kind: 'deviations', deviations: deviationsOf(options.deviate) }
  }
  if (options.seed === undefined) {
    if (options.strategy === undefined) return { kind: 'default' }
    throw new UsageError('--strategy needs a seed; give --seed too')
  }
  const seed = parseSeed(options.seed)
  return {
    kind: 'seed',
    seed,
    ...(options.strategy !== undefined && { strategy: options.strategy }),
  }
}

function deviationsOf(words: readonly string[]): readonly Deviation[] {
  try {
    return parseDeviations(words)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UsageError(
      `--deviate: '${error.message}' is neither 'a>b:event' before 'c>d:event' nor 'a>b:event' takes 1`,
    )
  }
}
