/** The causality chain of a counterexample: the orders it rests on, or why none can be told. */
import type { Counterexample } from '../counterexample/counterexample.ts'
import type { Flip, Reversals } from '../counterexample/flip.ts'
import { violatedProperty } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import { entry, listed } from './list.ts'
import { mailWidth, wrap } from './text.ts'

/** Longer lists are for the JSON form. */
const maxShown = 6

/** The flips as what they are: orders without which, all else equal, the failure is gone. */
export function chainLines({ flips, reversals }: Counterexample): readonly string[] {
  if (flips.length === 0) return wrap(`No causality chain: ${missing(reversals)}.`, mailWidth)
  const entries = flips.map(({ first, second, outcome, violation }) => {
    const [before, after] = [formatDelivery(first.delivery), formatDelivery(second.delivery)]
    return entry(`${before} before ${after}`, reversal(outcome, violation))
  })
  return [
    ...wrap(
      'Causality chain. The failure is lost when one of these orders is reversed:',
      mailWidth,
    ),
    ...listed(entries, maxShown),
  ]
}

/** Why no order is one that the failure rests on. */
function missing({ pairs, same, impossible, untried }: Reversals): string {
  if (pairs === 0) return 'no two conflicting deliveries of this run can come in another order'
  const parts = [
    ...(same === 0 ? [] : [`${same} leave the same failure`]),
    ...(impossible === 0
      ? []
      : [`${impossible} cannot be had, because the run then goes another way before`]),
    ...(untried === 0 ? [] : [`${untried} were not tried`]),
  ]
  const orders = pairs === 1 ? 'the one order that is' : `of the ${pairs} orders that are`
  return `${orders} not forced, reversed one at a time, ${parts.join('; ')}. What it rests on is only told by Needs, above`
}

function reversal(outcome: Flip['outcome'], violation: Violation | undefined): string {
  if (outcome === 'passed') return 'reversed, it passes'
  if (violation === undefined) return 'reversed, it does not end within the bound'
  return violation.kind === 'property'
    ? `reversed, it violates ${violation.name}`
    : `reversed, another failure: ${violatedProperty(violation)}`
}
