/**
 * What some of the seeds of a sweep came to. Parts of disjoint seeds add up: `mergeParts` is
 * associative and commutative, so it does not matter who ran which seeds, in what order, and how
 * they were divided. Sums are therefore exact (bigints, never floating point), lists are sorted, and
 * what is kept of many is chosen by seed.
 */
import type { Violation } from '../model/violation.ts'
import { ClassCounter } from './classes.ts'
import type { ClassCounts } from './classes.ts'
import { mergeEnumerated } from './enumerated.ts'
import type { Enumerated } from './enumerated.ts'
import { mergeFinders } from './finders.ts'
import type { Finder } from './finders.ts'
import { uniteSeeds } from './seeds.ts'
import type { SeedSet } from './seeds.ts'

/** A failing run that may be looked at again. */
export interface Example {
  readonly seed: string
  /** Fingerprint of its class; absent when classes were not asked for. */
  readonly fingerprint?: string
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
  /** The strategy that decided that run: the member, where a strategy has members. */
  readonly strategy: string
  /** Of a portfolio, every member that shows it. */
  readonly finders?: readonly Finder[]
  /** The lowest seeds, no two of one class, at most `maxExamples`. */
  readonly examples: readonly Example[]
}

/** Sums over the weights of runs (profile.ts). */
export interface Weights {
  readonly sum: bigint
  readonly squares: bigint
}

export interface SweepPart {
  /** The seeds that were run. */
  readonly done: SeedSet
  readonly runs: number
  readonly passed: number
  /** Runs that spent their steps without rest or violation. */
  readonly unfinished: number
  readonly steps: number
  /** Steps of the longest run. */
  readonly longest: number
  /** In the order of their first seeds. */
  readonly failures: readonly Failure[]
  /** Names of the *sometimes* properties that held in some state of some run, sorted. */
  readonly witnessed: readonly string[]
  /** Of a strategy that enumerates. */
  readonly enumerated?: Enumerated
  /** What `classes: true` asks for. */
  readonly sample?: Sample
}

export interface Sample {
  readonly classes: ClassCounts
  readonly weights: Weights
}

/** Failing runs of one identity that are kept to be reduced. */
export const maxExamples = 4

/** Adds up parts; a sweep of a million runs is thousands of them, so it changes in place. */
export class PartSum {
  private sum: SweepPart = {
    ...{ done: [], runs: 0, passed: 0, unfinished: 0, steps: 0, longest: 0 },
    ...{ failures: [], witnessed: [] },
  }
  private readonly classes: ClassCounter
  private weights: Weights | undefined

  constructor(limit?: number) {
    this.classes = new ClassCounter(limit)
  }

  /** The sampling level of the classes so far: it can only rise. */
  get level(): number {
    return this.classes.level
  }

  /** What is known, without the classes. */
  get counts(): Omit<SweepPart, 'sample'> {
    return this.sum
  }

  /** @throws InternalError when a seed of `part` has been added before. */
  add({ sample, ...part }: SweepPart): void {
    const { sum } = this
    const set = mergeEnumerated(sum.enumerated, part.enumerated)
    this.sum = {
      done: uniteSeeds(sum.done, part.done),
      runs: sum.runs + part.runs,
      passed: sum.passed + part.passed,
      unfinished: sum.unfinished + part.unfinished,
      steps: sum.steps + part.steps,
      longest: Math.max(sum.longest, part.longest),
      failures: mergeFailures(sum.failures, part.failures),
      witnessed: [...new Set([...sum.witnessed, ...part.witnessed])].toSorted(),
      ...(set && { enumerated: set }),
    }
    if (sample === undefined) return
    this.classes.addAll(sample.classes)
    const { sum: weight, squares } = this.weights ?? { sum: 0n, squares: 0n }
    this.weights = {
      sum: weight + sample.weights.sum,
      squares: squares + sample.weights.squares,
    }
  }

  value(): SweepPart {
    if (this.weights === undefined) return this.sum
    return { ...this.sum, sample: { classes: this.classes.value(), weights: this.weights } }
  }
}

/** The part of both; `limit` is for tests. @throws InternalError when they share a seed. */
export function mergeParts(a: SweepPart, b: SweepPart, limit?: number): SweepPart {
  const sum = new PartSum(limit)
  sum.add(a)
  sum.add(b)
  return sum.value()
}

/** The earliest example of each class, the lowest seeds of these. */
export function mergeExamples(a: readonly Example[], b: readonly Example[]): readonly Example[] {
  const all = [...a, ...b].toSorted(bySeed)
  const classes = new Set<string>()
  return all
    .filter(({ fingerprint }) => {
      if (fingerprint === undefined) return true
      const fresh = !classes.has(fingerprint)
      classes.add(fingerprint)
      return fresh
    })
    .slice(0, maxExamples)
}

function mergeFailures(a: readonly Failure[], b: readonly Failure[]): readonly Failure[] {
  if (b.length === 0) return a
  const failures = new Map(a.map((f) => [f.id, f]))
  for (const other of b) {
    const known = failures.get(other.id)
    if (known === undefined) {
      failures.set(other.id, other)
      continue
    }
    const [earlier] = [known, other].toSorted(bySeed)
    const finders = mergeFinders(known.finders ?? [], other.finders ?? [])
    failures.set(other.id, {
      ...(earlier ?? known),
      ...(finders.length > 0 && { finders }),
      runs: known.runs + other.runs,
      examples: mergeExamples(known.examples, other.examples),
    })
  }
  return [...failures.values()].toSorted(bySeed)
}

function bySeed(a: { readonly seed: string }, b: { readonly seed: string }): number {
  return Number(a.seed) - Number(b.seed)
}
