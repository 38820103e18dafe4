/** Every label belongs to one edge for whoever looks, and stands on nothing else. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createMachine } from 'xstate'
import type { AnyStateMachine } from 'xstate'
import { beforeAll, describe, expect, it } from 'vitest'
import { check, study } from '../api.ts'
import { loadScenario } from '../scenario/load.ts'
import { everything } from './chart.fixture.ts'
import { chartGraph } from './chart-graph.ts'
import { chartOf } from './chart.ts'
import { clusterName, dotOf } from './dot.ts'
import { flowGraph } from './flow.ts'
import { childrenOf } from './graph.ts'
import type { Graph } from './graph.ts'
import { layoutOf } from './layout.ts'
import type { Box, Layout } from './layout.ts'
import { distance, outside, overlap } from './near.fixture.ts'
import { labelSize } from './svg.ts'

const scenarios = fileURLToPath(new URL('../../scenarios/', import.meta.url))

/** What is drawn closer than this, in points, cannot be told apart. */
const close = 0.5

function labelsOf(graph: Graph, layout: Layout): readonly (Box & { readonly edge: number })[] {
  return layout.edges.flatMap(({ label }, edge) => {
    const lines = graph.edges[edge]?.lines ?? []
    return label === undefined ? [] : [{ ...label, ...labelSize(lines), edge }]
  })
}

/** Labels that are nearer to another edge than to their own. */
function strayed(graph: Graph, layout: Layout): readonly string[] {
  return labelsOf(graph, layout).flatMap((label) => {
    const own = layout.edges[label.edge]
    if (own === undefined) return ['an edge without a way']
    const others = layout.edges.filter((route) => route !== own && route.points.length > 0)
    const nearest = Math.min(Infinity, ...others.map((route) => distance(label, route)))
    return distance(label, own) < nearest ? [] : [graph.edges[label.edge]?.lines.join() ?? '']
  })
}

/** Labels that stand out of the drawing, on the border of a box, or on one another. */
function crossing(graph: Graph, layout: Layout): readonly string[] {
  const labels = labelsOf(graph, layout)
  const { width, height } = layout
  const sheet: Box = { x: width / 2, y: height / 2, width, height }
  const boxes = [...layout.nodes.values()]
  return labels.flatMap((label, i) => {
    const words = graph.edges[label.edge]?.lines.join() ?? ''
    const crosses = boxes.some((b) => overlap(b, label) > close && outside(b, label) > -close)
    const covers = labels.slice(i + 1).some((other) => overlap(label, other) > close)
    return [
      ...(outside(sheet, label) > close ? [`${words} leaves the drawing`] : []),
      ...(crosses ? [`${words} crosses a border`] : []),
      ...(covers ? [`${words} covers another`] : []),
    ]
  })
}

/** Edges that DOT would have to end at a box which is around their other end. */
function inward(graph: Graph): readonly string[] {
  const parents = new Map(graph.nodes.map((n) => [n.id, n.parent]))
  const isIn = (id: string, box: string): boolean => {
    for (let up: string | undefined = id; up !== undefined; up = parents.get(up)) {
      if (up === box) return childrenOf(graph, box).length > 0
    }
    return false
  }
  return graph.edges.flatMap(({ from, to }) =>
    isIn(from, to) || isIn(to, from) ? [`${from} -> ${to}`] : [],
  )
}

describe('the labels of messages', () => {
  it.each([
    'isize/h3-truncate-zeroes-acked-aio',
    'isize/h2-completion-rewinds-eof',
    'completion/r24-lost-wakeup',
    'writeback/r31-reclaim-waits-for-unsubmitted-writeback',
    'blocks/r26-reflink-versus-direct-write',
  ])('are nearest to their own edge: %s', async (path) => {
    const subject = study(await loadScenario(`${scenarios}${path}`))
    check(subject)
    const graph = flowGraph(subject.model)
    const layout = await layoutOf(graph)
    expect(labelsOf(graph, layout).length).toBeGreaterThan(3)
    expect(strayed(graph, layout)).toEqual([])
    expect(crossing(graph, layout)).toEqual([])
  })
})

/** Two tasks take a lock; the second half of a guard has a long way. */
const mutex = createMachine({
  id: 'mutex',
  initial: 'free',
  context: { owner: '', waiting: 0 },
  states: {
    free: { on: { lock: 'held' } },
    held: {
      initial: 'quiet',
      on: {
        unlock: [{ guard: ({ context }) => context.waiting > 0, target: 'held' }, 'free'],
        lock: { target: '.contended' },
      },
      states: { quiet: {}, contended: { on: { again: 'quiet', drop: '#mutex' } } },
    },
  },
})

const regions = createMachine({
  id: 'regions',
  type: 'parallel',
  states: { a: { initial: 'x', states: { x: { on: { all: '#regions' } } } }, b: {} },
})

describe('the labels of statecharts', () => {
  const machines = new Map<string, AnyStateMachine>([
    ['everything', everything],
    ['mutex', mutex],
    ['regions', regions],
  ])
  beforeAll(async () => {
    for (const folder of readdirSync(scenarios, { withFileTypes: true })) {
      if (!folder.isDirectory()) continue
      for (const name of readdirSync(`${scenarios}${folder.name}`)) {
        const { catalogue } = await loadScenario(`${scenarios}${folder.name}/${name}`)
        for (const [id, { machine }] of catalogue.machines) machines.set(id, machine)
      }
    }
  }, 120_000)

  it('of every machine stand on their own edge, and on nothing else', async () => {
    const wrong: string[] = []
    for (const [name, machine] of machines) {
      const graph = chartGraph(chartOf(name, machine))
      const layout = await layoutOf(graph)
      const found = [...strayed(graph, layout), ...crossing(graph, layout), ...inward(graph)]
      wrong.push(...found.map((words) => `${name}: ${words}`))
    }
    expect(machines.size).toBeGreaterThan(20)
    expect(wrong).toEqual([])
  }, 120_000)

  it('a transition to what is around its state leads to where that is entered', () => {
    const edges = chartGraph(chartOf('mutex', mutex)).edges.map(({ from, to }) => [from, to])
    expect(edges).toContainEqual(['mutex.held (any)', 'mutex.held.quiet (initial)'])
    expect(edges).toContainEqual(['mutex.held.contended', 'mutex.free (initial)'])
    const graph = chartGraph(chartOf('regions', regions))
    expect(graph.edges.map((e) => e.to)).toContain('regions (all)')
    expect(dotOf(graph)).not.toContain(`lhead="${clusterName('regions')}"`)
  })
})

it('an edge that closes a cycle goes back beside the others', async () => {
  const ends = [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
  ] as const
  const graph: Graph = {
    name: 'round',
    direction: 'right',
    nodes: ['a', 'b', 'c'].map((id) => ({ id, role: 'state', lines: [id] })),
    edges: ends.map(([from, to]) => ({ from, to, role: 'plain', lines: ['to'] })),
  }
  const { nodes, edges } = await layoutOf(graph)
  const [first, last] = [nodes.get('a'), nodes.get('c')]
  const back = edges[2]
  expect(back?.label?.x).toBeGreaterThan(first?.x ?? Infinity)
  expect(back?.label?.x).toBeLessThan(last?.x ?? -Infinity)
  expect(back?.points[0]?.x).toBeGreaterThan(back?.tip?.x ?? Infinity)
})
