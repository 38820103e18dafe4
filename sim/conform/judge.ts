/** What a run that explains a log violates: every property, at every step, and at rest. */
import { at } from '../assert.ts'
import type { Model } from '../model/model.ts'
import { GlobalState } from '../space/global-state.ts'
import { Moves } from '../space/moves.ts'
import { execute } from '../trace/execute.ts'
import type { Trace } from '../trace/trace.ts'

export interface Judged {
  /** By plain XState; it ends at the first violation, which may be before the last event. */
  readonly trace: Trace
  /** Steps after the last event, until nothing was on its way. */
  readonly finishing: number
  /** Of a violation at rest: the step since which what it claims has not been true again. */
  readonly since: number | undefined
}

/**
 * Runs `decisions` under all properties, then the first step that is possible, again and again, until
 * the run is at rest: what the log no longer shows.
 */
export function judge(model: Model, decisions: Int32Array, maxSteps: number): Judged {
  const state = new GlobalState(model)
  const moves = new Moves(state)
  const taken: number[] = []
  const kind = (wanted: string): Model['claims'] =>
    model.claims.filter(({ property }) => property.kind === wanted)
  const [always, atRest] = [kind('always'), kind('at-rest')]
  const lastHeld = new Map<string, number>()
  const broken = (): boolean => {
    for (const claim of atRest) {
      if (claim.holds(state.slots)) lastHeld.set(claim.property.name, taken.length)
    }
    return always.some((claim) => !claim.holds(state.slots))
  }
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
  const trace = execute(model, taken)
  const { ending } = trace
  const violated =
    ending.kind === 'violated' && ending.violation.kind === 'property' ? ending.violation.name : ''
  const held = lastHeld.get(violated)
  return {
    trace,
    finishing: Math.max(0, taken.length - decisions.length),
    since: held === undefined ? undefined : held + 1,
  }
}
