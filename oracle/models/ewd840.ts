/**
 * Termination detection on a ring with a coloured token (Dijkstra, EWD840, 1983). A message makes
 * its receiver active at once.
 *
 * Published: TLA+ Examples `ewd840`, three nodes. TLC counts a successor per true disjunct of a
 * guard, so an action whose guard holds for two reasons is offered twice, under either `reason`;
 * counted once each there would be 1,817 instead of 2,001. (Its recorded depth is 10, with
 * several workers; breadth first it is 9.) One actor: a message is no state of its own.
 */
import { at } from '../../sim/assert.ts'
import { actionSystem } from '../action-system.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

interface State {
  /** Empty until it is chosen. */
  readonly active: readonly boolean[]
  /** Empty until it is chosen, with the token's place. */
  readonly black: readonly boolean[]
  readonly token: { readonly at: number; readonly black: boolean }
}

type Action =
  | { readonly type: 'chooseActive'; readonly mask: number }
  | { readonly type: 'chooseColour'; readonly mask: number; readonly token: number }
  | { readonly type: 'initiate'; readonly reason: string }
  | { readonly type: 'pass'; readonly node: number; readonly reason: string }
  | { readonly type: 'send'; readonly node: number; readonly to: number }
  | { readonly type: 'deactivate'; readonly node: number }

const nodes = [0, 1, 2]
const masks = [0, 1, 2, 3, 4, 5, 6, 7]
const bits = (mask: number): readonly boolean[] => nodes.map((n) => (mask & (1 << n)) !== 0)

function enabled(state: State): readonly Action[] {
  const { active, black } = state
  if (active.length === 0) return masks.map((mask) => ({ type: 'chooseActive', mask }))
  if (black.length === 0) {
    return nodes.flatMap((n) => masks.map((mask) => ({ type: 'chooseColour', mask, token: n })))
  }
  return [
    ...tokenActions(state),
    ...nodes
      .filter((node) => active[node])
      .flatMap((node): readonly Action[] => [
        ...nodes.filter((to) => to !== node).map((to): Action => ({ type: 'send', node, to })),
        { type: 'deactivate', node },
      ]),
  ]
}

function tokenActions({ active, black, token }: State): readonly Action[] {
  const node = token.at
  const reasons = [
    ...(token.black ? ['token is black'] : []),
    ...(at(black, node) ? ['node is black'] : []),
  ]
  if (node === 0) return reasons.map((reason) => ({ type: 'initiate', reason }))
  const passive = at(active, node) ? [] : ['node is passive']
  return [...passive, ...reasons].map((reason) => ({ type: 'pass', node, reason }))
}

function apply(state: State, action: Action): State {
  const { active, black, token } = state
  switch (action.type) {
    case 'chooseActive':
      return { ...state, active: bits(action.mask) }
    case 'chooseColour':
      return { ...state, black: bits(action.mask), token: { at: action.token, black: true } }
    case 'initiate':
      return { active, black: black.with(0, false), token: { at: nodes.length - 1, black: false } }
    case 'pass': {
      const { node } = action
      const next = { at: node - 1, black: token.black || at(black, node) }
      return { active, black: black.with(node, false), token: next }
    }
    case 'send': {
      const { node, to } = action
      return {
        active: active.with(to, true),
        black: to > node ? black.with(node, true) : black,
        token,
      }
    }
    case 'deactivate':
      return { ...state, active: active.with(action.node, false) }
  }
}

/** What node 0 takes for the end. */
function detected({ active, black, token }: State): boolean {
  return black.length > 0 && token.at === 0 && !token.black && !black[0] && !active[0]
}

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'ewd840-3',
      initial: { active: [], black: [], token: { at: 0, black: true } },
      enabled,
      apply,
      always: {
        'detected means ended': (state) => !detected(state) || !state.active.includes(true),
      },
    }),
    source: 'TLA+ Examples ewd840',
    // 192 first states in a choice of 8 and one of 24: 1 + 8 states and 8 + 192 steps more.
    ...tlc(
      { distinct: 302, generated: 2_001, depth: 9 },
      { initials: 192, states: 9, steps: 200, depth: 2 },
    ),
    ends: 1,
  },
]
