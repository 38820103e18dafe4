/** A statechart as it is drawn, after UML: a dot where it begins, a double line where it ends. */
import type { Chart, ChartEdge, ChartState } from './chart.ts'
import { edgeText } from './chart.ts'
import { bundled } from './graph.ts'
import type { Edge, Graph, Node, NodeRole } from './graph.ts'

export function chartGraph(chart: Chart): Graph {
  const { name, states, edges } = chart
  const within = new Map(states.map((s) => [s.id, ancestorsOf(chart, s)]))
  const turnsIn = (e: ChartEdge): boolean => within.get(e.to)?.has(e.from) ?? false
  const turnsOut = (e: ChartEdge): boolean => within.get(e.from)?.has(e.to) ?? false
  const inner = new Set(edges.filter(turnsIn).map((e) => e.from))
  const entries = entriesOf(chart)
  const entered = new Set(edges.filter(turnsOut).map((e) => e.to))
  const nodes = states.flatMap((state): readonly Node[] => {
    const parent = state.parent === undefined ? {} : { parent: state.parent }
    return [
      { id: state.id, ...parent, role: roleOf(state), lines: linesOf(state) },
      ...(state.initial
        ? [{ id: initialId(state), ...parent, role: 'initial' as const, lines: [] }]
        : []),
      ...(inner.has(state.id)
        ? [{ id: anyId(state.id), parent: state.id, role: 'any' as const, lines: ['any state'] }]
        : []),
      ...(entered.has(state.id) && !entries.has(state.id)
        ? [{ id: allId(state.id), parent: state.id, role: 'any' as const, lines: ['all regions'] }]
        : []),
    ]
  })
  const drawn = edges.map((e, i): Edge => {
    const lines = [edgeText(e.label, e.guard)].filter((line) => line !== '')
    const from = turnsIn(e) ? anyId(e.from) : e.from
    const to = turnsOut(e) ? (entries.get(e.to) ?? allId(e.to)) : e.to
    return { from, to, role: 'plain', lines, of: [i] }
  })
  const starts = states.flatMap((s): readonly Edge[] =>
    s.initial ? [{ from: initialId(s), to: s.id, role: 'plain', lines: [] }] : [],
  )
  return { name, direction: 'down', nodes, edges: [...starts, ...bundled(drawn)] }
}

const initialId = ({ id }: ChartState): string => `${id} (initial)`
/** An edge cannot leave a box towards its own inside, so it starts at a node that says what it means. */
const anyId = (id: string): string => `${id} (any)`

/** Nor can it reach the border of a box from its inside: it leads to where the box is entered. */
function entriesOf({ states }: Chart): ReadonlyMap<string, string> {
  return new Map(
    states.flatMap((s) =>
      s.initial && s.parent !== undefined ? [[s.parent, initialId(s)] as const] : [],
    ),
  )
}
/** A parallel state is entered in all its regions, so it has no dot. */
const allId = (id: string): string => `${id} (all)`

/** A compound state is inside itself: what it takes and targets itself turns back into it. */
function ancestorsOf({ states }: Chart, state: ChartState): ReadonlySet<string> {
  const found = new Set<string>(isAround(state) ? [state.id] : [])
  for (let up = state.parent; up !== undefined; up = states.find((s) => s.id === up)?.parent) {
    found.add(up)
  }
  return found
}

function isAround({ kind }: ChartState): boolean {
  return kind === 'compound' || kind === 'parallel'
}

function roleOf(state: ChartState): NodeRole {
  switch (state.kind) {
    case 'compound':
    case 'parallel':
      return 'compound'
    case 'final':
    case 'history':
      return state.kind
    case 'atomic':
      return state.tags.includes('idle') ? 'idle' : 'state'
  }
}

function linesOf({ label, kind, deep, tags, internal }: ChartState): readonly string[] {
  if (kind === 'history') return [deep === true ? 'H*' : 'H']
  const marks = [...(kind === 'parallel' ? ['parallel'] : []), ...tags]
  return [label, ...(marks.length === 0 ? [] : [`«${marks.join(' ')}»`]), ...internal]
}
