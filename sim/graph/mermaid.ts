/**
 * A graph as a flowchart of Mermaid, https://mermaid.js.org/syntax/flowchart.html, which the forges
 * render. Not its state diagram: that has no transition from a state to one inside another.
 */
import { childrenOf } from './graph.ts'
import type { EdgeRole, Graph, Node, NodeRole } from './graph.ts'

export function mermaidOf(graph: Graph): string {
  const ids = new Map(graph.nodes.map((n, i) => [n.id, `n${i}`]))
  const id = (name: string): string => ids.get(name) ?? 'n'
  const used = new Set(graph.nodes.map((n) => n.role))
  const thick = graph.edges.flatMap((e, i) => (e.role === 'path' ? [i] : []))
  return [
    `flowchart ${graph.direction === 'down' ? 'TB' : 'LR'}`,
    ...childrenOf(graph, undefined).flatMap((n) => nodeLines(graph, n, id, '  ')),
    ...graph.edges.map(({ from, to, role, lines }) => {
      const text = lines.length === 0 ? '' : `|"${mermaidLabel(lines)}"|`
      return `  ${id(from)} ${arrows[role]}${text} ${id(to)}`
    }),
    ...Object.entries(classes).flatMap(([role, style]) =>
      [...used].some((u) => u === role) ? [`  classDef ${role} ${style}`] : [],
    ),
    ...(thick.length === 0
      ? []
      : [`  linkStyle ${thick.join(',')} stroke:#9a3412,stroke-width:3px`]),
    '',
  ].join('\n')
}

const arrows: Readonly<Record<EdgeRole, string>> = { plain: '-->', path: '==>' }

/** Colours that carry on a light and on a dark page; shapes say the same. */
const classes: Partial<Readonly<Record<NodeRole, string>>> = {
  idle: 'stroke-dasharray:5 3',
  any: 'stroke:none,fill:none,font-style:italic',
  'cannot-fail': 'fill:#e3f1e5,stroke:#4d7c57,color:#1c2128',
  passed: 'fill:#e3f1e5,stroke:#4d7c57,color:#1c2128',
  'can-fail': 'fill:#fdf0d5,stroke:#a5731b,color:#1c2128,stroke-dasharray:5 3',
  'must-fail': 'fill:#fbe0dd,stroke:#b3403a,color:#1c2128',
  violated: 'fill:#f3b3ac,stroke:#8f1d18,color:#1c2128,stroke-width:3px',
}

function nodeLines(
  graph: Graph,
  node: Node,
  id: (name: string) => string,
  indent: string,
): readonly string[] {
  const children = childrenOf(graph, node.id)
  const label = mermaidLabel(node.lines.length === 0 ? [' '] : node.lines)
  if (children.length === 0) return [`${indent}${id(node.id)}${shapeOf(node.role, label)}`]
  return [
    `${indent}subgraph ${id(node.id)}["${label}"]`,
    ...children.flatMap((c) => nodeLines(graph, c, id, `${indent}  `)),
    `${indent}end`,
  ]
}

function shapeOf(role: NodeRole, label: string): string {
  const marked = role in classes ? `:::${role}` : ''
  switch (role) {
    case 'initial':
      return '@{ shape: f-circ }'
    case 'history':
      return `(("${label}"))`
    case 'final':
    case 'passed':
      return `(["${label}"])${marked}`
    case 'cannot-fail':
      return `(["${label}"])${marked}`
    case 'must-fail':
      return `{{"${label}"}}${marked}`
    case 'violated':
      return `[["${label}"]]${marked}`
    case 'can-fail':
    case 'any':
      return `["${label}"]${marked}`
    case 'state':
    case 'idle':
    case 'compound':
      return `("${label}")${marked}`
  }
}

/** Quoted text, what would be syntax or markup as entity codes. */
function mermaidLabel(lines: readonly string[]): string {
  return lines
    .map((line) =>
      line
        .replaceAll(/\p{Cc}+/gu, ' ')
        .replaceAll(/[#"<>&`\\;]|(?<=^\d+)\./g, (c) => `#${c.codePointAt(0) ?? 0};`),
    )
    .join('<br/>')
}
