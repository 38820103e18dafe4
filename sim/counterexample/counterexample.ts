/**
 * A failing run explained: the two accesses whose order decides it, the orders that it rests on, and
 * the nearest run that passes.
 */
import { Runner } from '../explore/run.ts'
import type { Model } from '../model/model.ts'
import type { Violation } from '../model/violation.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import type { Deviation } from '../schedule/schedule.ts'
import { constrained } from '../strategy/constrained.ts'
import { confirm, execute } from '../trace/execute.ts'
import type { Step, Trace } from '../trace/trace.ts'
import { conflictOf } from './conflict.ts'
import { essentialFlips } from './flip.ts'
import type { Flip, Reversals } from './flip.ts'

/** A failing run and the deviations from the default schedule that lead to it. */
export interface Counterexample {
  readonly trace: Trace
  /** The decisions of the run, packed. */
  readonly decisions: Int32Array
  readonly violation: Violation
  readonly deviations: readonly Deviation[]
  /** The two accesses whose order decides; absent when the failure needs no deviation in order. */
  readonly pair?: Pair
  /** The orders that the failure rests on. */
  readonly flips: readonly Flip[]
  /** What became of the orders that it does not rest on. */
  readonly reversals: Reversals
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

/** What is known of a counterexample while its orders are tried. */
export interface Explanation {
  readonly counterexample: Counterexample
  /** Pairs of deliveries reversed so far, of those that can be. */
  readonly tried: number
  readonly pairs: number
}

/** A set that was not minimised to the end may be long; then only so many are taken back. */
const maxWithdrawn = 100

/**
 * Explains the run that `deviations` produce; yields what is known before the first reversal and
 * after each. The last value yielded is whole.
 * @throws RangeError when the run does not fail.
 */
export function* explain(
  model: Model,
  deviations: readonly Deviation[],
): Generator<Explanation, void> {
  const { trace, decisions } = runOf(model, deviations)
  if (trace.ending.kind !== 'violated') throw new RangeError('these deviations do not fail')
  const { violation } = trace.ending
  const pair = pairOf(trace, deviations)
  const known = { trace, decisions, violation, deviations, ...(pair && { pair }) }
  let flips: readonly Flip[] = []
  let reversals: Reversals = { pairs: 0, same: 0, impossible: 0, untried: 0 }
  for (const progress of essentialFlips(model, trace, deviations, conflictOf(model))) {
    ;({ flips, reversals } = progress)
    const { pairs, untried } = reversals
    yield {
      counterexample: { ...known, flips, reversals },
      tried: progress.tried,
      pairs: pairs - untried,
    }
  }
  const nearest = nearestPass(model, deviations, pair, flips)
  const counterexample = { ...known, flips, reversals, ...(nearest && { nearest }) }
  yield { counterexample, tried: 1, pairs: 1 }
}

/**
 * The counterexample that `deviations` produce.
 * @throws RangeError when the run does not fail.
 */
export function counterexampleOf(model: Model, deviations: readonly Deviation[]): Counterexample {
  let last: Explanation | undefined
  for (const known of explain(model, deviations)) last = known
  if (last === undefined) throw new RangeError('explain yields at least once')
  return last.counterexample
}

/** The run of the default schedule under `deviations`, confirmed by plain XState. */
export function traceOf(model: Model, deviations: readonly Deviation[]): Trace {
  return runOf(model, deviations).trace
}

function runOf(
  model: Model,
  deviations: readonly Deviation[],
): { readonly trace: Trace; readonly decisions: Int32Array } {
  const runner = new Runner(model)
  const ending = runner.run(constrained(model, deviations), '')
  const decisions = runner.decisions.slice(0, runner.steps)
  const trace = execute(model, decisions)
  confirm(trace, ending)
  return { trace, decisions }
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
