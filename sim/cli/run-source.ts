/** The words that name one run as what they mean, and back into words. */
import type { RunSource } from '../api.ts'
import { parseDeviations } from '../schedule/schedule.ts'
import type { Deviation } from '../schedule/schedule.ts'
import { UsageError } from './failure.ts'
import { parseSeed } from './open.ts'
import { deviationOptions, quote } from './schedules/replay-command.ts'
import { readSchedule } from './schedules/schedule-file.ts'

export interface SourceOptions {
  readonly seed?: string
  readonly strategy?: string
  readonly schedule?: string
  readonly deviate: readonly string[]
}

/** @throws UsageError when they name more than one run, or none that there can be. */
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

/** How the run was made: `seed 7, uniform`. */
export function describeSource(source: RunSource): string {
  switch (source.kind) {
    case 'seed':
      return `seed ${source.seed}, ${source.strategy ?? 'uniform'}`
    case 'default':
      return 'the default schedule'
    case 'deviations':
      return `the default schedule with ${source.deviations.length} deviations`
    case 'schedule':
      return 'a recorded schedule'
  }
}

/** The options that make it again. */
export function replayOptions(source: RunSource, options: SourceOptions): readonly string[] {
  switch (source.kind) {
    case 'seed':
      return [
        ...(source.strategy === undefined ? [] : [`--strategy ${source.strategy}`]),
        `--seed ${source.seed}`,
      ]
    case 'default':
      return []
    case 'deviations':
      return deviationOptions(source.deviations)
    case 'schedule':
      return [`--schedule ${quote(options.schedule ?? '')}`]
  }
}
