/**
 * Exact truth about small models: every complete schedule, found by trying each choice in turn and
 * starting again, and what follows from the list. It shares nothing with the strategies.
 */
import { at } from '../assert.ts'
import { Runner } from '../explore/run.ts'
import type { Model } from '../model/model.ts'
import { Occurrences } from './occurrences.ts'
import type { Strategy } from './strategy.ts'

export interface Complete {
  readonly decisions: readonly number[]
  /** The deliveries by name, in order. */
  readonly order: readonly string[]
  readonly failed: boolean
}

/** Runs one strategy many times on one model. */
export class Sampler {
  private readonly runner: Runner
  private readonly occurrences: Occurrences

  constructor(model: Model) {
    this.runner = new Runner(model)
    this.occurrences = new Occurrences(model)
  }

  /** One run, with the names of what it delivers. */
  run(strategy: Strategy, seed: string): Complete {
    const order: string[] = []
    this.occurrences.clear()
    const named: Strategy = {
      ...strategy,
      schedule: (pending, n) => {
        const index = strategy.schedule(pending, n)
        const head = at(pending.heads(at(pending.enabled, index)), 0)
        order.push(this.occurrences.next(head))
        this.occurrences.deliver(head)
        return index
      },
    }
    const failed = this.fails(named, seed)
    return { decisions: this.decisions(), order, failed }
  }

  fails(strategy: Strategy, seed: string): boolean {
    return this.runner.run(strategy, seed).kind === 'violated'
  }

  /** The decisions of the last run. */
  decisions(): readonly number[] {
    return [...this.runner.decisions.subarray(0, this.runner.steps)]
  }

  /** How many of the runs of seeds 1 to `runs` take these decisions, joined by commas. */
  frequencies(strategy: Strategy, runs: number): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (let seed = 1; seed <= runs; seed++) {
      this.runner.run(strategy, String(seed))
      const key = this.runner.decisions.subarray(0, this.runner.steps).join()
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    return counts
  }

  /** How many of the seeds 1 to `runs` fail. */
  failures(strategy: Strategy, runs: number): number {
    let failed = 0
    for (let seed = 1; seed <= runs; seed++) if (this.fails(strategy, String(seed))) failed++
    return failed
  }
}

/** Every complete schedule of `model`, of which there may be a few thousand. */
export function everyRun(model: Model): readonly Complete[] {
  const sampler = new Sampler(model)
  const found: Complete[] = []
  const path: { choice: number; count: number }[] = []
  for (;;) {
    let depth = 0
    const choose = (count: number): number => {
      if (depth === path.length) path.push({ choice: 0, count })
      return at(path, depth++).choice
    }
    const strategy: Strategy = {
      name: 'exhaustive',
      begin: () => undefined,
      schedule: (_, n) => choose(n),
      timer: choose,
      alternative: (data, faults) => choose(data + faults),
    }
    found.push(sampler.run(strategy, ''))
    if (found.length > 10_000) throw new Error('too many schedules to list')
    while (path.length > 0 && at(path, path.length - 1).choice + 1 === path.at(-1)?.count) {
      path.pop()
    }
    const last = path.at(-1)
    if (last === undefined) return found
    last.choice++
  }
}

/** `before(a, b)`: a is b, or comes before it in every order. */
export function causality(
  orders: readonly (readonly string[])[],
): (a: string, b: string) => boolean {
  const places = orders.map((order) => new Map(order.map((name, i) => [name, i])))
  const known = new Map<string, boolean>()
  return (a, b) => {
    const key = `${a} ${b}`
    const answer =
      known.get(key) ?? places.every((place) => (place.get(a) ?? 0) <= (place.get(b) ?? 0))
    known.set(key, answer)
    return answer
  }
}

/**
 * Whether `order` strongly hits `tuple`: its events come in this order, and what comes after the
 * i-th of them comes, by causality, after the i-th or a later one. (Ozkan et al., OOPSLA 2018.)
 */
export function hits(
  order: readonly string[],
  tuple: readonly string[],
  before: (a: string, b: string) => boolean,
): boolean {
  const places = tuple.map((e) => order.indexOf(e))
  return tuple.every((_, i) => {
    const from = at(places, i)
    if (i > 0 && from < at(places, i - 1)) return false
    return order.slice(from).every((e) => tuple.slice(i).some((later) => before(later, e)))
  })
}

/** All sequences of `d` different events that some of `orders` strongly hits. */
export function tuplesHit(
  orders: readonly (readonly string[])[],
  d: number,
): readonly (readonly string[])[] {
  const before = causality(orders)
  const events = orders[0] ?? []
  const sequences = (length: number): readonly (readonly string[])[] =>
    length === 0
      ? [[]]
      : sequences(length - 1).flatMap((s) =>
          events.filter((e) => !s.includes(e)).map((e) => [...s, e]),
        )
  return sequences(d).filter((tuple) => orders.some((order) => hits(order, tuple, before)))
}

/** The chance with which a true strategy may fall below `fewest`; seeds are fixed, so it does not. */
const chance = 1e-9

/**
 * The fewest successes of `runs` that a probability of at least `p` leaves likely: by Chernoff's
 * bound on the lower tail, P(X <= E - t) <= exp(-t^2 / 2E), fewer come with chance 1e-9.
 */
export function fewest(runs: number, p: number): number {
  const expected = runs * p
  return expected - Math.sqrt(2 * expected * Math.log(1 / chance))
}

/** Pearson's statistic of `counts` against the shares `expected`, which sum to 1. */
export function chiSquare(
  counts: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
): number {
  const runs = [...counts.values()].reduce((sum, n) => sum + n, 0)
  const strangers = [...counts.keys()].filter((key) => !expected.has(key))
  if (strangers.length > 0) return Infinity
  return [...expected].reduce((sum, [key, share]) => {
    const mean = runs * share
    return sum + ((counts.get(key) ?? 0) - mean) ** 2 / mean
  }, 0)
}

/**
 * What Pearson's statistic with this many degrees of freedom passes with chance below 1e-9: the
 * approximation of Wilson and Hilferty at six standard deviations.
 */
export function chiSquareLimit(freedom: number): number {
  const ninth = 2 / (9 * freedom)
  return freedom * (1 - ninth + 6 * Math.sqrt(ninth)) ** 3
}
