/**
 * The races behind the failures of a sweep. Thousands of failing runs are a handful of races: some
 * failing runs of each kind, of different happens-before classes, are reduced, and those with the
 * same minimal deviations are one race. Its id is a hash of these and of the violated property, so
 * it names the race in mails, across seeds, strategies and machines, as long as the names of the
 * deliveries last.
 *
 * What is reduced is chosen by seed (the examples of a failure) and the effort is counted in runs,
 * so the races do not depend on who ran which seeds. Reducing finds a minimal set, not the smallest,
 * so two ids may still be one mistake in the code; one id is never two.
 */
import type { SweepResult } from '../explore/sweep.ts'
import type { Example, Failure } from '../explore/part.ts'
import { Runner } from '../explore/run.ts'
import type { Model } from '../model/model.ts'
import { violatedProperty } from '../model/violation.ts'
import { formatDeviation } from '../schedule/schedule.ts'
import type { Deviation } from '../schedule/schedule.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { execute } from '../trace/execute.ts'
import { NotReducibleError, reduceTrace } from './bisect.ts'
import type { BisectProgress } from './bisect.ts'

export interface Race {
  /** First 12 hexadecimal digits of a hash of the property and the sorted deviations. */
  readonly id: string
  /** Identity of the failure that it shows. */
  readonly failure: string
  readonly property: string
  /** The lowest seed that was reduced to it. */
  readonly seed: string
  /** How many of the failing runs that were reduced gave this race. */
  readonly reduced: number
  /** Sorted; absent when the run has deliveries that no name tells apart: then the seed is the id. */
  readonly deviations?: readonly Deviation[]
  /** False when the budget was spent first: the id may then change with the budget. */
  readonly complete: boolean
}

export interface RaceOptions {
  /** Most runs to spend on reducing one failing run. */
  readonly maxRuns: number
  /** Hexadecimal digits of a hash of a text. */
  readonly hash: (text: string) => string
}

/** Yields the races known after each failing run that was reduced, in the order of their seeds. */
export function* racesOf(
  model: Model,
  strategy: Strategy,
  { failures }: Pick<SweepResult, 'failures'>,
  options: RaceOptions,
): Generator<readonly Race[]> {
  const races = new Map<string, Race>()
  const work = failures.flatMap((failure) => failure.examples.map((e) => ({ failure, example: e })))
  for (const { failure, example } of work) {
    const race = reduce(model, strategy, failure, example, options)
    const known = races.get(race.id)
    const [first] = [known ?? race, race].toSorted(bySeed)
    races.set(race.id, { ...(first ?? race), reduced: (known?.reduced ?? 0) + 1 })
    yield [...races.values()].toSorted(bySeed)
  }
}

function reduce(
  model: Model,
  strategy: Strategy,
  failure: Failure,
  { seed }: Example,
  { maxRuns, hash }: RaceOptions,
): Race {
  const runner = new Runner(model)
  runner.run(strategy, seed)
  const trace = execute(model, runner.decisions.subarray(0, runner.steps))
  const property = violatedProperty(failure.violation)
  const common = { failure: failure.id, property, seed, reduced: 1 }
  let last: BisectProgress | undefined
  try {
    for (const progress of reduceTrace(model, trace, { maxRuns })) last = progress
  } catch (error) {
    if (!(error instanceof NotReducibleError)) throw error
  }
  if (last === undefined) {
    return { ...common, id: hash(`${failure.id}\nseed ${seed}`), complete: false }
  }
  const deviations = last.deviations.toSorted((a, b) =>
    formatDeviation(a) < formatDeviation(b) ? -1 : 1,
  )
  const text = [property, ...deviations.map(formatDeviation)].join('\n')
  return { ...common, id: hash(text), deviations, complete: last.complete }
}

function bySeed(a: Race, b: Race): number {
  return Number(a.seed) - Number(b.seed)
}
