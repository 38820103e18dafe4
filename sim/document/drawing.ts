/** A chart with the places of its states and transitions, for the page to draw. */
import type { AnyStateMachine } from 'xstate'
import { chartOf, edgeText } from '../graph/chart.ts'
import type { Chart as MachineChart } from '../graph/chart.ts'
import { chartGraph } from '../graph/chart-graph.ts'
import type { Edge, Node } from '../graph/graph.ts'
import { layoutOf } from '../graph/layout.ts'
import type { Place, Point, Route } from '../graph/layout.ts'
import { arrowHead } from '../graph/svg.ts'
import type { Chart, ChartDrawing, DrawnBox, DrawnLine, DrawnWords } from './chart.ts'

/** More states than this are listed alone: nobody finds one in the drawing, and it takes room. */
const maxStates = 100

/** `chart` of `machine` with its drawing, or as it is where it is too large or cannot be laid out. */
export async function drawn(chart: Chart, machine: AnyStateMachine): Promise<Chart> {
  if (chart.states.length > maxStates) return chart
  try {
    return { ...chart, drawing: await drawingOf(chart, machine) }
  } catch (error) {
    if (error instanceof RangeError) return chart
    throw error
  }
}

async function drawingOf(chart: Chart, machine: AnyStateMachine): Promise<ChartDrawing> {
  const source = chartOf(chart.machine, machine)
  const graph = chartGraph(source)
  const layout = await layoutOf(graph)
  const paths = new Map(source.states.map((s, i) => [s.id, chart.states[i]?.path]))
  // Of both, states come in one order and so do the transitions of a state.
  const numbers = chart.transitions.flatMap((t, i) => t.targets.map(() => i))
  return {
    width: Math.ceil(layout.width),
    height: Math.ceil(layout.height),
    boxes: graph.nodes.flatMap((node) => {
      const place = layout.nodes.get(node.id)
      return place === undefined ? [] : [boxOf(node, place, paths.get(node.id), chart)]
    }),
    lines: graph.edges.flatMap((edge, i) => {
      const route = layout.edges[i]
      return route === undefined ? [] : lineOf(route, wordsOf(edge, source, numbers))
    }),
  }
}

function boxOf(
  { role, lines }: Node,
  place: Place,
  path: string | undefined,
  { transitions }: Chart,
): DrawnBox {
  const internal = transitions.flatMap((t, i) =>
    t.from === path && t.targets.length === 0 ? [i] : [],
  )
  const named = lines.length - internal.length
  const [x, y] = whole({ x: place.x - place.width / 2, y: place.y - place.height / 2 })
  return {
    role,
    ...(path !== undefined && { path }),
    x,
    y,
    width: Math.round(place.width),
    height: Math.round(place.height),
    at: whole(place.label ?? place),
    words: lines.map((text, i): DrawnWords => {
      const transition = internal[i - named]
      return { text, ...(transition !== undefined && { transition }) }
    }),
  }
}

function wordsOf(
  { of = [] }: Edge,
  { edges }: MachineChart,
  numbers: readonly number[],
): readonly DrawnWords[] {
  return of.flatMap((i): readonly DrawnWords[] => {
    const [edge, transition] = [edges[i], numbers[i]]
    if (edge === undefined || transition === undefined) return []
    return [{ text: edgeText(edge.label, edge.guard), transition }]
  })
}

function lineOf(route: Route, words: readonly DrawnWords[]): readonly DrawnLine[] {
  const [first, ...rest] = route.points
  const { tip, label } = route
  const base = rest.at(-1)
  if (first === undefined || base === undefined) return []
  const head = tip === undefined ? [] : arrowHead(base, tip)
  return [
    {
      d: `M${whole(first).join()}c${relative(route.points.map(whole)).join(' ')}`,
      head: head.map(whole).join(' '),
      ...(label && { at: whole(label) }),
      words,
    },
  ]
}

function whole({ x, y }: Point): readonly [number, number] {
  return [Math.round(x), Math.round(y)]
}

/** The points after the first, from where their piece of the spline starts: half as many digits. */
function relative(
  points: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  return points.slice(1).map(([x, y], i) => {
    const [fromX, fromY] = points[i - (i % 3)] ?? [0, 0]
    return [x - fromX, y - fromY]
  })
}
