/**
 * Which edges pass through their labels, and which way those are laid out. Graphviz puts a label
 * somewhere beside its edge, on another one when there is no room. A node for the label, with half an
 * edge on either side, has room of its own: no other edge, node or border of a box goes through it.
 */
import { childrenOf } from './graph.ts'
import type { Edge, Graph } from './graph.ts'

/**
 * `back`: the edge goes to where others came from. Its halves are laid out from its head to its tail:
 * a label that came after both ends would lead it around the whole drawing. `round`: it goes to the
 * label and comes back to the same node.
 */
export type Way = 'forth' | 'back' | 'round'

/** An edge with a node for its label. */
export interface Labelled {
  readonly name: string
  /** The innermost box around both ends. */
  readonly parent: string | undefined
  readonly way: Way
}

/** By index of the edge; those without words have none. */
export function labelledEdges(graph: Graph): ReadonlyMap<number, Labelled> {
  const turned = turnedEdges(graph)
  return new Map(
    graph.edges.flatMap((edge, i) => {
      if (edge.lines.length === 0) return []
      const way = edge.from === edge.to ? 'round' : turned.has(i) ? 'back' : 'forth'
      return [[i, { name: `label of e${i}`, parent: boxOf(graph, edge), way }] as const]
    }),
  )
}

/** An edge of a cluster is one of a node in it, clipped at the border: its first child's, and so on. */
export function leafOf(graph: Graph, id: string): string {
  const first = childrenOf(graph, id).find((n) => n.role !== 'initial')
  return first === undefined ? id : leafOf(graph, first.id)
}

function boxOf({ nodes }: Graph, { from, to }: Edge): string | undefined {
  const parents = new Map(nodes.map((n) => [n.id, n.parent]))
  const around = new Set<string>()
  for (let up = parents.get(from); up !== undefined; up = parents.get(up)) around.add(up)
  let up = parents.get(to)
  while (up !== undefined && !around.has(up)) up = parents.get(up)
  return up
}

/** The edges that close a cycle, met depth first in the order of the nodes and the edges. */
function turnedEdges(graph: Graph): ReadonlySet<number> {
  const leaves = new Map(graph.nodes.map((n) => [n.id, leafOf(graph, n.id)]))
  const leaf = (id: string): string => leaves.get(id) ?? id
  const out = new Map<string, { readonly edge: number; readonly to: string }[]>()
  graph.edges.forEach(({ from, to }, edge) => {
    const list = out.get(leaf(from)) ?? []
    out.set(leaf(from), [...list, { edge, to: leaf(to) }])
  })
  const turned = new Set<number>()
  const state = new Map<string, 'open' | 'closed'>()
  const visit = (start: string): void => {
    // No recursion: a state space may have a long path.
    const stack = [{ id: start, next: 0 }]
    state.set(start, 'open')
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const way = out.get(top.id)?.[top.next++]
      if (way === undefined) {
        state.set(top.id, 'closed')
        stack.pop()
      } else if (state.get(way.to) === 'open') turned.add(way.edge)
      else if (!state.has(way.to)) {
        state.set(way.to, 'open')
        stack.push({ id: way.to, next: 0 })
      }
    }
  }
  // What begins a chart first: the ways back are then those that its reader takes for them.
  const starts = graph.nodes.toSorted((a, b) => rankOf(a.role) - rankOf(b.role))
  for (const { id } of starts) if (!state.has(leaf(id))) visit(leaf(id))
  return turned
}

const rankOf = (role: string): number => (role === 'initial' ? 0 : 1)
