/**
 * The steps of a failing run that a reader needs: the accesses that the failure rests on, and what
 * the two actors of the deciding pair did to the objects that the property reads. Without flips (any failing run,
 * before it is reduced) the accesses to what the failure is about, as far as they conflict.
 */
import type { Model } from '../model/model.ts'
import type { Violation } from '../model/violation.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import type { Step, Trace } from '../trace/trace.ts'
import type { Conflict } from './conflict.ts'
import type { Counterexample } from './counterexample.ts'

/**
 * The steps that the flips and the deviations name; and from the first of these on, what the actors of the deciding
 * pair changed of the objects that the failure is about. A failure that rests on no order has all
 * its steps.
 */
export function essentialSteps(
  model: Model,
  { trace, violation, deviations, flips, pair }: Counterexample,
): readonly Step[] {
  if (flips.length === 0) return requestsOf(trace.steps)
  const needed = new Set(
    deviations.flatMap((d) => (d.kind === 'order' ? [d.first, d.second] : [d.deliver])),
  )
  const named = new Set([
    ...flips.flatMap(({ first, second }) => [first.index, second.index]),
    ...trace.steps.filter((s) => needed.has(formatDelivery(s.delivery))).map((s) => s.index),
  ])
  const start = Math.min(...named)
  const concerned = concernedBy(trace, violation)
  const deciding = pair && [pair.first.delivery.from, pair.second.delivery.from]
  return requestsOf(
    trace.steps.filter(
      (step) =>
        named.has(step.index) ||
        (step.index > start &&
          deciding?.includes(step.delivery.from) === true &&
          concerned.includes(step.delivery.to) &&
          changes(model, step)),
    ),
  )
}

/**
 * The accesses to what the failure is about whose order against another actor's matters. Where it is
 * about tasks, to which only answers come, the accesses to what these tasks ask.
 */
export function contestedSteps(
  trace: Trace,
  violation: Violation,
  conflict: Conflict,
): readonly Step[] {
  const concerned = concernedBy(trace, violation)
  const own = contested(trace, concerned, conflict)
  if (own.some(isRequest)) return requestsOf(own)
  const asked = trace.steps.filter((s) => isRequest(s) && concerned.includes(s.delivery.from))
  const objects = [...new Set(asked.map((s) => s.delivery.to))]
  const requests = contested(trace, objects, conflict).filter(isRequest)
  return requests.length > 0 ? requests : own
}

function contested(trace: Trace, objects: readonly string[], conflict: Conflict): readonly Step[] {
  const accesses = trace.steps.filter(({ delivery }) => objects.includes(delivery.to))
  return accesses.filter((step) => isContested(step, accesses, conflict))
}

/** A message that names its sender is a request; the rest are answers, where there are requests. */
function requestsOf(steps: readonly Step[]): readonly Step[] {
  const requests = steps.filter(isRequest)
  return requests.length > 0 ? requests : steps
}

function isRequest({ event, delivery }: Step): boolean {
  return 'from' in event && event['from'] === delivery.from
}

/** The actors that a violation speaks of; for a deadlock also those that the stuck wait for. */
function concernedBy(trace: Trace, violation: Violation): readonly string[] {
  switch (violation.kind) {
    case 'property':
      return violation.actors
    case 'unhandled':
    case 'machine-error':
      return [violation.actor]
    case 'deadlock':
      return violation.stuck.flatMap(({ actor }) => {
        const asked = trace.steps.findLast((s) => s.delivery.from === actor)
        return asked === undefined ? [actor] : [actor, asked.delivery.to]
      })
  }
}

function isContested(step: Step, accesses: readonly Step[], conflict: Conflict): boolean {
  return accesses.some((other) => {
    const { from, to } = other.delivery
    if (to !== step.delivery.to || from === step.delivery.from) return false
    return other.index < step.index ? conflict(other, step) : conflict(step, other)
  })
}

function changes({ xstate }: Model, step: Step): boolean {
  return xstate.key(step.before) !== xstate.key(step.after)
}
