/**
 * From a failing run to the race: the fewest deviations from the default schedule that still show
 * the same failure.
 */
import { Runner } from '../explore/run.ts'
import type { Model } from '../model/model.ts'
import { failureId } from '../model/violation.ts'
import type { Deviation } from '../schedule/schedule.ts'
import { constrained } from '../strategy/constrained.ts'
import type { Trace } from '../trace/trace.ts'
import { conflictOf } from './conflict.ts'
import { counterexampleOf } from './counterexample.ts'
import type { Counterexample } from './counterexample.ts'
import { deviationsOf, everyOrder } from './deviations.ts'
import { minimise } from './minimise.ts'

export interface Bisection {
  readonly counterexample: Counterexample
  /** Candidate deviations of the failing run, before minimising. */
  readonly candidates: number
  readonly runs: number
  /** False when the budget of runs was spent before leaving out any one deviation was tried. */
  readonly complete: boolean
  /** Whether no smaller set of the candidates shows the failure either. */
  readonly minimum: boolean
}

/** How a run ended that was tried: in the failure (`bad`), well (`good`), or neither (`skip`). */
export type Outcome = 'good' | 'bad' | 'skip'

/** Called for each run that is tried. */
export type Log = (deviations: readonly Deviation[], outcome: Outcome) => void

export interface BisectOptions {
  /** Most runs to spend on minimising. */
  readonly maxRuns?: number
  readonly log?: Log
}

/** Runs that reducing, and comparing two runs, may take. */
export const defaultMaxRuns = 10_000

/** The failing run cannot be stated as deviations; its seed still replays it. */
export class NotReducibleError extends Error {
  override readonly name = 'NotReducibleError'
}

/** What is known while the failing run is reduced; the deviations are the fewest so far. */
export interface BisectProgress extends Omit<Bisection, 'counterexample'> {
  readonly deviations: readonly Deviation[]
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
  const test = tester(model, failureOf(trace), options.log)
  let runs = 0
  const fails = (deviations: readonly Deviation[]): boolean => {
    runs++
    return test(deviations) === 'bad'
  }
  const all = reproducing(model, trace, fails)
  const candidates = all.length
  const budget = options.maxRuns ?? defaultMaxRuns
  let left = all
  let whole = false
  for (const { items, complete } of minimise(all, fails, budget)) {
    ;[left, whole] = [items, complete]
    yield { runs, candidates, deviations: items, complete, minimum: complete && items.length < 2 }
  }
  // Where two or more are needed together, another one alone may do: cheap to try, and then exact.
  if (!whole || left.length < 2) return
  for (const one of all) {
    if (runs >= budget) return
    const alone = fails([one])
    yield { runs, candidates, deviations: alone ? [one] : left, complete: true, minimum: alone }
    if (alone) return
  }
  yield { runs, candidates, deviations: left, complete: true, minimum: left.length === 2 }
}

/**
 * Runs the default schedule under deviations and tells whether it ends in the failure `id`. A run
 * that passes but could not obey them all says nothing about them.
 */
export function tester(
  model: Model,
  id: string,
  log: Log = () => undefined,
): (deviations: readonly Deviation[]) => Outcome {
  const runner = new Runner(model)
  return (deviations) => {
    const strategy = constrained(model, deviations)
    const ending = runner.run(strategy, '')
    const same = ending.kind === 'violated' && failureId(ending.violation) === id
    const obeyed = strategy.void().length + strategy.unused(true).length === 0
    const outcome = same ? 'bad' : ending.kind === 'passed' && obeyed ? 'good' : 'skip'
    log(deviations, outcome)
    return outcome
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
  const { deviations, ...effort } = known
  return { counterexample: counterexampleOf(model, deviations), ...effort }
}

/** @throws RangeError when `trace` does not end in a violation. */
export function failureOf(trace: Trace): string {
  if (trace.ending.kind === 'violated') return failureId(trace.ending.violation)
  throw new RangeError('only a failing run can be bisected')
}

/**
 * Deviations that give the run of `trace` again, as far as `same` can tell. Conflicting orders first,
 * because they read best. When those do not do (an *always* over several actors can depend on the
 * order of independent steps), the order of every step; that is exact wherever every delivery has a
 * name of its own.
 * @throws NotReducibleError when it has not.
 */
export function reproducing(
  model: Model,
  trace: Trace,
  same: (deviations: readonly Deviation[]) => boolean,
): readonly Deviation[] {
  const candidates = deviationsOf(trace, conflictOf(model))
  if (same(candidates)) return candidates
  const chain = everyOrder(trace)
  if (same(chain)) return chain
  throw new NotReducibleError(
    'the run cannot be reduced: it has deliveries that no name tells apart, such as two timers of one actor',
  )
}
