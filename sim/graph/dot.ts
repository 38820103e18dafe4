/**
 * A graph in DOT, the language of Graphviz: https://graphviz.org/doc/info/lang.html. It is drawn well
 * by `dot` as it stands, and is also what the layout of our own drawings is computed from.
 */
import { childrenOf } from './graph.ts'
import type { Edge, Graph, Node, NodeRole } from './graph.ts'
import { labelledEdges, leafOf } from './labels.ts'
import type { Labelled } from './labels.ts'

/** Points. Courier's advance, 0.6 of its size, is that of the monospaced fonts of screens. */
export const fontSize = { node: 12, edge: 10 } as const

export function dotOf(graph: Graph): string {
  const font = `fontname="Courier" fontsize=${fontSize.node}`
  const labels = labelledEdges(graph)
  return [
    `digraph ${quoted(graph.name)} {`,
    `  graph [compound=true rankdir=${graph.direction === 'down' ? 'TB' : 'LR'} nodesep=0.3 ranksep=0.4 ${font}]`,
    `  node [shape=box style=rounded margin="0.15,0.08" height=0.35 ${font}]`,
    `  edge [fontname="Courier" fontsize=${fontSize.edge} arrowsize=0.7]`,
    ...insideLines(graph, labels, undefined, '  '),
    ...graph.edges.flatMap((edge, i) => edgeLines(graph, edge, i, labels.get(i))),
    '}',
    '',
  ].join('\n')
}

/** A node's id as Graphviz keeps it: a name, unlike a label, keeps the backslashes of its escapes. */
export function nodeName(id: string): string {
  return id.replaceAll(/\p{Cc}/gu, '\u{FFFD}').replaceAll('\\', String.raw`\\`)
}

/** The name of the cluster of a compound node. */
export function clusterName(id: string): string {
  return `cluster ${id}`
}

type Labels = ReadonlyMap<number, Labelled>

/** The nodes in `parent`, and the labels of edges between them. */
function insideLines(
  graph: Graph,
  labels: Labels,
  parent: string | undefined,
  indent: string,
): readonly string[] {
  const words = [...labels].flatMap(([i, label]) =>
    label.parent === parent ? [`${indent}${labelLine(label, graph.edges[i]?.lines ?? [])}`] : [],
  )
  return [
    ...childrenOf(graph, parent).flatMap((n) => nodeLines(graph, labels, n, indent)),
    ...words,
  ]
}

function labelLine({ name }: Labelled, lines: readonly string[]): string {
  const font = `fontsize=${fontSize.edge} fontcolor="#5b6470"`
  return `${quoted(name)} [label="${text(lines)}" shape=plain margin="0.04,0.02" ${font}]`
}

function nodeLines(graph: Graph, labels: Labels, node: Node, indent: string): readonly string[] {
  if (childrenOf(graph, node.id).length === 0) {
    return [`${indent}${quoted(node.id)} [${attributes(node)}]`]
  }
  return [
    `${indent}subgraph ${quoted(clusterName(node.id))} {`,
    `${indent}  graph [label="${text(node.lines)}" style=rounded labeljust=l margin=12]`,
    ...insideLines(graph, labels, node.id, `${indent}  `),
    `${indent}}`,
  ]
}

function attributes({ role, lines }: Node): string {
  const label = `label="${text(lines)}"`
  const outline = outlines[role]
  return outline === '' ? label : `${label} ${outline}`
}

/** Every role has an outline of its own; the colours are those of the drawings on a light ground. */
const outlines: Readonly<Record<NodeRole, string>> = {
  initial: 'shape=circle style=filled fillcolor=black width=0.14 height=0.14 fixedsize=true',
  state: '',
  compound: '',
  idle: 'style="rounded,dashed"',
  final: 'peripheries=2',
  history: 'shape=circle',
  any: 'shape=plain fontcolor="#5b6470"',
  'cannot-fail': 'shape=ellipse style=filled fillcolor="#e3f1e5" margin="0.05,0.03"',
  'can-fail': 'shape=box style="filled,dashed" fillcolor="#fdf0d5" margin="0.1,0.06"',
  'must-fail': 'shape=hexagon style=filled fillcolor="#fbe0dd" margin="0.05,0.03"',
  passed: 'shape=ellipse style=filled fillcolor="#e3f1e5" peripheries=2 margin="0.05,0.03"',
  violated: 'shape=octagon style=filled fillcolor="#f3b3ac" peripheries=2 margin="0.05,0.03"',
}

function edgeLines(
  graph: Graph,
  { from, to, role, title }: Edge,
  index: number,
  label: Labelled | undefined,
): readonly string[] {
  const [tail, head] = [leafOf(graph, from), leafOf(graph, to)]
  const clip = (end: 'ltail' | 'lhead', leaf: string, id: string): readonly string[] =>
    leaf === id ? [] : [`${end}=${quoted(clusterName(id))}`]
  const style = [
    ...(title === undefined ? [] : [`tooltip="${text(title.split('\n'))}"`]),
    ...{ plain: [], path: ['penwidth=2.4'] }[role],
  ]
  const line = (one: string, other: string, words: readonly string[]): string =>
    `  ${quoted(one)} -> ${quoted(other)} [${[...words, ...style].join(' ')}]`
  if (label === undefined) {
    const clips = [...clip('ltail', tail, from), ...clip('lhead', head, to)]
    return [line(tail, head, [`id=e${index}`, ...clips])]
  }
  const { name, way } = label
  const [first, second] = [`id=${halfName(index, 'tail')}`, `id=${halfName(index, 'head')}`]
  // Both halves run to the middle of the label, so that they meet.
  const toLabel = (): string =>
    line(tail, name, [first, 'dir=none headclip=false', ...clip('ltail', tail, from)])
  const fromHead = (): string =>
    line(head, name, [second, 'dir=back headclip=false', ...clip('ltail', head, to)])
  switch (way) {
    case 'forth':
      return [toLabel(), line(name, head, [second, 'tailclip=false', ...clip('lhead', head, to)])]
    case 'back': {
      const clips = clip('lhead', tail, from)
      return [fromHead(), line(name, tail, [first, 'dir=none tailclip=false', ...clips])]
    }
    case 'round':
      return [toLabel(), fromHead()]
  }
}

/** The half of an edge from its tail to its label, or from there to its head. */
export function halfName(edge: number, half: 'tail' | 'head'): string {
  return `e${edge}${half}`
}

function quoted(word: string): string {
  return `"${escaped(word)}"`
}

/** A label, unlike a name, has entities. */
function text(lines: readonly string[]): string {
  return lines.map((line) => escaped(line.replaceAll('&', '&amp;'))).join(String.raw`\n`)
}

/** Control characters, which Graphviz hands on as they are into what is no JSON then, are replaced. */
function escaped(word: string): string {
  return nodeName(word).replaceAll('"', String.raw`\"`)
}
