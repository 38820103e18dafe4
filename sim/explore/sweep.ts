/** Many seeds under one strategy: which failures exist, how often, and what was ever witnessed. */
import type { Model } from '../model/model.ts'
import { failureId } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import type { Portfolio } from '../strategy/portfolio.ts'
import type { Enumeration, Strategy } from '../strategy/strategy.ts'
import { confirm, execute } from '../trace/execute.ts'
import { ClassCounter } from './classes.ts'
import { enumerated } from './enumerated.ts'
import type { Enumerated } from './enumerated.ts'
import type { Finder } from './finders.ts'
import { mergeFinders } from './finders.ts'
import { maxExamples } from './part.ts'
import type { Example, Failure, Sample, SweepPart } from './part.ts'
import { Profile } from './profile.ts'
import { Runner } from './run.ts'
import type { RunnerOptions } from './run.ts'
import type { SeedRange } from './seeds.ts'

/** The seeds of `seeds` that were run, and what they came to. */
export interface SweepResult extends SweepPart {
  /** What was asked for; `done` has fewer when the sweep was interrupted. */
  readonly seeds: SeedRange
  readonly strategy: string
}

export interface SweepOptions extends RunnerOptions {
  /** Count happens-before classes and weigh the runs, which the estimates need. */
  readonly classes?: boolean
}

/** Steps between two yields: a fraction of a second, so that a driver can report and stop. */
const batch = 200_000

/**
 * Yields what is known after each batch of runs and at the end; the last value yielded is the
 * result. The caller decides whether to go on, which makes an interrupted sweep a shorter one. Only
 * the last value has the sample: copying it after each batch would cost as much as the runs.
 */
export function* sweepInBatches(
  model: Model,
  strategy: Strategy,
  seeds: SeedRange,
  options: SweepOptions = {},
): Generator<SweepResult> {
  const runner = new Runner(model, options)
  const tally = new Tally(model, runner, strategy, options)
  let sinceYield = 0
  for (let seed = seeds.first; seed <= seeds.last; seed++) {
    tally.run(seed)
    sinceYield += runner.steps
    if (sinceYield < batch || seed === seeds.last) continue
    sinceYield = 0
    yield { seeds, strategy: strategy.name, ...tally.known(seeds.first, seed) }
  }
  const sample = tally.sample()
  const known = tally.known(seeds.first, seeds.last)
  yield { seeds, strategy: strategy.name, ...known, ...(sample && { sample }) }
}

/** The whole sweep at once. */
export function sweepSeeds(
  model: Model,
  strategy: Strategy,
  seeds: SeedRange,
  options: SweepOptions = {},
): SweepResult {
  let result: SweepResult | undefined
  for (const known of sweepInBatches(model, strategy, seeds, options)) result = known
  if (result === undefined) throw new RangeError('sweepInBatches yields at least once')
  return result
}

type Found = Omit<Failure, 'runs' | 'examples' | 'finders'> & {
  runs: number
  examples: Example[]
  finders?: readonly Finder[]
}

/** Runs seeds, in rising order, and keeps what they came to. */
class Tally {
  private readonly model: Model
  private readonly runner: Runner
  private readonly strategy: Strategy
  private readonly profile: Profile | undefined
  private readonly driver: Strategy
  private readonly failures = new Map<string, Found>()
  private readonly counts = { passed: 0, unfinished: 0, steps: 0, longest: 0 }
  private readonly classes = new ClassCounter()
  private readonly weights = { sum: 0n, squares: 0n }
  private doubt: Enumerated['doubt']

  constructor(model: Model, runner: Runner, strategy: Strategy, options: SweepOptions) {
    this.model = model
    this.runner = runner
    this.strategy = strategy
    this.profile = options.classes === true ? new Profile(strategy, model.actors) : undefined
    this.driver = this.profile ?? strategy
  }

  run(seed: number): void {
    const { runner, counts } = this
    const ending = runner.run(this.driver, String(seed))
    if (this.strategy.enumeration !== undefined) this.listen(this.strategy.enumeration(), seed)
    const { steps } = runner
    counts.steps += steps
    if (steps > counts.longest) counts.longest = steps
    const fingerprint = this.profile && this.weigh(this.profile, seed)
    if (ending.kind === 'passed') counts.passed++
    else if (ending.kind === 'bound') counts.unfinished++
    else {
      const isNew = this.record(ending.violation, String(seed), fingerprint)
      // Each kind of failure is confirmed by plain XState before it is told to anybody.
      if (isNew) confirm(execute(this.model, runner.decisions.subarray(0, steps)), ending)
    }
  }

  known(first: number, last: number): SweepPart {
    const { model, runner, doubt } = this
    const set = this.strategy.enumeration?.()
    const witnessed = model.claims.flatMap((c, i) => (runner.witnessed[i] ? [c.property.name] : []))
    return {
      done: last < first ? [] : [{ first, last }],
      runs: last - first + 1,
      ...this.counts,
      failures: [...this.failures.values()].map((f) => ({ ...f, examples: [...f.examples] })),
      witnessed: witnessed.toSorted(),
      ...(set && { enumerated: enumerated(set, doubt) }),
    }
  }

  sample(): Sample | undefined {
    return this.profile && { classes: this.classes.value(), weights: { ...this.weights } }
  }

  private weigh(profile: Profile, seed: number): string {
    const fingerprint = profile.fingerprint()
    const odd = seed % 2
    this.classes.add(fingerprint, 1 - odd, odd)
    const weight = profile.weight()
    this.weights.sum += weight
    this.weights.squares += weight * weight
    return fingerprint
  }

  private listen({ doubt }: Enumeration, seed: number): void {
    if (doubt !== undefined) this.doubt ??= { seed, reason: doubt }
  }

  private record(violation: Violation, seed: string, fingerprint: string | undefined): boolean {
    const id = failureId(violation)
    const known = this.failures.get(id)
    const strategy = memberOf(this.strategy)
    // A strategy that is no portfolio has found what it has found.
    const found = strategy === this.strategy.name ? [] : [{ strategy, runs: 1, seed }]
    const example = { seed, ...(fingerprint !== undefined && { fingerprint }) }
    if (known === undefined) {
      const { steps } = this.runner
      const first = { id, violation, runs: 1, seed, steps, strategy, examples: [example] }
      this.failures.set(id, { ...first, ...(found.length > 0 && { finders: found }) })
      return true
    }
    known.runs++
    if (found.length > 0) known.finders = mergeFinders(known.finders ?? [], found)
    const { examples } = known
    const fresh =
      examples.length < maxExamples &&
      (fingerprint === undefined || examples.every((e) => e.fingerprint !== fingerprint))
    if (fresh) examples.push(example)
    return false
  }
}

/** The strategy that decided the last run. */
function memberOf(strategy: Strategy | Portfolio): string {
  return 'member' in strategy ? strategy.member() : strategy.name
}
