/**
 * When a failing run could still have gone another way, where the state space is too large to know:
 * from states of the run, random runs go on to their ends, and the share that fails in the same way
 * is an estimate with an interval. The share is not monotone along a run (a step may move away from
 * the failure), so every state is looked at instead of searching by halves, and the runs go where
 * the share jumps most.
 */
import { at } from '../assert.ts'
import type { Interval } from '../estimate/binomial.ts'
import { wilsonInterval } from '../estimate/wilson.ts'
import { Runner } from '../explore/run.ts'
import type { Model } from '../model/model.ts'
import { failureId } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { unpack } from '../schedule/decision.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { uniform } from '../strategy/uniform.ts'

/** A share of failing runs, and where the true one is with 95 % confidence. */
export interface Estimate extends Interval {
  readonly runs: number
  readonly failing: number
}

/** Random runs from the state after `step`; 0 is the first state. */
export interface Sample extends Estimate {
  readonly step: number
}

/** `from` and `to` are the estimates before and after the step. */
export interface Jump {
  readonly step: number
  readonly from: Estimate
  readonly to: Estimate
}

export interface SampledNoReturn {
  readonly kind: 'sampled'
  /** A state after each step, and the first. */
  readonly samples: readonly Sample[]
  /** The steepest rises whose intervals do not overlap, the steepest first. */
  readonly jumps: readonly Jump[]
  /** The first step after which every run that was tried from there on failed. */
  readonly always?: number
  readonly runs: number
}

/** Runs from each state at first; then, `rounds` times, from both sides of the steepest rises. */
const firstRuns = 64
const moreRuns = 256
const rounds = 4
const steepest = 3

/**
 * Samples the run that takes `decisions` (packed) and ends in `violation`. Yields what is known
 * after each state; the last value yielded is the result. `seed` decides every draw.
 */
export function* sampleNoReturn(
  model: Model,
  decisions: Int32Array,
  violation: Violation,
  seed: string,
): Generator<SampledNoReturn, void> {
  const sampler = new Sampler(model, decisions, violation, seed)
  for (let step = 0; step < decisions.length; step++) {
    sampler.sample(step, firstRuns)
    yield sampler.known()
  }
  for (let round = 0; round < rounds; round++) {
    const sides = sampler.rises().flatMap((step) => [step - 1, step])
    for (const step of new Set(sides)) {
      sampler.sample(step, moreRuns)
      yield sampler.known()
    }
  }
}

class Sampler {
  private readonly decisions: Int32Array
  private readonly id: string
  private readonly seed: string
  private readonly runner: Runner
  private readonly counts: { runs: number; failing: number }[]

  constructor(model: Model, decisions: Int32Array, violation: Violation, seed: string) {
    this.decisions = decisions
    this.id = failureId(violation)
    this.seed = seed
    this.runner = new Runner(model)
    this.counts = Array.from(decisions, () => ({ runs: 0, failing: 0 }))
  }

  sample(step: number, runs: number): void {
    if (step < 0 || step >= this.counts.length) return
    const count = at(this.counts, step)
    const strategy = prefixed(this.decisions.subarray(0, step))
    for (let i = 0; i < runs; i++) {
      const ending = this.runner.run(strategy, `${this.seed} ${step} ${count.runs}`)
      count.runs++
      if (ending.kind === 'violated' && failureId(ending.violation) === this.id) count.failing++
    }
  }

  /** The steps with the steepest rise, the steepest first. */
  rises(): readonly number[] {
    const share = (step: number): number => {
      const { runs, failing } = at(this.counts, step)
      return runs === 0 ? 0 : failing / runs
    }
    const steps = this.counts.map((_, step) => step).slice(1)
    const rise = (step: number): number => share(step) - share(step - 1)
    return steps.toSorted((a, b) => rise(b) - rise(a) || a - b).slice(0, steepest)
  }

  known(): SampledNoReturn {
    const samples = this.counts.map(({ runs, failing }, step) => ({
      step,
      runs,
      failing,
      ...wilsonInterval(failing, runs),
    }))
    const jumps = this.rises().flatMap((step): readonly Jump[] => {
      const [from, to] = [at(samples, step - 1), at(samples, step)]
      return from.high < to.low ? [{ step, from, to }] : []
    })
    const last = samples.findLastIndex((s) => s.failing < s.runs)
    const tried = samples.slice(last + 1).every((s) => s.runs > 0)
    const always = tried ? { always: last + 1 } : {}
    const runs = samples.reduce((sum, s) => sum + s.runs, 0)
    return { kind: 'sampled', samples, jumps, ...always, runs }
  }
}

/** Takes `decisions` (packed), then goes on by the uniform random walk. */
function prefixed(decisions: Int32Array): Strategy {
  const rest = uniform()
  let step = 0
  let timer: number | undefined
  let alternative: number | undefined
  return {
    name: 'prefixed',
    begin: (seed) => {
      step = 0
      rest.begin(seed)
    },
    schedule: (pending, n) => {
      const packed = step < decisions.length ? at(decisions, step) : undefined
      step++
      timer = undefined
      alternative = undefined
      if (packed === undefined) return rest.schedule(pending, n)
      const decision = unpack(packed)
      timer = decision.timer
      alternative = decision.alternative
      return pending.enabled.subarray(0, n).indexOf(decision.channel)
    },
    timer: (n) => timer ?? rest.timer(n),
    alternative: (data, faults) => alternative ?? rest.alternative(data, faults),
  }
}
