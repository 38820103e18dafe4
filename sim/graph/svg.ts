/**
 * A graph as SVG, from its layout. Text is set as text, in the monospaced font of the reader, and the
 * colours follow the reader's light or dark theme. Every role has an outline or a word of its own.
 */
import { fontSize } from './dot.ts'
import type { Edge, Graph, Node } from './graph.ts'
import type { Layout, Place, Point, Route } from './layout.ts'
import { svgStyle } from './svg-style.ts'

const margin = 8
/** Of one line of text, as Graphviz reserves it for its fonts. */
const leading = 1.2
/** Of one character, in parts of its size. */
const advance = 0.6
/** Where a line's baseline is below its middle, in parts of its size. */
const baseline = 0.32

/** A document of its own; `title` is for those who do not see it. */
export function svgOf(graph: Graph, layout: Layout, title: string): string {
  const [width, height] = [layout.width, layout.height].map((n) => Math.ceil(n) + 2 * margin)
  const boxes = graph.nodes.flatMap((node) => {
    const place = layout.nodes.get(node.id)
    return place === undefined ? [] : [nodeSvg(node, place)]
  })
  const lines = graph.edges.map((edge, i) => edgeSvg(edge, layout.edges[i]))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}" role="img" aria-label="${xml(title)}">`,
    `<title>${xml(title)}</title>`,
    `<style>${svgStyle}</style>`,
    `<rect class="ground" x="${-margin}" y="${-margin}" width="${width}" height="${height}"/>`,
    ...boxes,
    ...lines.filter((line) => line !== ''),
    '</svg>',
    '',
  ].join('\n')
}

function nodeSvg(node: Node, place: Place): string {
  const shapes = outline(node, place)
  const label = place.label ?? place
  const words = textSvg(node.lines, label, fontSize.node, 'name')
  return `<g class="node ${node.role}">${titleSvg(node.title)}${shapes}${words}</g>`
}

/** The outline of a role; final ones have two. */
function outline({ role }: Node, place: Place): string {
  switch (role) {
    case 'initial':
    case 'history':
      return `<circle cx="${place.x}" cy="${place.y}" r="${fixed(place.width / 2)}"/>`
    case 'any':
      return ''
    case 'state':
    case 'idle':
    case 'compound':
      return rectangle(place, 0, 7)
    case 'final':
      return rectangle(place, 0, 7) + rectangle(place, 4, 4)
    case 'can-fail':
      return rectangle(place, 0, 0)
    case 'cannot-fail':
      return ellipse(place, 0)
    case 'passed':
      return ellipse(place, 0) + ellipse(place, 4)
    case 'must-fail':
      return polygon(place, hexagon)
    case 'violated':
      return polygon(place, octagon) + polygon(inset(place, 4), octagon)
  }
}

function rectangle(place: Place, by: number, radius: number): string {
  const { x, y, width, height } = inset(place, by)
  return `<rect x="${fixed(x - width / 2)}" y="${fixed(y - height / 2)}" width="${fixed(width)}" height="${fixed(height)}" rx="${radius}"/>`
}

function ellipse(place: Place, by: number): string {
  const { x, y, width, height } = inset(place, by)
  return `<ellipse cx="${x}" cy="${y}" rx="${fixed(width / 2)}" ry="${fixed(height / 2)}"/>`
}

function inset(place: Place, by: number): Place {
  return { ...place, width: place.width - 2 * by, height: place.height - 2 * by }
}

/** Corners in parts of half the width and half the height. */
type Corners = readonly (readonly [number, number])[]

const hexagon: Corners = [
  [-1, 0],
  [-0.6, -1],
  [0.6, -1],
  [1, 0],
  [0.6, 1],
  [-0.6, 1],
]
const octagon: Corners = [
  [-1, -0.45],
  [-0.6, -1],
  [0.6, -1],
  [1, -0.45],
  [1, 0.45],
  [0.6, 1],
  [-0.6, 1],
  [-1, 0.45],
]

function polygon({ x, y, width, height }: Place, corners: Corners): string {
  const points = corners.map(
    ([dx, dy]) => `${fixed(x + (dx * width) / 2)},${fixed(y + (dy * height) / 2)}`,
  )
  return `<polygon points="${points.join(' ')}"/>`
}

function edgeSvg({ role, lines, title }: Edge, route: Route | undefined): string {
  const [first, ...rest] = route?.points ?? []
  if (route === undefined || first === undefined) return ''
  const curve = `M${first.x},${first.y}C${rest.map(({ x, y }) => `${x},${y}`).join(' ')}`
  const head = arrow(rest.at(-1), route.tip)
  const words =
    route.label === undefined
      ? ''
      : groundSvg(lines, route.label) + textSvg(lines, route.label, fontSize.edge, 'event')
  return `<g class="edge ${role}">${titleSvg(title)}<path d="${curve}"/>${head}${words}</g>`
}

/** Interrupts the line that a label stands on. */
function groundSvg(lines: readonly string[], { x, y }: Point): string {
  const { width, height } = labelSize(lines)
  return `<rect class="ground" x="${fixed(x - width / 2)}" y="${fixed(y - height / 2)}" width="${fixed(width)}" height="${fixed(height)}"/>`
}

/** Of the label of an edge, in points. */
export function labelSize(lines: readonly string[]): {
  readonly width: number
  readonly height: number
} {
  const characters = Math.max(0, ...lines.map((line) => line.length))
  return {
    width: characters * fontSize.edge * advance + 4,
    height: lines.length * fontSize.edge * leading,
  }
}

function titleSvg(title: string | undefined): string {
  return title === undefined ? '' : `<title>${xml(title)}</title>`
}

/** Of the length that Graphviz left between the spline and the tip. */
function arrow(base: Point | undefined, tip: Point | undefined): string {
  if (base === undefined || tip === undefined) return ''
  const corners = arrowHead(base, tip)
  return `<polygon points="${corners.map(({ x, y }) => `${fixed(x)},${fixed(y)}`).join(' ')}"/>`
}

/** The corners of an arrow's head from where its spline ends to its tip. */
export function arrowHead(base: Point, tip: Point): readonly Point[] {
  const [dx, dy] = [tip.x - base.x, tip.y - base.y]
  const side = 0.38
  return [
    tip,
    { x: base.x - side * dy, y: base.y + side * dx },
    { x: base.x + side * dy, y: base.y - side * dx },
  ]
}

/** Lines around a middle. */
function textSvg(lines: readonly string[], { x, y }: Point, size: number, kind: string): string {
  if (lines.length === 0) return ''
  const top = y - ((lines.length - 1) / 2) * size * leading + size * baseline
  const spans = lines.map((line, i) => {
    const first = i === 0 ? ' class="first"' : ''
    return `<tspan${first} x="${x}" y="${fixed(top + i * size * leading)}">${xml(line)}</tspan>`
  })
  return `<text class="${kind}" font-size="${size}">${spans.join('')}</text>`
}

function fixed(n: number): string {
  return String(Math.round(n * 100) / 100)
}

/** Characters that XML 1.0 has no form for become a replacement character. */
export function xml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
