/**
 * The steps of a failing run that a reader needs: the accesses to the objects whose order decides
 * and to those that actors hold, as far as their order against another actor's access matters; and
 * what the deciding order then did to the objects that the property reads.
 */
import type { Model } from '../model/model.ts'
import type { Violation } from '../model/violation.ts'
import type { Step, Trace } from '../trace/trace.ts'
import type { Pair } from './bisect.ts'
import type { Conflict } from './conflict.ts'

export function relevantSteps(
  model: Model,
  trace: Trace,
  violation: Violation,
  conflict: Conflict,
  pair: Pair | undefined,
): readonly Step[] {
  const concerned = concernedBy(trace, violation)
  const contested = new Set(pair === undefined ? concerned : [pair.first.delivery.to])
  for (const { id, holders } of model.system.actors) if (holders !== undefined) contested.add(id)
  const accesses = trace.steps.filter(({ delivery }) => contested.has(delivery.to))
  const shown = trace.steps.filter(
    (step) =>
      (contested.has(step.delivery.to) && isContested(step, accesses, conflict)) ||
      (pair !== undefined && isConsequence(step, pair, concerned, model)),
  )
  const requests = shown.filter(isRequest)
  return requests.length > 0 ? requests : shown
}

/** A message that names its sender is a request; the rest are answers, where there are requests. */
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

function isConsequence(
  step: Step,
  { second }: Pair,
  concerned: readonly string[],
  model: Model,
): boolean {
  if (step.index <= second.index || !concerned.includes(step.delivery.to)) return false
  return model.xstate.key(step.before) !== model.xstate.key(step.after)
}
