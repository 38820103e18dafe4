/**
 * Two-phase commit (Gray and Lamport, "Consensus on Transaction Commit", TODS 2006) with a
 * persistent set of messages: a message stays once it was sent, so receiving it again is a step
 * that changes nothing.
 *
 * Published: TLA+ Examples `transaction_commit` for 3 resource managers, Stateright `2pc` for 5; the
 * quotient by permutations of 5 resource managers is 314 (recomputed, not published; tools that
 * print 665 count an accident of their search order).
 *
 * One actor, because messages that stay cannot be deliveries: after an abort the coordinator leaves
 * `prepared` messages where they are, and here every message on its way can be delivered. The
 * resource managers are therefore ids inside the context and the events, always as keys of records
 * or as the field `rm`. The offered alternatives are a set: their order follows the order of the
 * ids, so renaming ids maps offers to offers only if their order is disregarded.
 */
import { actionSystem } from '../action-system.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

type Manager = 'working' | 'prepared' | 'committed' | 'aborted'

interface State {
  readonly managers: Readonly<Record<string, Manager>>
  readonly coordinator: 'init' | 'committed' | 'aborted'
  /** The managers that the coordinator knows to be prepared. */
  readonly known: Readonly<Record<string, true>>
  /** Those that have sent `prepared`. */
  readonly sent: Readonly<Record<string, true>>
}

type Action =
  | { readonly type: 'commit' | 'abort' }
  | { readonly type: 'receivePrepared'; readonly rm: string }
  | { readonly type: 'prepare' | 'chooseAbort'; readonly rm: string }
  | { readonly type: 'receiveCommit' | 'receiveAbort'; readonly rm: string }

function enabled(state: State): readonly Action[] {
  const { managers, coordinator, known, sent } = state
  const ids = Object.keys(managers)
  const all = ids.every((rm) => known[rm])
  return [
    ...(coordinator === 'init' && all ? [{ type: 'commit' as const }] : []),
    ...(coordinator === 'init' ? [{ type: 'abort' as const }] : []),
    ...ids.flatMap((rm): readonly Action[] => [
      ...(coordinator === 'init' && sent[rm] ? [{ type: 'receivePrepared' as const, rm }] : []),
      ...(managers[rm] === 'working'
        ? [
            { type: 'prepare' as const, rm },
            { type: 'chooseAbort' as const, rm },
          ]
        : []),
      ...(coordinator === 'committed' ? [{ type: 'receiveCommit' as const, rm }] : []),
      ...(coordinator === 'aborted' ? [{ type: 'receiveAbort' as const, rm }] : []),
    ]),
  ]
}

function apply(state: State, action: Action): State {
  const becomes = (rm: string, manager: Manager): State => ({
    ...state,
    managers: { ...state.managers, [rm]: manager },
  })
  switch (action.type) {
    case 'commit':
      return { ...state, coordinator: 'committed' }
    case 'abort':
      return { ...state, coordinator: 'aborted' }
    case 'receivePrepared':
      return { ...state, known: { ...state.known, [action.rm]: true } }
    case 'prepare':
      return { ...becomes(action.rm, 'prepared'), sent: { ...state.sent, [action.rm]: true } }
    case 'chooseAbort':
    case 'receiveAbort':
      return becomes(action.rm, 'aborted')
    case 'receiveCommit':
      return becomes(action.rm, 'committed')
  }
}

/** No manager commits while another aborts. */
function consistent({ managers }: State): boolean {
  const states = Object.values(managers)
  return !(states.includes('committed') && states.includes('aborted'))
}

function twoPhaseCommit(n: number) {
  const rms = Array.from({ length: n }, (_, i) => `rm${i + 1}`)
  const managers = Object.fromEntries(rms.map((rm) => [rm, 'working' as const]))
  const system = actionSystem<State, Action>({
    name: `two-phase-commit-${n}`,
    initial: { managers, coordinator: 'init', known: {}, sent: {} },
    enabled,
    apply,
    always: { consistent: consistent },
  })
  return { system, symmetry: [rms] }
}

export const oracles: readonly Oracle[] = [
  {
    ...twoPhaseCommit(3),
    source: 'TLA+ Examples transaction_commit/TwoPhase',
    ...tlc({ distinct: 288, generated: 1_146, depth: 11 }),
    // Not published: orbits of the states, counted apart.
    quotient: 80,
  },
  {
    ...twoPhaseCommit(5),
    source: 'Stateright examples/2pc',
    states: 8_832,
    // Not published: a second search.
    transitions: 58_145,
    quotient: 314,
  },
]
