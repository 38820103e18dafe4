/** The statecharts of machines as lists of states and transitions, and which transition a step took. */
import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate'
import { definitionsOf } from '../graph/chart.ts'
import type { System } from '../scenario/system.ts'
import type { Step } from '../trace/trace.ts'
import type { Chart, ChartState, ChartTransition } from './chart.ts'

type Node = AnyStateMachine['root']

interface Numbered {
  readonly chart: Chart
  readonly definitions: readonly AnyTransitionDefinition[]
}

/** The charts of a system by machine; numbered once, so that steps can point into them. */
export class Charts {
  private readonly byMachine = new Map<AnyStateMachine, Numbered>()
  readonly charts: Readonly<Record<string, Chart>>

  constructor({ actors }: Pick<System, 'actors'>) {
    for (const { machine, machineName } of actors) {
      if (this.byMachine.has(machine)) continue
      this.byMachine.set(machine, numbered(machineName ?? machine.id, machine))
    }
    this.charts = Object.fromEntries(
      [...this.byMachine.values()].map(({ chart }) => [chart.machine, chart]),
    )
  }

  /** The charts of `machines`, of all if not told, drawn where they can be. */
  async drawn(machines?: readonly string[]): Promise<Readonly<Record<string, Chart>>> {
    // Graphviz takes a moment to load, and most who record a run draw nothing.
    const { drawn } = await import('./drawing.ts')
    const charts: [string, Chart][] = []
    for (const [machine, { chart }] of this.byMachine) {
      if (machines?.includes(chart.machine) === false) continue
      charts.push([chart.machine, await drawn(chart, machine)])
    }
    return Object.fromEntries(charts)
  }

  /** The number of the transition with which the receiver of `step` took it, its first if several. */
  taken(machine: AnyStateMachine, { before, event }: Step): number | undefined {
    if (before.status !== 'active') return undefined
    const [definition] = machine.getTransitionData(before, event)
    if (definition === undefined) return undefined
    const i = this.byMachine.get(machine)?.definitions.indexOf(definition) ?? -1
    return i < 0 ? undefined : i
  }
}

function numbered(name: string, machine: AnyStateMachine): Numbered {
  const nodes = below(machine.root)
  const definitions = nodes.flatMap((node) => definitionsOf(node).flat())
  return {
    chart: {
      machine: name,
      states: nodes.map(stateOf),
      transitions: definitions.map(transitionOf),
    },
    definitions,
  }
}

function below(node: Node): readonly Node[] {
  return [node, ...Object.values(node.states).flatMap(below)]
}

const pathOf = (node: Node): string => node.path.join('.')

function stateOf(node: Node): ChartState {
  const { parent } = node
  return {
    path: pathOf(node),
    kind: node.type,
    initial: parent?.type === 'compound' && (parent.initial.target ?? []).includes(node),
    tags: node.tags,
  }
}

function transitionOf({
  source,
  eventType,
  target,
  guard,
}: AnyTransitionDefinition): ChartTransition {
  return {
    from: pathOf(source),
    event: eventType === '' ? 'always' : eventType,
    targets: (target ?? []).map(pathOf),
    guarded: guard !== undefined,
  }
}
