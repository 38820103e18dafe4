/**
 * Counts the runs of a small model up to the order of independent steps (Mazurkiewicz traces), by
 * stateless search with sleep sets (Godefroid 1996). No state is kept, so this serves to check the
 * dependence itself against published counts, not to verify.
 *
 * With `receiver` each trace is counted once. With `tables` independence differs from state to
 * state; two runs may then be the same by a detour through a third one, and be counted twice.
 */
import type { Model } from '../../model/model.ts'
import { GlobalState } from '../global-state.ts'
import { Commutation } from './commute.ts'
import type { Dependence } from './commute.ts'
import { stepsOf } from './steps.ts'
import type { Step } from './steps.ts'

export interface TraceCount {
  /** Runs to a state where nothing can be delivered, one for each trace. */
  readonly complete: number
  /** Runs that end in a step that is a violation. Such a step sleeps nowhere. */
  readonly violated: number
  /** Runs given up because every possible step sleeps: work that found nothing. */
  readonly blocked: number
  /** More than the limit: the counts are lower bounds. */
  readonly stopped: boolean
}

/** At most `limit` runs. Properties of states play no part; the bound on steps does not apply. */
export function countTraces(model: Model, dependence: Dependence, limit: number): TraceCount {
  const state = new GlobalState(model)
  const commutation = new Commutation(model, dependence)
  const count = { complete: 0, violated: 0, blocked: 0 }
  const full = (): boolean => count.complete + count.violated + count.blocked >= limit
  const explore = (asleep: readonly Step[]): void => {
    const steps = stepsOf(state)
    const sleeping = new Set(asleep.map((s) => s.decision))
    const awake = steps.filter((s) => !sleeping.has(s.decision))
    if (steps.length === 0) count.complete++
    else if (awake.length === 0) count.blocked++
    const { mark, lo, hi } = state
    const mayStay = [...asleep]
    for (const step of awake) {
      if (full()) return
      const left = mayStay.filter((other) => commutation.independent(state, other, step))
      if (state.apply(step.decision) !== undefined) count.violated++
      else {
        explore(left)
        mayStay.push(step)
      }
      state.undo(mark, lo, hi)
    }
  }
  explore([])
  return { ...count, stopped: full() }
}
