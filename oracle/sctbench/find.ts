/**
 * Looks for a program's bug with a random strategy, within the number of runs that PCT promises to
 * need: a bug of depth d is hit by a run with a probability of at least 1/(n k^(d-1)), so three
 * times that many runs find it with 95 %. Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized
 * Scheduler with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010.
 */
import { Runner } from '../../sim/explore/run.ts'
import { createModel } from '../../sim/model/model.ts'
import type { Model } from '../../sim/model/model.ts'
import { failureId } from '../../sim/model/violation.ts'
import type { System } from '../../sim/scenario/system.ts'
import { unpack } from '../../sim/schedule/decision.ts'
import type { Strategy } from '../../sim/strategy/strategy.ts'
import { uniform } from '../../sim/strategy/uniform.ts'

/** What PCT must know: the depth of the bug, and the steps of the longest run. */
export interface Shape {
  readonly depth: number
  /** PCT's n: channels that a run uses, each of which is a sequence with one next step. */
  readonly channels: number
  /** PCT's k. */
  readonly steps: number
}

export type MakeStrategy = (model: Model, shape: Shape) => Strategy

export interface Search {
  readonly shape: Shape
  /** Runs that find the bug with a probability of 95 %. */
  readonly budget: number
  /** The run that found it, from 1; undefined when none did. */
  readonly found: number | undefined
  readonly runs: number
  /** Runs that found it. */
  readonly hits: number
  /** Failures of another kind, by their identity. */
  readonly others: readonly string[]
}

const pilotRuns = 200

/** Once the bug is found, runs go on to tell its share up to this number, not to a large budget. */
const shareRuns = 10_000

/** Runs needed for 95 %: (1 - 1/m)^(3m) < 0.05. */
export function budgetOf({ depth, channels, steps }: Shape): number {
  return 3 * channels * steps ** (depth - 1)
}

/** Runs `system` up to the budget and says how often `failure` showed. */
export function find(system: System, failure: string, depth: number, make: MakeStrategy): Search {
  const model = createModel(system)
  const runner = new Runner(model)
  const shape = { depth, ...pilot(runner) }
  const strategy = make(model, shape)
  const budget = budgetOf(shape)
  const others = new Set<string>()
  let found: number | undefined
  let hits = 0
  let runs = 0
  while (runs < budget && (found === undefined || runs < shareRuns)) {
    const seed = ++runs
    const ending = runner.run(strategy, String(seed))
    if (ending.kind !== 'violated') continue
    const id = failureId(ending.violation)
    if (id.startsWith(failure)) {
      hits++
      found ??= seed
    } else others.add(id)
  }
  return { shape, budget, found, runs, hits, others: [...others] }
}

/** The most of steps and of channels that a uniform run uses; longer runs may exist. */
function pilot(runner: Runner): Omit<Shape, 'depth'> {
  const strategy = uniform()
  let steps = 1
  let channels = 1
  for (let seed = 1; seed <= pilotRuns; seed++) {
    runner.run(strategy, `pilot ${seed}`)
    const used = runner.decisions.subarray(0, runner.steps).map((d) => unpack(d).channel)
    steps = Math.max(steps, runner.steps)
    channels = Math.max(channels, new Set(used).size)
  }
  return { steps, channels }
}
