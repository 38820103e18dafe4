/** A drawing is well-formed, its text is text, and no role is told by its colour alone. */
import { describe, expect, it } from 'vitest'
import { everything } from './chart.fixture.ts'
import { chartGraph } from './chart-graph.ts'
import { chartOf } from './chart.ts'
import { dotOf } from './dot.ts'
import type { Graph, NodeRole } from './graph.ts'
import { layoutOf } from './layout.ts'
import { mermaidOf } from './mermaid.ts'
import { svgOf, xml } from './svg.ts'

const awkward = 'a "b" <c> & \u0001 #d; e|f [g] `h` \\ end'

const odd: Graph = {
  name: awkward,
  direction: 'right',
  nodes: [
    { id: awkward, role: 'state', lines: [awkward, awkward], title: awkward },
    { id: 'box', role: 'compound', lines: [awkward] },
    { id: 'in', parent: 'box', role: 'idle', lines: ['in'] },
  ],
  edges: [{ from: awkward, to: 'box', role: 'path', lines: [awkward], title: awkward }],
}

/** Elements that are not closed in the order in which they were opened, or text that is markup. */
function faults(svg: string): readonly string[] {
  const open: string[] = []
  const wrong: string[] = []
  const text = svg.replaceAll(/<style>[^<]*<\/style>/g, '')
  for (const [, end, name = '', attributes = ''] of text.matchAll(/<(\/?)([a-z]+)([^>]*)>/g)) {
    if (end === '/') {
      if (open.pop() !== name) wrong.push(`</${name}>`)
    } else if (!attributes.endsWith('/')) open.push(name)
    if (!/^(?: [a-zA-Z:-]+="[^"<]*")*\/?$/.test(attributes)) wrong.push(attributes)
  }
  const bare = text.replaceAll(/<[^>]*>/g, '').replaceAll(/&(?:amp|lt|gt|quot);/g, '')
  return [...wrong, ...open, ...(/[<>&]/.test(bare) ? [bare] : [])]
}

describe('an SVG', () => {
  it.each([
    ['a chart', chartGraph(chartOf('m', everything))],
    ['awkward text', odd],
  ])('is well-formed and has every label: %s', async (_, graph) => {
    const svg = svgOf(graph, await layoutOf(graph), graph.name)
    expect(faults(svg)).toEqual([])
    for (const line of [...graph.nodes, ...graph.edges].flatMap((n) => n.lines)) {
      expect(svg).toContain(`>${xml(line)}</tspan>`)
    }
  })

  it('is the same bytes every time', async () => {
    const graph = chartGraph(chartOf('m', everything))
    const draw = async (): Promise<string> => svgOf(graph, await layoutOf(graph), 'm')
    expect(await draw()).toBe(await draw())
  })

  it('the checker sees what is wrong', () => {
    expect(faults('<svg><g></svg></g>')).not.toEqual([])
    expect(faults('<svg>a & b</svg>')).not.toEqual([])
  })
})

const outlooks: readonly NodeRole[] = [
  'cannot-fail',
  'can-fail',
  'must-fail',
  'passed',
  'violated',
  'state',
  'final',
]

describe('without colours', () => {
  const graph: Graph = {
    ...{ name: 'roles', direction: 'down', edges: [] },
    nodes: outlooks.map((role) => ({ id: role, role, lines: ['x'] })),
  }

  it('the roles of a drawing are told apart by their outlines', async () => {
    const svg = svgOf(graph, await layoutOf(graph), 'roles')
    const outlines = [...svg.matchAll(/<g class="node [\w-]+">(.*?)<text/g)].map(
      ([, shapes = '']) => shapes.replaceAll(/[\d.,-]+/g, (n) => (n.includes(',') ? 'p' : '')),
    )
    // One is dashed, by its style; its outline is a rectangle without round corners.
    expect(outlines).toHaveLength(outlooks.length)
    expect(svg).toMatch(/\.can-fail rect\{[^}]*stroke-dasharray/)
    const shapes = outlines.map((o) => [...o.matchAll(/<(\w+)/g)].map((m) => m[1]).join(' '))
    expect(shapes).toEqual([
      'ellipse',
      'rect',
      'polygon',
      'ellipse ellipse',
      'polygon polygon',
      'rect',
      'rect rect',
    ])
  })

  it('and those of DOT too', () => {
    const attributes = dotOf(graph).match(/\[label="x".*\]/g) ?? []
    const shapes = attributes.map((a) => a.replaceAll(/fillcolor="[^"]*"|margin="[^"]*"/g, ''))
    expect(new Set(shapes).size).toBe(outlooks.length)
  })
})

/** The part of Mermaid's grammar that is used: its forms, with quoted labels of entity codes. */
const label = String.raw`"(?:[^"#<>&\n]|#\d+;|<br/>)*"`
const shapes = [`\\(${label}\\)`, `\\(\\[${label}\\]\\)`, `\\[${label}\\]`, `\\{\\{${label}\\}\\}`]
const forms = [
  /^flowchart (?:TB|LR)$/,
  new RegExp(
    `^ *n\\d+(?:${shapes.join('|')}|\\[\\[${label}\\]\\]|\\(\\("H"\\)\\))(?::::[\\w-]+)?$`,
  ),
  /^ *n\d+@\{ shape: f-circ \}$/,
  new RegExp(`^ *subgraph n\\d+\\[${label}\\]$`),
  /^ *end$/,
  new RegExp(`^ {2}n\\d+ (?:-->|==>)(?:\\|${label}\\|)? n\\d+$`),
  /^ {2}classDef [\w-]+ [\w:#,. -]+$/,
  /^ {2}linkStyle [\d,]+ [\w:#,-]+$/,
]

describe('Mermaid', () => {
  it.each([
    ['a chart', chartGraph(chartOf('m', everything))],
    ['awkward text', odd],
  ])('has only lines of the grammar, and all nodes and edges: %s', (_, graph) => {
    const lines = mermaidOf(graph).trimEnd().split('\n')
    expect(lines.filter((l) => !forms.some((f) => f.test(l)))).toEqual([])
    expect(lines.filter((l) => /(?:-->|==>)/.test(l))).toHaveLength(graph.edges.length)
  })
})
