/**
 * Where Graphviz puts the parts of a graph. This is the one file that knows it; what is drawn is
 * drawn from these coordinates alone.
 */
import { Graphviz } from '@hpcc-js/wasm-graphviz'
import * as z from 'zod'
import { clusterName, dotOf, halfName, nodeName } from './dot.ts'
import type { Graph } from './graph.ts'
import { labelledEdges } from './labels.ts'

/** In points, from the left and from the top. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** `x` and `y` are the middle. */
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** A compound node has a place for its label too. */
export interface Place extends Box {
  readonly label?: Point
}

export interface Route {
  /** A cubic Bézier spline: a start, then three points a piece. */
  readonly points: readonly Point[]
  /** Where the arrow head ends; it begins at the last of `points`. */
  readonly tip?: Point
  /** The middle of the label. */
  readonly label?: Point
}

export interface Layout {
  readonly width: number
  readonly height: number
  /** By id of the node. */
  readonly nodes: ReadonlyMap<string, Place>
  /** In the order of the graph's edges. */
  readonly edges: readonly Route[]
}

/** The same graph always gives the same layout. @throws RangeError when Graphviz cannot draw it. */
export async function layoutOf(graph: Graph): Promise<Layout> {
  const placed = await layout(dotOf(graph))
  const [, , width = 0, height = 0] = numbers(placed.bb)
  const flip = ({ x, y }: Point): Point => ({ x: round(x), y: round(height - y) })
  const objects = new Map((placed.objects ?? []).map((o) => [o.name, o]))
  const nodes = graph.nodes.flatMap(({ id }): readonly (readonly [string, Place])[] => {
    const node = objects.get(nodeName(id)) ?? objects.get(nodeName(clusterName(id)))
    return node === undefined ? [] : [[id, placeOf(node, flip)]]
  })
  const routes = new Map((placed.edges ?? []).map((e) => [e.id, routeOf(e, flip)]))
  const labels = labelledEdges(graph)
  const routeAt = (i: number): Route => {
    const label = labels.get(i)
    const whole = routes.get(`e${i}`) ?? { points: [] }
    const place = label && objects.get(label.name)
    if (label === undefined || place === undefined) return whole
    const [tail, head] = (['tail', 'head'] as const).map((half) => routes.get(halfName(i, half)))
    if (tail === undefined || head === undefined) return whole
    const { way } = label
    const one = way === 'back' ? turned(tail) : tail
    const other = way === 'forth' ? head : turned(head)
    return joined([one, other], placeOf(place, flip))
  }
  return {
    width: round(width),
    height: round(height),
    nodes: new Map(nodes),
    edges: graph.edges.map((_, i) => routeAt(i)),
  }
}

/** The parts of Graphviz's JSON that say where things are; lengths of nodes are in inches. */
const placedSchema = z.object({
  bb: z.string(),
  objects: z
    .array(
      z.object({
        name: z.string(),
        bb: z.string().optional(),
        pos: z.string().optional(),
        width: z.string().optional(),
        height: z.string().optional(),
        lp: z.string().optional(),
      }),
    )
    .optional(),
  edges: z
    .array(z.object({ id: z.string(), pos: z.string().optional(), lp: z.string().optional() }))
    .optional(),
})

type Placed = z.output<typeof placedSchema>
type PlacedObject = NonNullable<Placed['objects']>[number]
type PlacedEdge = NonNullable<Placed['edges']>[number]

async function layout(dot: string): Promise<Placed> {
  const graphviz = await Graphviz.load()
  try {
    return placedSchema.parse(JSON.parse(graphviz.layout(dot, 'json', 'dot')))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new RangeError(`Graphviz cannot lay this graph out: ${reason}`)
  }
}

function placeOf(
  { bb, pos, width = '0', height = '0', lp }: PlacedObject,
  flip: (p: Point) => Point,
): Place {
  const label = lp === undefined ? {} : { label: flip(pointOf(lp)) }
  if (bb === undefined) {
    const size = { width: round(Number(width) * 72), height: round(Number(height) * 72) }
    return { ...flip(pointOf(pos ?? '')), ...size, ...label }
  }
  const [left = 0, bottom = 0, right = 0, top = 0] = numbers(bb)
  const size = { width: round(right - left), height: round(top - bottom) }
  return { ...flip({ x: (left + right) / 2, y: (bottom + top) / 2 }), ...size, ...label }
}

/** The halves of an edge, which meet in the middle of its label; a stretch between them is straight. */
function joined([tail, head]: readonly Route[], { x, y }: Point): Route {
  const [start, ...rest] = head?.points ?? []
  const points = tail?.points ?? []
  const end = points.at(-1)
  const middle = { x, y }
  if (start === undefined || end === undefined) return { points: [], label: middle }
  return {
    points: [...points, end, middle, middle, middle, start, start, ...rest],
    ...(head?.tip && { tip: head.tip }),
    label: middle,
  }
}

/** What was laid out from its head on. */
function turned({ points, ...rest }: Route): Route {
  return { ...rest, points: points.toReversed() }
}

/** `e,X,Y x,y x,y …`: the tip of the arrow, then the spline; `s,` where it begins with the arrow. */
function routeOf({ pos = '', lp }: PlacedEdge, flip: (p: Point) => Point): Route {
  const words = pos.split(' ').filter((w) => w !== '')
  const tip = words.find((w) => /^[es],/.test(w))?.slice(2)
  return {
    points: words.filter((w) => !/^[es],/.test(w)).map((w) => flip(pointOf(w))),
    ...(tip !== undefined && { tip: flip(pointOf(tip)) }),
    ...(lp !== undefined && { label: flip(pointOf(lp)) }),
  }
}

function pointOf(words: string): Point {
  const [x = 0, y = 0] = numbers(words)
  return { x, y }
}

function numbers(words: string): readonly number[] {
  return words.split(',').map(Number)
}

/** Hundredths of a point are finer than anyone sees. */
function round(n: number): number {
  return Math.round(n * 100) / 100
}
