/** Drops one successor: it is neither counted nor followed. */
import { stream } from '../../sim/prng.ts'
import { mutant } from './mutant.ts'
import type { Built, Mutant } from './mutant.ts'

export function dropSuccessor(built: Built, seed: string): Mutant {
  const { states, system, ends = 0, deadlocks = 0 } = built.oracle
  const draw = stream(`${system.name} ${seed}`, 'fault')
  const from = draw(states - ends - deadlocks)
  return mutant(
    built,
    'drop a successor',
    `of the state opened after ${from} others that have any`,
    ({ moves }) => {
      const expand = moves.expand.bind(moves)
      let opened = 0
      let dropped = false
      moves.expand = (refused) => {
        const start = moves.length
        const successors = expand(refused)
        if (dropped || moves.length === start || opened++ < from) return successors
        dropped = true
        moves.length--
        return successors - 1
      }
    },
  )
}
