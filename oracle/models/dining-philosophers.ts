/**
 * Dining philosophers who take the left fork, then the right one, and put them down in this order.
 * All may hold their left fork: one deadlock.
 *
 * Published: BEEM `phils.1`, four philosophers: states, steps and the number of levels; the states per
 * level are from a second search. One actor: taking a fork is a test and a set of
 * what two philosophers share, in one step.
 */
import { at } from '../../sim/assert.ts'
import { actionSystem } from '../action-system.ts'
import type { Oracle } from '../published.ts'

interface State {
  readonly forks: readonly boolean[]
  readonly pc: readonly Place[]
}

type Place = 'think' | 'one' | 'eat' | 'finish'

interface Action {
  readonly type: Place
  readonly philosopher: number
}

const n = 4
const philosophers = Array.from({ length: n }, (_, p) => p)
const next = { think: 'one', one: 'eat', eat: 'finish', finish: 'think' } as const

/** The fork that the step from `place` takes or puts down. */
function forkOf(place: Place, p: number): number {
  return place === 'think' || place === 'eat' ? p : (p + 1) % n
}

function enabled({ forks, pc }: State): readonly Action[] {
  return pc.flatMap((type, philosopher) => {
    const takes = type === 'think' || type === 'one'
    return takes && at(forks, forkOf(type, philosopher)) ? [] : [{ type, philosopher }]
  })
}

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'dining-philosophers-4',
      initial: { forks: philosophers.map(() => false), pc: philosophers.map(() => 'think') },
      enabled,
      apply: ({ forks, pc }, { type, philosopher: p }) => ({
        forks: forks.with(forkOf(type, p), type === 'think' || type === 'one'),
        pc: pc.with(p, next[type]),
      }),
      done: () => false,
    }),
    source: 'BEEM phils.1',
    states: 80,
    transitions: 212,
    depth: 9,
    levels: [1, 4, 10, 16, 15, 12, 10, 4, 4, 4],
    deadlocks: 1,
  },
]
