/**
 * Transaction commit, the specification that two-phase commit implements (Gray and Lamport, TODS
 * 2006): each manager sees the states of all others.
 *
 * Published: TLA+ Examples `transaction_commit`, 3 managers. One actor: an action reads every
 * manager's state.
 */
import { actionSystem } from '../action-system.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

type Manager = 'working' | 'prepared' | 'committed' | 'aborted'
type State = Readonly<Record<string, Manager>>
type Action = { readonly type: 'prepare' | 'commit' | 'abort'; readonly rm: string }

function enabled(state: State): readonly Action[] {
  const states = Object.values(state)
  const canCommit = states.every((s) => s === 'prepared' || s === 'committed')
  const canAbort = !states.includes('committed')
  return Object.entries(state).flatMap(([rm, s]): readonly Action[] => [
    ...(s === 'working' ? [{ type: 'prepare' as const, rm }] : []),
    ...(s === 'prepared' && canCommit ? [{ type: 'commit' as const, rm }] : []),
    ...((s === 'working' || s === 'prepared') && canAbort ? [{ type: 'abort' as const, rm }] : []),
  ])
}

const result = { prepare: 'prepared', commit: 'committed', abort: 'aborted' } as const

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'transaction-commit-3',
      initial: { rm1: 'working', rm2: 'working', rm3: 'working' },
      enabled,
      apply: (state, { type, rm }) => ({ ...state, [rm]: result[type] }),
      always: {
        consistent: (state) => {
          const states = Object.values(state)
          return !(states.includes('committed') && states.includes('aborted'))
        },
      },
    }),
    source: 'TLA+ Examples transaction_commit/TCommit',
    ...tlc({ distinct: 34, generated: 94, depth: 7 }),
    ends: 2,
    symmetry: [['rm1', 'rm2', 'rm3']],
    // Not published: orbits of the states, counted apart.
    quotient: 13,
  },
]
