/**
 * Dining philosophers who hand over dirty forks (Chandy and Misra, TOPLAS 6(4), 1984), in the
 * atomic steps of a PlusCal model: in one step a philosopher gives a dirty fork away, the left one
 * before the right one, and then looks whether to think, to eat or to try again.
 *
 * Published: TLA+ Examples `DiningPhilosophers`, 5 philosophers. Every philosopher can always step,
 * so each state has 5 successors: 336 = 1 + 5 * 67. One actor: a step touches a neighbour's fork.
 */
import { at } from '../../sim/assert.ts'
import { actionSystem } from '../action-system.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

interface Fork {
  readonly holder: number
  readonly clean: boolean
}

interface State {
  readonly forks: readonly Fork[]
  readonly hungry: readonly boolean[]
  readonly pc: readonly ('loop' | 'eat' | 'think')[]
}

interface Action {
  readonly type: 'step'
  readonly philosopher: number
}

const n = 5
const right = (p: number): number => (p + 1) % n
const left = (p: number): number => (p + n - 1) % n

/** Philosopher p has fork p on the left and fork p + 1 on the right. */
function handOver(forks: readonly Fork[], p: number): readonly Fork[] {
  const dirty = (fork: number): boolean => at(forks, fork).holder === p && !at(forks, fork).clean
  if (dirty(p)) return forks.with(p, { holder: left(p), clean: true })
  if (dirty(right(p))) return forks.with(right(p), { holder: right(p), clean: true })
  return forks
}

function apply(state: State, { philosopher: p }: Action): State {
  const { forks, hungry, pc } = state
  const soiled = (fork: number): Fork => ({ ...at(forks, fork), clean: false })
  switch (at(pc, p)) {
    case 'loop': {
      const after = handOver(forks, p)
      const eats = [p, right(p)].every((f) => at(after, f).holder === p && at(after, f).clean)
      const hungryNext = eats ? 'eat' : 'loop'
      return { ...state, forks: after, pc: pc.with(p, at(hungry, p) ? hungryNext : 'think') }
    }
    case 'eat':
      return {
        forks: forks.with(p, soiled(p)).with(right(p), soiled(right(p))),
        hungry: hungry.with(p, false),
        pc: pc.with(p, 'loop'),
      }
    case 'think':
      return { ...state, hungry: hungry.with(p, true), pc: pc.with(p, 'loop') }
  }
}

const philosophers = Array.from({ length: n }, (_, p) => p)

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'chandy-misra-5',
      initial: {
        // Every fork is dirty and with the neighbour of the lower number.
        forks: philosophers.map((f) => ({ holder: f === 1 ? 0 : f, clean: false })),
        hungry: philosophers.map(() => true),
        pc: philosophers.map(() => 'loop'),
      },
      enabled: () => philosophers.map((philosopher) => ({ type: 'step', philosopher })),
      apply,
      always: {
        'neighbours do not eat together': ({ pc }) =>
          philosophers.every((p) => at(pc, p) !== 'eat' || at(pc, right(p)) !== 'eat'),
      },
    }),
    source: 'TLA+ Examples DiningPhilosophers',
    ...tlc({ distinct: 67, generated: 336, depth: 29 }),
  },
]
