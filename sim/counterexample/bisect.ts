/**
 * From a failing run to the race: the fewest deviations from the default schedule that still show
 * the same failure, the two accesses whose order decides it, and the nearest run that passes.
 */
import { Runner } from '../explore/run.ts'
import type { Ending } from '../explore/run.ts'
import type { Model } from '../model/model.ts'
import { failureId } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import type { Deviation } from '../schedule/schedule.ts'
import { constrained } from '../strategy/constrained.ts'
import { confirm, execute } from '../trace/execute.ts'
import type { Step, Trace } from '../trace/trace.ts'
import { conflictOf } from './conflict.ts'
import type { Conflict } from './conflict.ts'
import { deviationsOf, everyOrder } from './deviations.ts'
import { essentialFlips } from './flip.ts'
import type { Flip } from './flip.ts'
import { minimise } from './minimise.ts'

/** A failing run and the deviations from the default schedule that lead to it. */
export interface Counterexample {
  readonly trace: Trace
  readonly violation: Violation
  readonly deviations: readonly Deviation[]
  /** The two accesses whose order decides; absent when the failure needs no deviation in order. */
  readonly pair?: Pair
  /** The orders that the failure rests on. */
  readonly flips: readonly Flip[]
  /** A run that passes and differs in one order or alternative, if there is one. */
  readonly nearest?: NearestPass
}

/** Two deliveries to one actor; in the failing run `first` comes before `second`. */
export interface Pair {
  readonly first: Step
  readonly second: Step
}

/** `withdrawn`: without that deviation; `reversed`: with the opposite of an order of the run. */
export interface NearestPass {
  readonly trace: Trace
  readonly change: 'withdrawn' | 'reversed'
  readonly deviation: Deviation
}

export interface Bisection {
  readonly counterexample: Counterexample
  /** Candidate deviations of the failing run, before minimising. */
  readonly candidates: number
  readonly runs: number
  /** False when the budget of runs was spent before leaving out any one deviation was tried. */
  readonly complete: boolean
}

export interface BisectOptions {
  /** Most runs to spend on minimising. */
  readonly maxRuns?: number
}

const defaultMaxRuns = 10_000
/** A set that was not minimised to the end may be long; then only so many are taken back. */
const maxWithdrawn = 100

/** The failing run cannot be stated as deviations; its seed still replays it. */
export class NotReducibleError extends Error {
  override readonly name = 'NotReducibleError'
}

/** What is known while the failing run is reduced. */
export interface BisectProgress {
  readonly runs: number
  readonly candidates: number
  /** The fewest deviations so far that show the failure. */
  readonly deviations: readonly Deviation[]
  readonly complete: boolean
}

/**
 * Reduces the failing run that `trace` records; yields what is known after each run.
 * @throws RangeError when `trace` does not end in a violation.
 * @throws NotReducibleError when its deliveries cannot be told apart by name.
 */
export function* reduceTrace(
  model: Model,
  trace: Trace,
  options: BisectOptions = {},
): Generator<BisectProgress> {
  const id = failureOf(trace)
  const runner = new Runner(model)
  let runs = 0
  const fails = (deviations: readonly Deviation[]): boolean => {
    runs++
    return endingId(runner.run(constrained(model, deviations), '')) === id
  }
  const candidates = reproducing(trace, conflictOf(model), fails)
  const budget = options.maxRuns ?? defaultMaxRuns
  for (const { items, complete } of minimise(candidates, fails, budget)) {
    yield { runs, candidates: candidates.length, deviations: items, complete }
  }
}

/**
 * The minimal race behind the failing run that `trace` records.
 * @throws RangeError when `trace` does not end in a violation, or cannot be reproduced.
 */
