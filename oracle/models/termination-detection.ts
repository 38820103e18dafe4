/**
 * What distributed termination detection has to do (Merz and Kuppe, TLA+ Examples `ewd998`):
 * nodes that are active or not, a number of messages on their way to each, and one bit that may be
 * set once all is quiet; it may also be set by the very step that makes it so.
 *
 * Published: `AsyncTerminationDetection`, four nodes, a constraint of three messages per node. The
 * space is every such combination, 8^4, and the detected end: 4,097. One actor: messages have no
 * sender, so that channels of this engine would tell apart what the model does not.
 */
import { at } from '../../sim/assert.ts'
import { actionSystem } from '../action-system.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

interface State {
  /** Empty until it is chosen. */
  readonly active: readonly boolean[]
  readonly pending: readonly number[]
  readonly detected: boolean
}

type Action =
  | { readonly type: 'choose'; readonly mask: number; readonly detected: boolean }
  | { readonly type: 'terminate'; readonly node: number; readonly detected: boolean }
  | { readonly type: 'send'; readonly node: number; readonly to: number }
  | { readonly type: 'receive'; readonly node: number }
  | { readonly type: 'detect' }

const nodes = [0, 1, 2, 3]

function quiet({ active, pending }: State): boolean {
  return !active.includes(true) && pending.every((count) => count === 0)
}

/** Every set of active nodes; where none is, the end may be known from the start. */
const starts: readonly Action[] = Array.from({ length: 16 }, (_, mask) => mask).flatMap((mask) =>
  (mask === 0 ? [false, true] : [false]).map((detected) => ({ type: 'choose', mask, detected })),
)

function enabled(state: State): readonly Action[] {
  const { active, pending } = state
  if (active.length === 0) return starts
  return [
    ...(quiet(state) ? [{ type: 'detect' as const }] : []),
    ...nodes.flatMap((node): readonly Action[] => [
      ...(at(active, node) ? terminations(state, node) : []),
      ...(at(active, node) ? nodes.map((to): Action => ({ type: 'send', node, to })) : []),
      ...(at(pending, node) > 0 ? [{ type: 'receive' as const, node }] : []),
    ]),
  ]
}

function terminations(state: State, node: number): readonly Action[] {
  const after = { ...state, active: state.active.with(node, false) }
  const knows = quiet(after) && !state.detected ? [true] : []
  return [state.detected, ...knows].map((detected) => ({ type: 'terminate', node, detected }))
}

function apply(state: State, action: Action): State {
  const { active, pending, detected } = state
  const count = (node: number, change: number): readonly number[] =>
    pending.with(node, at(pending, node) + change)
  switch (action.type) {
    case 'choose':
      return {
        ...state,
        active: nodes.map((n) => (action.mask & (1 << n)) !== 0),
        detected: action.detected,
      }
    case 'terminate':
      return { pending, active: active.with(action.node, false), detected: action.detected }
    case 'send':
      return { active, detected, pending: count(action.to, 1) }
    case 'receive':
      return { active: active.with(action.node, true), detected, pending: count(action.node, -1) }
    case 'detect':
      return { ...state, detected: true }
  }
}

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'termination-detection-4',
      initial: { active: [], pending: nodes.map(() => 0), detected: false },
      enabled,
      apply,
      constraint: ({ pending }) => pending.every((count) => count <= 3),
      always: { 'detected means ended': (state) => !state.detected || quiet(state) },
    }),
    source: 'TLA+ Examples ewd998/AsyncTerminationDetection',
    ...tlc(
      { distinct: 4_097, generated: 53_271 },
      { initials: 17, states: 1, steps: 17, depth: 1 },
    ),
  },
]
