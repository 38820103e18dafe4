/**
 * The steps of a failing run that a reader needs: accesses to the objects that the failure is
 * about, to the objects that actors hold, and of those only the ones whose order against another
 * actor's access matters.
 */
import type { Model } from '../model/model.ts'
import type { Violation } from '../model/violation.ts'
import type { Step, Trace } from '../trace/trace.ts'
import type { Conflict } from './conflict.ts'

export function relevantSteps(
  model: Model,
  trace: Trace,
  violation: Violation,
  conflict: Conflict,
  pairActor: string | undefined,
): readonly Step[] {
  const about = new Set(aboutOf(trace, violation))
  if (pairActor !== undefined) about.add(pairActor)
  for (const { id, holders } of model.system.actors) {
    if (holders !== undefined) about.add(id)
  }
  const accesses = trace.steps.filter(({ delivery }) => about.has(delivery.to))
  return accesses.filter((step) => contested(step, accesses, conflict))
}

/** The actors that a violation speaks of; for a deadlock also those that the stuck wait for. */
function aboutOf(trace: Trace, violation: Violation): readonly string[] {
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

function contested(step: Step, accesses: readonly Step[], conflict: Conflict): boolean {
  return accesses.some((other) => {
    const { from, to } = other.delivery
    if (to !== step.delivery.to || from === step.delivery.from) return false
    return other.index < step.index ? conflict(other, step) : conflict(step, other)
  })
}
