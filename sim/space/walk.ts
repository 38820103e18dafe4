/** A way through the state space, told by the fingerprints of the states on it. */
import { invariant, read } from '../assert.ts'
import type { Model } from '../model/model.ts'
import { GlobalState } from './global-state.ts'
import { Moves } from './moves.ts'

export class Walk {
  readonly state: GlobalState
  private readonly moves: Moves

  /** Begins at the first state. */
  constructor(model: Model) {
    this.state = new GlobalState(model)
    this.moves = new Moves(this.state)
  }

  /**
   * Goes to the successor with this fingerprint and gives the decision that led there.
   * @throws InternalError when the present state has no such successor.
   */
  to(lo: number, hi: number): number {
    const { moves, state } = this
    moves.length = 0
    moves.expand(() => undefined)
    for (let i = 0; i < moves.length; i++) {
      if (read(moves.lo, i) !== lo || read(moves.hi, i) !== hi) continue
      const decision = read(moves.decisions, i)
      state.apply(decision)
      return decision
    }
    invariant(false, 'a state on the way has no successor with the fingerprint of the next')
    return -1
  }
}
