/** All runs of a small model, grouped by what makes two of them one trace. */
import { at } from '../../assert.ts'
import type { Model } from '../../model/model.ts'
import { GlobalState } from '../global-state.ts'
import { stepsOf } from './steps.ts'
import type { Step } from './steps.ts'

export interface Runs {
  readonly complete: readonly (readonly Step[])[]
  readonly violated: number
}

/** Every complete run, or undefined when there are more than `limit` of them or of violations. */
export function allRuns(model: Model, limit: number): Runs | undefined {
  const state = new GlobalState(model)
  const complete: (readonly Step[])[] = []
  let violated = 0
  const follow = (run: readonly Step[]): boolean => {
    if (complete.length + violated > limit || run.length > 30) return false
    const steps = stepsOf(state)
    if (steps.length === 0) complete.push(run)
    const { mark, lo, hi } = state
    return steps.every((step) => {
      const broken = state.apply(step.decision) !== undefined
      if (broken) violated++
      const followed = broken || follow([...run, step])
      state.undo(mark, lo, hi)
      return followed
    })
  }
  return follow([]) ? { complete, violated } : undefined
}

/**
 * Equal for two runs exactly when they differ in the order of independent steps only: what each
 * actor, each monitor and the stock of faults sees, in order. A message's sending precedes its
 * delivery in both, because both steps stand in these lists.
 */
export function traceOf(model: Model, run: readonly Step[]): string {
  const { names, monitors } = model
  const actors = names.map((_, a) => run.filter((s) => s.receiver === a || s.owner === a))
  const seen = monitors.map(({ property }) =>
    run.filter((s) => property.observes.includes(at(names, s.receiver))),
  )
  const lists = [...actors, ...seen, run.filter((s) => s.fault)]
  return JSON.stringify(lists.map((list) => list.map((s) => s.decision)))
}
