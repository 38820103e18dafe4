/** A way through the state space, told by the fingerprints of the states on it. */
import { invariant, read } from '../assert.ts'
import type { Model } from '../model/model.ts'
import { GlobalState } from './global-state.ts'
import { Moves } from './moves.ts'

/** Takes further steps and tells of each. */
type Settle = (taken: (decision: number) => void) => void
const nothing: Settle = () => undefined

export class Walk {
  readonly state: GlobalState
  private readonly moves: Moves

  readonly settle: Settle

  /** Begins at the first state, before anything is settled. */
  constructor(model: Model, settle: (state: GlobalState) => Settle = () => nothing) {
    this.state = new GlobalState(model)
    this.settle = settle(this.state)
    this.moves = new Moves(this.state)
  }

  /**
   * Goes to the successor with this fingerprint and gives the decisions that led there: one, and
   * those that `settle` takes after it.
   * @throws InternalError when the present state has no such successor.
   */
  to(lo: number, hi: number): readonly number[] {
    const { moves, state } = this
    const { mark, lo: fromLo, hi: fromHi } = state
    moves.length = 0
    moves.expand(() => undefined)
    for (let i = 0; i < moves.length; i++) {
      const decisions = [read(moves.decisions, i)]
      state.apply(read(moves.decisions, i))
      this.settle((decision) => decisions.push(decision))
      if (state.lo === lo && state.hi === hi) return decisions
      state.undo(mark, fromLo, fromHi)
    }
    invariant(false, 'a state on the way has no successor with the fingerprint of the next')
    return []
  }
}
