/** What a run that explains a log violates: every property, at every step, and at rest. */
import { GlobalState } from '../space/global-state.ts'
import { Moves } from '../space/moves.ts'
import { at } from '../assert.ts'
import type { Model } from '../model/model.ts'
import { execute } from '../trace/execute.ts'
import type { Trace } from '../trace/trace.ts'

export interface Judged {
  /** By plain XState; it ends at the first violation, which may be before the last event. */
  readonly trace: Trace
  /** Steps after the last event, until nothing was on its way. */
  readonly finishing: number
}

/**
 * Runs `decisions` under all properties, then the first step that is possible, again and again, until
 * the run is at rest: what the log no longer shows.
 */
export function judge(model: Model, decisions: Int32Array, maxSteps: number): Judged {
  const state = new GlobalState(model)
  const moves = new Moves(state)
  const taken: number[] = []
  const always = model.claims.filter(({ property }) => property.kind === 'always')
  const broken = (): boolean => always.some((claim) => !claim.holds(state.slots))
  const next = (): number | undefined => {
    if (taken.length < decisions.length) return at(decisions, taken.length)
    moves.length = 0
    moves.expand(() => {})
    return moves.length === 0 || taken.length >= maxSteps ? undefined : at(moves.decisions, 0)
  }
  for (let decision = broken() ? undefined : next(); decision !== undefined; decision = next()) {
    const violation = state.apply(decision)
    taken.push(decision)
    if (violation !== undefined || broken()) break
  }
  return {
    trace: execute(model, taken),
    finishing: Math.max(0, taken.length - decisions.length),
  }
}
