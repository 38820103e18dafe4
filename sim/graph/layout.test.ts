/** Graphviz puts every part of a chart somewhere, the same every time, and inside what it stands in. */
import { describe, expect, it } from 'vitest'
import { at } from '../assert.ts'
import { everything } from './chart.fixture.ts'
import { chartGraph } from './chart-graph.ts'
import { chartOf } from './chart.ts'
import type { Graph } from './graph.ts'
import { layoutOf } from './layout.ts'
import type { Place } from './layout.ts'

const graph = chartGraph(chartOf('m', everything))

describe('a layout', () => {
  it('has a place for each node and a way for each edge', async () => {
    const { nodes, edges, width, height } = await layoutOf(graph)
    expect([...nodes.keys()]).toEqual(graph.nodes.map((n) => n.id))
    expect(edges).toHaveLength(graph.edges.length)
    for (const { points, tip } of edges) {
      expect(points.length % 3).toBe(1)
      expect(tip).toBeDefined()
      for (const { x, y } of points) {
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x).toBeLessThanOrEqual(width)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(y).toBeLessThanOrEqual(height)
      }
    }
  })

  it('gives an edge a place for its label exactly when it has one', async () => {
    const { edges } = await layoutOf(graph)
    expect(edges.map((e) => e.label !== undefined)).toEqual(
      graph.edges.map((e) => e.lines.length > 0),
    )
  })

  it('keeps nodes inside what they stand in', async () => {
    const { nodes } = await layoutOf(graph)
    for (const { id, parent } of graph.nodes) {
      if (parent === undefined) continue
      const [inner, outer] = [id, parent].map((name) => nodes.get(name))
      expect(inner !== undefined && outer !== undefined && contains(outer, inner)).toBe(true)
    }
  })

  it('is the same every time', async () => {
    expect(await layoutOf(graph)).toEqual(await layoutOf(graph))
  })

  it('survives names that DOT would take for syntax', async () => {
    const ids = ['a"b', String.raw`c\d`, 'e -> f', '<b>g</b>', '{h|i}', 'node']
    const odd: Graph = {
      name: 'odd "name"',
      direction: 'right',
      nodes: ids.map((id) => ({ id, role: 'state', lines: [id] })),
      edges: ids.map((id) => ({ from: id, to: at(ids, 0), role: 'plain', lines: [id] })),
    }
    const { nodes } = await layoutOf(odd)
    expect([...nodes.keys()]).toEqual(ids)
  })
})

function contains(outer: Place, inner: Place): boolean {
  return (
    Math.abs(inner.x - outer.x) * 2 + inner.width <= outer.width + 0.1 &&
    Math.abs(inner.y - outer.y) * 2 + inner.height <= outer.height + 0.1
  )
}
