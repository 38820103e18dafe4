/** `endio graph`: a machine, the messages of a design, or its small state space, as a drawing. */
import { check, study } from '../../api.ts'
import { chartOf } from '../../graph/chart.ts'
import { chartGraph } from '../../graph/chart-graph.ts'
import { dotOf } from '../../graph/dot.ts'
import { flowGraph } from '../../graph/flow.ts'
import type { Graph } from '../../graph/graph.ts'
import { mermaidOf } from '../../graph/mermaid.ts'
import { maxDrawn, spaceGraph, TooLargeToDrawError } from '../../graph/space.ts'
import { formatDesign } from '../../scenario/design.ts'
import type { Design, Scenario } from '../../scenario/scenario.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { InconclusiveError, UsageError } from '../failure.ts'
import { chooseDesign, openScenario, parseCount } from '../open.ts'
import { deliver } from '../output-file.ts'
import type { Terminal } from '../terminal.ts'

export interface GraphOptions {
  readonly machine?: string
  readonly flow?: boolean
  readonly space?: boolean
  readonly maxStates?: string
  readonly format: 'svg' | 'mermaid' | 'dot'
  readonly variant: readonly string[]
  readonly out?: string
}

/** States to explore before the messages of a design are told; enough for most scenarios. */
const maxExplored = 2_000_000

export async function graphCommand(
  path: string,
  options: GraphOptions,
  terminal: Terminal,
): Promise<number> {
  const scenario = await openScenario(path, terminal)
  const { graph, title } = drawing(scenario, options)
  await deliver(await written(graph, title, options.format), options.out, terminal)
  return exitCodes.clean
}

interface Drawing {
  readonly graph: Graph
  readonly title: string
}

function drawing(scenario: Scenario, options: GraphOptions): Drawing {
  const { machine, space, variant } = options
  if (machine !== undefined) {
    if (variant.length > 0) throw new UsageError('a machine is the same under every --variant')
    const graph = chartGraph(chartOf(machine, machineNamed(scenario, machine)))
    return { graph, title: `Statechart of ${machine}` }
  }
  const design = chooseDesign(scenario, variant)
  const of = [scenario.name, formatDesign(design)].filter((w) => w !== '').join(' ')
  return space === true
    ? { graph: spaceOf(scenario, design, options.maxStates), title: `Every state of ${of}` }
    : {
        graph: flowOf(scenario, design, options.maxStates),
        title: `Messages of ${of}, answers left out`,
      }
}

function machineNamed({ catalogue }: Scenario, name: string) {
  const kind = catalogue.machines.get(name)
  if (kind !== undefined) return kind.machine
  const names = [...catalogue.machines.keys()].join(', ')
  throw new UsageError(`there is no machine '${name}'; there are ${names}`)
}

function flowOf(scenario: Scenario, design: Design, words: string | undefined): Graph {
  const maxStates = parseCount('--max-states', words) ?? maxExplored
  const subject = study(scenario, design)
  const { stopped } = check(subject, { maxStates })
  if (stopped === 'states') {
    throw new InconclusiveError(
      `more than ${maxStates} states: some messages may be missing; give a larger --max-states`,
    )
  }
  return flowGraph(subject.model)
}

function spaceOf(scenario: Scenario, design: Design, words: string | undefined): Graph {
  const maxStates = parseCount('--max-states', words) ?? maxDrawn
  try {
    return spaceGraph(study(scenario, design).model, maxStates)
  } catch (error) {
    if (!(error instanceof TooLargeToDrawError)) throw error
    throw new InconclusiveError(
      `${error.message}; choose a smaller design with --variant, or give a larger --max-states`,
    )
  }
}

async function written(
  graph: Graph,
  title: string,
  format: GraphOptions['format'],
): Promise<string> {
  switch (format) {
    case 'dot':
      return dotOf(graph)
    case 'mermaid':
      return mermaidOf(graph)
    case 'svg': {
      // The layout engine takes a moment to load.
      const { layoutOf } = await import('../../graph/layout.ts')
      const { svgOf } = await import('../../graph/svg.ts')
      return svgOf(graph, await layoutOf(graph), title)
    }
  }
}
