/** Every state of a design in turn, for what has to be learned from all of them. */
import { read } from '../assert.ts'
import { Ints } from '../model/ints.ts'
import type { Model } from '../model/model.ts'
import { GlobalState } from '../space/global-state.ts'
import { Moves } from '../space/moves.ts'
import { StateStore } from '../space/store.ts'

/** The design cannot be written down whole: it has too many states, or what the format has not. */
export class NoTwinError extends Error {
  override readonly name = 'NoTwinError'
}

/**
 * Visits each state once, breadth first; its successors are followed where `visit` says so, and it is
 * told how many there are. A violating state has none that count.
 * @throws NoTwinError when there are more than `maxStates`.
 */
export function eachState(
  model: Model,
  maxStates: number,
  visit: (state: GlobalState) => boolean,
  rest: (state: GlobalState) => void,
): number {
  const state = new GlobalState(model)
  const moves = new Moves(state)
  const store = new StateStore()
  const vectors = new Ints()
  store.add(state.lo, state.hi)
  state.encode(vectors)
  for (let number = 0, position = 0; number < store.size; number++) {
    const [lo, hi] = [store.loOf(number), store.hiOf(number)]
    position = state.decode(vectors.items, position, lo, hi)
    if (!visit(state)) continue
    moves.length = 0
    if (moves.expand(() => undefined) === 0) rest(state)
    for (let i = 0; i < moves.length; i++) {
      if (!store.add(read(moves.lo, i), read(moves.hi, i))) continue
      const { mark } = state
      state.apply(read(moves.decisions, i))
      state.encode(vectors)
      state.undo(mark, lo, hi)
    }
    if (store.size > maxStates) {
      throw new NoTwinError(`more than ${maxStates} states; give a larger --max-states`)
    }
  }
  return store.size
}