export function bisectTrace(model: Model, trace: Trace, options: BisectOptions = {}): Bisection {
  let known: BisectProgress | undefined
  for (const progress of reduceTrace(model, trace, options)) known = progress
  if (known === undefined) throw new RangeError('reduceTrace yields at least once')
  const { deviations, candidates, runs, complete } = known
  return { counterexample: counterexampleOf(model, deviations), candidates, runs, complete }
}

function failureOf(trace: Trace): string {
  if (trace.ending.kind === 'violated') return failureId(trace.ending.violation)
  throw new RangeError('only a failing run can be bisected')
}

/**
 * The counterexample that `deviations` produce.
 * @throws RangeError when the run does not fail.
 */
export function counterexampleOf(model: Model, deviations: readonly Deviation[]): Counterexample {
  const trace = traceOf(model, deviations)
  if (trace.ending.kind !== 'violated') throw new RangeError('these deviations do not fail')
  const pair = pairOf(trace, deviations)
  const flips = essentialFlips(model, trace, deviations, conflictOf(model))
  const nearest = nearestPass(model, deviations, pair, flips)
  return {
    trace,
    violation: trace.ending.violation,
    deviations,
    flips,
    ...(pair && { pair }),
    ...(nearest && { nearest }),
  }
}

/** The run of the default schedule under `deviations`, confirmed by plain XState. */
export function traceOf(model: Model, deviations: readonly Deviation[]): Trace {
  const runner = new Runner(model)
  const ending = runner.run(constrained(model, deviations), '')
  const trace = execute(model, runner.decisions.subarray(0, runner.steps))
  confirm(trace, ending)
  return trace
}

/**
 * Conflicting orders first, because they read best. When those do not reproduce the failure (an
 * *always* over several actors can depend on the order of independent steps), the order of every
 * step; that is exact wherever every delivery has a name of its own.
 */
function reproducing(
  trace: Trace,
  conflict: Conflict,
  fails: (deviations: readonly Deviation[]) => boolean,
): readonly Deviation[] {
  const candidates = deviationsOf(trace, conflict)
  if (fails(candidates)) return candidates
  const chain = everyOrder(trace)
  if (fails(chain)) return chain
  throw new NotReducibleError(
    'the failing run cannot be reduced: it has deliveries that no name tells apart, such as two timers of one actor',
  )
}

/** Of the orders that matter, the one completed last in the run. */
function pairOf(trace: Trace, deviations: readonly Deviation[]): Pair | undefined {
  const find = (name: string): Step | undefined =>
    trace.steps.find((s) => formatDelivery(s.delivery) === name)
  return deviations
    .flatMap((d) => {
      if (d.kind !== 'order') return []
      const [first, second] = [find(d.first), find(d.second)]
      return first && second && first.index < second.index ? [{ first, second }] : []
    })
    .toSorted((a, b) => b.second.index - a.second.index)[0]
}

/** Takes back a deviation, the deciding order first; else reverses one of the essential orders. */
function nearestPass(
  model: Model,
  deviations: readonly Deviation[],
  pair: Pair | undefined,
  flips: readonly Flip[],
): NearestPass | undefined {
  const decides = (d: Deviation): boolean =>
    d.kind === 'order' && d.second === (pair && formatDelivery(pair.second.delivery))
  const others = deviations.filter((d) => !decides(d))
  const runner = new Runner(model)
  for (const deviation of [...deviations.filter(decides), ...others].slice(0, maxWithdrawn)) {
    const left = deviations.filter((d) => d !== deviation)
    if (runner.run(constrained(model, left), '').kind !== 'passed') continue
    return { trace: traceOf(model, left), change: 'withdrawn', deviation }
  }
  const flip = flips.find((f) => f.outcome === 'passed')
  const deviation = flip?.deviations.at(-1)
  if (flip === undefined || deviation === undefined) return undefined
  return { trace: traceOf(model, flip.deviations), change: 'reversed', deviation }
}

function endingId(ending: Ending): string | undefined {
  return ending.kind === 'violated' ? failureId(ending.violation) : undefined
}
