/**
 * Leader election on a one-way ring (Chang and Roberts, CACM 22(5), 1979): the smallest identity
 * wins; any set of nodes starts. A node takes messages in any order, and none before its own start.
 *
 * Published: TLA+ Examples `chang_roberts`, three nodes with identities 1, 2, 3. One actor: the
 * inbox is a set that lets a message wait until its node has started; a delivery here cannot wait,
 * and a channel here would keep the order.
 */
import { at } from '../../sim/assert.ts'
import { actionSystem } from '../action-system.ts'
import { tlc } from '../published.ts'
import type { Oracle } from '../published.ts'

interface Node {
  readonly initiator: boolean
  readonly started: boolean
  readonly state: 'candidate' | 'lost' | 'won'
  /** The identities waiting, as keys. */
  readonly inbox: Readonly<Record<string, true>>
}

/** No nodes until it is chosen which of them are initiators. */
type State = { readonly nodes: readonly Node[] }

type Action =
  | { readonly type: 'choose'; readonly initiators: number }
  | { readonly type: 'start'; readonly node: number }
  | { readonly type: 'receive'; readonly node: number; readonly id: number }

const n = 3
const ids = [1, 2, 3]

function enabled({ nodes }: State): readonly Action[] {
  if (nodes.length === 0) {
    return Array.from({ length: 2 ** n }, (_, initiators) => ({ type: 'choose', initiators }))
  }
  return nodes.flatMap((it, node): readonly Action[] =>
    it.started
      ? Object.keys(it.inbox).map((id) => ({ type: 'receive', node, id: Number(id) }))
      : [{ type: 'start', node }],
  )
}

function apply({ nodes }: State, action: Action): State {
  switch (action.type) {
    case 'choose':
      return { nodes: ids.map((_, i) => unstarted((action.initiators & (1 << i)) !== 0)) }
    case 'start': {
      const it = at(nodes, action.node)
      const started = nodes.with(action.node, { ...it, started: true })
      return { nodes: it.initiator ? sent(started, action.node, at(ids, action.node)) : started }
    }
    case 'receive':
      return { nodes: received(nodes, action.node, action.id) }
  }
}

function unstarted(initiator: boolean): Node {
  return { initiator, started: false, state: initiator ? 'candidate' : 'lost', inbox: {} }
}

function sent(nodes: readonly Node[], from: number, id: number): readonly Node[] {
  const to = (from + 1) % n
  const it = at(nodes, to)
  return nodes.with(to, { ...it, inbox: { ...it.inbox, [id]: true } })
}

function received(nodes: readonly Node[], node: number, id: number): readonly Node[] {
  const { [id]: _, ...inbox } = at(nodes, node).inbox
  const it = { ...at(nodes, node), inbox }
  const own = at(ids, node)
  if (it.state === 'lost') return sent(nodes.with(node, it), node, id)
  if (id < own) return sent(nodes.with(node, { ...it, state: 'lost' }), node, id)
  return nodes.with(node, id === own ? { ...it, state: 'won' } : it)
}

export const oracles: readonly Oracle[] = [
  {
    system: actionSystem<State, Action>({
      name: 'chang-roberts-3',
      initial: { nodes: [] },
      enabled,
      apply,
      always: {
        'one leader, of the smallest identity': ({ nodes }) =>
          nodes.every(({ state, initiator }, i) => {
            if (state !== 'won') return true
            const others = nodes.filter((_, j) => j !== i)
            const smaller = nodes.some((other, j) => other.initiator && j < i)
            return initiator && !smaller && others.every((other) => other.state === 'lost')
          }),
      },
    }),
    source: 'TLA+ Examples chang_roberts',
    ...tlc(
      { distinct: 137, generated: 227, depth: 10 },
      { initials: 8, states: 1, steps: 8, depth: 1 },
    ),
    ends: 8,
  },
]
