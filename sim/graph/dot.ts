/**
 * A graph in DOT, the language of Graphviz: https://graphviz.org/doc/info/lang.html. It is drawn well
 * by `dot` as it stands, and is also what the layout of our own drawings is computed from.
 */
import { childrenOf } from './graph.ts'
import type { Edge, Graph, Node, NodeRole } from './graph.ts'

/** Points. Courier's advance, 0.6 of its size, is that of the monospaced fonts of screens. */
export const fontSize = { node: 12, edge: 10 } as const

export function dotOf(graph: Graph): string {
  const font = `fontname="Courier" fontsize=${fontSize.node}`
  return [
    `digraph ${quoted(graph.name)} {`,
    `  graph [compound=true rankdir=${graph.direction === 'down' ? 'TB' : 'LR'} nodesep=0.3 ranksep=0.4 ${font}]`,
    `  node [shape=box style=rounded margin="0.15,0.08" height=0.35 ${font}]`,
    `  edge [fontname="Courier" fontsize=${fontSize.edge} arrowsize=0.7]`,
    ...childrenOf(graph, undefined).flatMap((n) => nodeLines(graph, n, '  ')),
    ...graph.edges.map((edge, i) => `  ${edgeLine(graph, edge, i)}`),
    '}',
    '',
  ].join('\n')
}

/** A node's id as Graphviz keeps it: a name, unlike a label, keeps the backslashes of its escapes. */
export function nodeName(id: string): string {
  return id.replaceAll('\\', String.raw`\\`)
}

/** The name of the cluster of a compound node. */
export function clusterName(id: string): string {
  return `cluster ${id}`
}

function nodeLines(graph: Graph, node: Node, indent: string): readonly string[] {
  const children = childrenOf(graph, node.id)
  if (children.length === 0) return [`${indent}${quoted(node.id)} [${attributes(node)}]`]
  return [
    `${indent}subgraph ${quoted(clusterName(node.id))} {`,
    `${indent}  graph [label="${text(node.lines)}" style=rounded labeljust=l margin=12]`,
    ...children.flatMap((c) => nodeLines(graph, c, `${indent}  `)),
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

function edgeLine(graph: Graph, { from, to, role, lines, title }: Edge, index: number): string {
  const [tail, head] = [from, to].map((id) => leafOf(graph, id))
  const style = { plain: [], path: ['penwidth=2.4'] }[role]
  const words = [
    `id=e${index}`,
    // The blanks keep the text off the line.
    ...(lines.length === 0 ? [] : [`label="${text(lines.map((l) => ` ${l} `))}"`]),
    ...(tail === from ? [] : [`ltail=${quoted(clusterName(from))}`]),
    ...(head === to ? [] : [`lhead=${quoted(clusterName(to))}`]),
    ...(title === undefined ? [] : [`tooltip=${quoted(title)}`]),
    ...style,
  ]
  return `${quoted(tail ?? from)} -> ${quoted(head ?? to)} [${words.join(' ')}]`
}

/** An edge of a cluster is one of a node in it, clipped at the border: its first child's, and so on. */
function leafOf(graph: Graph, id: string): string {
  const first = childrenOf(graph, id).find((n) => n.role !== 'initial')
  return first === undefined ? id : leafOf(graph, first.id)
}

function quoted(word: string): string {
  return `"${escaped(word)}"`
}

function text(lines: readonly string[]): string {
  return lines.map(escaped).join(String.raw`\n`)
}

function escaped(word: string): string {
  return word.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)
}
