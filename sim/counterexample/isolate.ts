/**
 * The smallest difference between a run that passes and one that fails: two runs, between the given
 * ones, that differ in as little as can be told apart and still end differently. Choi and Zeller,
 * "Isolating Failure-Inducing Thread Schedules", ISSTA 2002; the algorithm is dd of Zeller and
 * Hildebrandt, TSE 2002, which moves both runs towards each other.
 */
import type { Model } from '../model/model.ts'
import type { Deviation } from '../schedule/schedule.ts'
import type { Trace } from '../trace/trace.ts'
import { defaultMaxRuns, failureOf, reproducing, tester } from './bisect.ts'
import type { BisectOptions, Outcome } from './bisect.ts'

/** One thing in which two sets of deviations differ: an order turned round, given up or new. */
export interface Difference {
  readonly good?: Deviation
  readonly bad?: Deviation
}

export interface Isolation {
  /** In how much the given runs differ. */
  readonly differences: number
  /** What separates `good` from `bad`; leaving out any one leaves no good and bad run. */
  readonly left: readonly Difference[]
  /** The deviations of the two runs that were found. */
  readonly good: readonly Deviation[]
  readonly bad: readonly Deviation[]
  readonly runs: number
  /** False while, and when the budget of runs was spent before, smaller differences can be tried. */
  readonly complete: boolean
}

/**
 * Isolates the difference between two recorded runs, of which `bad` fails and `good` passes.
 * @throws RangeError when `bad` does not fail.
 * @throws NotReducibleError when their deliveries cannot be told apart by name.
 */
export function* isolateTraces(
  model: Model,
  good: Trace,
  bad: Trace,
  options: BisectOptions = {},
): Generator<Isolation, void> {
  const test = tester(model, failureOf(bad), options.log)
  const [passing, failing] = [
    reproducing(model, good, (ds) => test(ds) === 'good'),
    reproducing(model, bad, (ds) => test(ds) === 'bad'),
  ]
  yield* isolate(passing, failing, test, options.maxRuns ?? defaultMaxRuns)
}

/**
 * Isolates the difference between `good` and `bad`, whose outcomes under `test` are known, with at
 * most `budget` runs. Yields what is known before the first run and after each.
 */
export function* isolate(
  good: readonly Deviation[],
  bad: readonly Deviation[],
  test: (deviations: readonly Deviation[]) => Outcome,
  budget: number,
): Generator<Isolation, void> {
  const all = differencesOf(good, bad)
  const search = new Search(good, all)
  yield search.known(false)
  while (!search.done && search.runs < budget) {
    search.advance(test)
    yield search.known(search.done)
  }
}

/** What a set of deviations says about one pair of deliveries, or one alternative. */
function subjectOf(d: Deviation): string {
  return d.kind === 'take' ? d.deliver : [d.first, d.second].toSorted().join(' ')
}

function differencesOf(
  good: readonly Deviation[],
  bad: readonly Deviation[],
): readonly Difference[] {
  const [left, right] = [good, bad].map((ds) => new Map(ds.map((d) => [subjectOf(d), d])))
  const subjects = [...new Set([...good, ...bad].map(subjectOf))]
  return subjects.flatMap((subject): readonly Difference[] => {
    const [was, is] = [left?.get(subject), right?.get(subject)]
    if (JSON.stringify(was) === JSON.stringify(is)) return []
    return [{ ...(was && { good: was }), ...(is && { bad: is }) }]
  })
}

/** `good` with the differences `taken` as in the bad run. */
function mixed(good: readonly Deviation[], taken: readonly Difference[]): readonly Deviation[] {
  const gone = new Set(taken.flatMap((d) => (d.good === undefined ? [] : [d.good])))
  return [...good.filter((d) => !gone.has(d)), ...taken.flatMap((d) => d.bad ?? [])]
}

/** Sets of differences: those in `passing` give a good run, those in `failing` a bad one. */
class Search {
  runs = 0
  private readonly start: readonly Deviation[]
  private readonly all: readonly Difference[]
  private passing: readonly Difference[] = []
  private failing: readonly Difference[]
  private parts = 2
  /** What is still to be tried with the present sets and parts, the most promising last. */
  private plan: (readonly [kind: 'add' | 'remove', part: readonly Difference[]])[] = []
  private fallback: (() => void) | undefined

  constructor(start: readonly Deviation[], all: readonly Difference[]) {
    this.start = start
    this.all = all
    this.failing = all
    this.replan()
  }

  get left(): readonly Difference[] {
    return this.failing.filter((d) => !this.passing.includes(d))
  }

  get done(): boolean {
    return this.left.length <= 1 || (this.plan.length === 0 && this.parts >= this.left.length)
  }

  known(complete: boolean): Isolation {
    return {
      differences: this.all.length,
      left: this.left,
      good: mixed(this.start, this.passing),
      bad: mixed(this.start, this.failing),
      runs: this.runs,
      complete,
    }
  }

  /** One run. A part that turns one outcome into the other halves the search; see the paper. */
  advance(test: (deviations: readonly Deviation[]) => Outcome): void {
    const next = this.plan.pop()
    if (next === undefined) return
    const [kind, part] = next
    this.runs++
    const set =
      kind === 'add' ? [...this.passing, ...part] : this.failing.filter((d) => !part.includes(d))
    const outcome = test(mixed(this.start, set))
    if (outcome === 'bad' && kind === 'add') this.settle(this.passing, set, 2)
    else if (outcome === 'good' && kind === 'remove') this.settle(set, this.failing, 2)
    else if (outcome === 'good') this.keep(() => this.settle(set, this.failing, this.parts - 1))
    else if (outcome === 'bad') this.keep(() => this.settle(this.passing, set, this.parts - 1))
    if (this.plan.length > 0) return
    if (this.fallback !== undefined) this.fallback()
    else if (this.parts < this.left.length) this.settle(this.passing, this.failing, 2 * this.parts)
  }

  /** A smaller step in the right direction, taken when nothing better turns up. */
  private keep(step: () => void): void {
    this.fallback ??= step
  }

  private settle(
    passing: readonly Difference[],
    failing: readonly Difference[],
    parts: number,
  ): void {
    this.passing = passing
    this.failing = failing
    this.parts = Math.min(Math.max(parts, 2), Math.max(this.left.length, 1))
    this.replan()
  }

  private replan(): void {
    this.fallback = undefined
    const { left, parts } = this
    const size = Math.ceil(left.length / parts)
    const chunks = Array.from({ length: Math.ceil(left.length / Math.max(size, 1)) }, (_, i) =>
      left.slice(i * size, (i + 1) * size),
    )
    this.plan = (['remove', 'add'] as const).flatMap((kind) =>
      chunks.toReversed().map((part) => [kind, part] as const),
    )
  }
}
