/**
 * What every graph is drawn from: nodes that may stand in one another, and edges between them. The
 * writers know this form and nothing else.
 */

/**
 * What a node stands for. Each has an outline of its own and is named in the text beside it, so that
 * colour says nothing alone.
 */
export type NodeRole =
  /** A dot: where a chart or a state space begins. */
  | 'initial'
  /** A state of a chart, or an actor. */
  | 'state'
  /** A state tagged `idle`: an actor may rest in it. */
  | 'idle'
  | 'final'
  | 'history'
  /** A state with states in it, drawn around them. */
  | 'compound'
  /** Stands in a compound state for whichever of its states is entered. */
  | 'any'
  /** Of a state space: what runs from here can end in. */
  | Outlook
  /** A run ends here, without a violation or with one. */
  | 'passed'
  | 'violated'

/** Of the runs from a state: none can fail, some can, all must. */
export type Outlook = 'cannot-fail' | 'can-fail' | 'must-fail'

export interface Node {
  readonly id: string
  /** The compound node that it stands in. */
  readonly parent?: string
  readonly role: NodeRole
  /** The first line is the name. */
  readonly lines: readonly string[]
  /** A longer text for whoever points at the node. */
  readonly title?: string
}

/** `path`: a step of the run that is shown. */
export type EdgeRole = 'plain' | 'path'

export interface Edge {
  readonly from: string
  readonly to: string
  readonly role: EdgeRole
  readonly lines: readonly string[]
  /** What is not written beside it, for whoever points at it. */
  readonly title?: string
  /** The edges of a chart that it is drawn for, by their place in it. */
  readonly of?: readonly number[]
}

export interface Graph {
  readonly name: string
  /** Which way most edges point. */
  readonly direction: 'down' | 'right'
  /** Parents come before what stands in them. */
  readonly nodes: readonly Node[]
  readonly edges: readonly Edge[]
}

/** The nodes without anything around them, or those that stand in `parent`. */
export function childrenOf({ nodes }: Graph, parent: string | undefined): readonly Node[] {
  return nodes.filter((n) => n.parent === parent)
}

/** Edges of one role from one node to another as one edge with the lines of all. */
export function bundled(edges: readonly Edge[]): readonly Edge[] {
  const all = new Map<string, Edge>()
  for (const edge of edges) {
    const key = JSON.stringify([edge.from, edge.to, edge.role])
    const known = all.get(key)
    all.set(key, known === undefined ? edge : both(known, edge))
  }
  return [...all.values()]
}

function both(one: Edge, other: Edge): Edge {
  const of = [...(one.of ?? []), ...(other.of ?? [])]
  return { ...one, lines: [...one.lines, ...other.lines], ...(of.length > 0 && { of }) }
}
