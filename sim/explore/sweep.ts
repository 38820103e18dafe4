/** Many seeds under one strategy: which failures exist, how often, and what was ever witnessed. */
import type { Model } from '../model/model.ts'
import { failureId } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { confirm, execute } from '../trace/execute.ts'
import { Runner } from './run.ts'
import type { RunnerOptions } from './run.ts'

/** Seeds `first` to `last`, both included; the seed of a run is the decimal string. */
export interface SeedRange {
  readonly first: number
  readonly last: number
}

/** One failure, by its identity. */
export interface Failure {
  readonly id: string
  readonly violation: Violation
  readonly runs: number
  /** The lowest seed that shows it. */
  readonly seed: string
  /** Steps of that run. */
  readonly steps: number
}

export interface SweepResult {
  readonly seeds: SeedRange
  readonly strategy: string
  /** Runs done; fewer than the range has seeds when the sweep was interrupted. */
  readonly runs: number
  readonly passed: number
  /** Runs that spent their steps without rest or violation. */
  readonly unfinished: number
  readonly steps: number
  readonly failures: readonly Failure[]
  /** Names of the *sometimes* properties that held in some state of some run. */
  readonly witnessed: readonly string[]
}

/** Steps between two yields: a fraction of a second, so that a driver can report and stop. */
const batch = 200_000

/**
 * Yields what is known after each batch of runs and at the end; the last value yielded is the
 * result. The caller decides whether to go on, which makes an interrupted sweep a shorter one.
 */
export function* sweepInBatches(
  model: Model,
  strategy: Strategy,
  seeds: SeedRange,
  options: RunnerOptions = {},
): Generator<SweepResult> {
  const runner = new Runner(model, options)
  const failures = new Map<string, Failure>()
  const counts = { runs: 0, passed: 0, unfinished: 0, steps: 0 }
  const known = (): SweepResult => ({
    seeds,
    strategy: strategy.name,
    ...counts,
    failures: [...failures.values()],
    witnessed: model.claims.flatMap((c, i) => (runner.witnessed[i] ? [c.property.name] : [])),
  })
  let sinceYield = 0
  for (let seed = seeds.first; seed <= seeds.last; seed++) {
    const ending = runner.run(strategy, String(seed))
    counts.runs++
    counts.steps += runner.steps
    if (ending.kind === 'passed') counts.passed++
    else if (ending.kind === 'bound') counts.unfinished++
    else {
      const isNew = record(failures, ending.violation, String(seed), runner.steps)
      // Each kind of failure is confirmed by plain XState before it is told to anybody.
      if (isNew) confirm(execute(model, runner.decisions.subarray(0, runner.steps)), ending)
    }
    sinceYield += runner.steps
    if (sinceYield < batch || seed === seeds.last) continue
    sinceYield = 0
    yield known()
  }
  yield known()
}

/** The whole sweep at once. */
export function sweepSeeds(
  model: Model,
  strategy: Strategy,
  seeds: SeedRange,
  options: RunnerOptions = {},
): SweepResult {
  let result: SweepResult | undefined
  for (const known of sweepInBatches(model, strategy, seeds, options)) result = known
  if (result === undefined) throw new RangeError('sweepInBatches yields at least once')
  return result
}

function record(
  failures: Map<string, Failure>,
  violation: Violation,
  seed: string,
  steps: number,
): boolean {
  const id = failureId(violation)
  const known = failures.get(id)
  if (known === undefined) failures.set(id, { id, violation, runs: 1, seed, steps })
  else failures.set(id, { ...known, runs: known.runs + 1 })
  return known === undefined
}
