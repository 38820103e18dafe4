/**
 * The flip test: reverse each pair of conflicting deliveries of a failing run that nothing forces
 * into their order, and run again. The pairs whose reversal loses the failure are the orders it
 * rests on, its causality chain; all other steps could as well have come in another order.
 * Jeong et al., "Diagnosing Kernel Concurrency Failures with AITIA", EuroSys 2023. AITIA flips
 * memory accesses of two threads; here a pair is two deliveries to one actor.
 */
import { Runner } from '../explore/run.ts'
import type { Model } from '../model/model.ts'
import { failureId } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import type { Deviation } from '../schedule/schedule.ts'
import { constrained } from '../strategy/constrained.ts'
import type { Step, Trace } from '../trace/trace.ts'
import type { Conflict } from './conflict.ts'

/** A pair that the failure rests on, and what its reversal gives. */
export interface Flip {
  readonly first: Step
  readonly second: Step
  /** The deviations of the run in which `second` comes before `first`. */
  readonly deviations: readonly Deviation[]
  /** `other`: another failure, or no end within the bound. */
  readonly outcome: 'passed' | 'other'
  /** The other failure. */
  readonly violation?: Violation
}

/** What became of the pairs that nothing forces into their order. */
export interface Reversals {
  readonly pairs: number
  /** Reversed, the run fails in the same way. */
  readonly same: number
  /** The reversed order cannot be had: the run takes another way first. */
  readonly impossible: number
  /** The earliest of more pairs than are tried. */
  readonly untried: number
}

/** What is known of the flips while they are tried. */
export interface FlipProgress {
  /** The essential ones, latest pair first. */
  readonly flips: readonly Flip[]
  readonly tried: number
  readonly reversals: Reversals
}

/** More pairs than this are not tried; the earliest are left out. */
const maxFlips = 1_000

/**
 * Tries the flips of the run that `deviations` of the default schedule give, latest pair first, and
 * yields what is known before the first and after each.
 */
export function* essentialFlips(
  model: Model,
  trace: Trace,
  deviations: readonly Deviation[],
  conflict: Conflict,
): Generator<FlipProgress> {
  const { ending } = trace
  const id = ending.kind === 'violated' ? failureId(ending.violation) : undefined
  const runner = new Runner(model)
  const all = freePairs(trace, conflict)
  const pairs = all.slice(0, maxFlips)
  const flips: Flip[] = []
  let [same, impossible] = [0, 0]
  const known = (tried: number): FlipProgress => {
    const untried = all.length - pairs.length
    return {
      flips: [...flips],
      tried,
      reversals: { pairs: all.length, same, impossible, untried },
    }
  }
  yield known(0)
  for (const [i, { first, second }] of pairs.entries()) {
    const reversed = reverse(deviations, first, second)
    const strategy = constrained(model, reversed)
    const result = runner.run(strategy, '')
    const obeyed = strategy.void().length + strategy.unused(false).length === 0
    const other = result.kind === 'violated' ? result.violation : undefined
    if (other !== undefined && failureId(other) === id) same++
    else if (!obeyed) impossible++
    else {
      const outcome = result.kind === 'passed' ? 'passed' : 'other'
      flips.push({
        first,
        second,
        deviations: reversed,
        outcome,
        ...(other !== undefined && { violation: other }),
      })
    }
    yield known(i + 1)
  }
}

interface FreePair {
  readonly first: Step
  readonly second: Step
}

/** Conflicting pairs of different senders in which the first is no cause of the second. */
function freePairs(trace: Trace, conflict: Conflict): readonly FreePair[] {
  return trace.steps
    .flatMap((second) =>
      trace.steps
        .slice(0, second.index - 1)
        .filter(
          (first) =>
            first.delivery.to === second.delivery.to &&
            first.delivery.from !== second.delivery.from &&
            !causes(trace, first, second) &&
            conflict(first, second),
        )
        .map((first) => ({ first, second })),
    )
    .toReversed()
}

/** Whether the message of `step` was sent because of `ancestor`, directly or not. */
function causes(trace: Trace, ancestor: Step, step: Step): boolean {
  let cause: Step | undefined = step
  while (cause !== undefined && cause.index > ancestor.index) cause = trace.steps[cause.cause - 1]
  return cause === ancestor
}

function reverse(
  deviations: readonly Deviation[],
  first: Step,
  second: Step,
): readonly Deviation[] {
  const [was, becomes] = [formatDelivery(first.delivery), formatDelivery(second.delivery)]
  const kept = deviations.filter(
    (d) => d.kind === 'take' || d.first !== was || d.second !== becomes,
  )
  return [...kept, { kind: 'order', first: becomes, second: was }]
}
