/** A scenario as the engine will run it: what `show` prints. */
import type { AnyStateMachine } from 'xstate'
import type { Scenario, Design } from '../scenario/scenario.ts'
import { designs, formatDesign } from '../scenario/design.ts'
import type { Actor, System } from '../scenario/system.ts'
import { formatNumber, formatValue, mailWidth, table, wrap } from './text.ts'

export function scenarioLines(
  scenario: Scenario,
  design: Design,
  system: System,
): readonly string[] {
  const section = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', `${name}:`, ...lines.map((l) => `  ${l}`)]
  return [
    `${scenario.name} ${scenario.hash}`,
    ...wrap(scenario.title, mailWidth),
    ...section(
      'origin',
      Object.entries(scenario.origin).map(([k, v]) => `${k}: ${formatValue(v)}`),
    ),
    ...section(
      'params',
      table(Object.entries(scenario.params).map(([k, v]) => [k, formatValue(v)])),
    ),
    ...section(
      `variants (${designs(scenario).length} designs; shown: ${formatDesign(design)})`,
      Object.entries(scenario.variants).map(([k, v]) => `${k}: ${v.map(String).join(' | ')}`),
    ),
    ...section('actors', system.actors.flatMap(actorLines)),
    ...section('properties', system.properties.flatMap(propertyLines)),
    ...section('bound', [
      `${system.bound.steps} steps, ${formatNumber(system.bound.faults)} faults`,
    ]),
  ]
}

function actorLines({ id, machine, machineName, input }: Actor): readonly string[] {
  const name = machineName ?? machine.id
  return [`${id}: ${name}`, ...wrap(formatValue(input), mailWidth - 2, '    ')]
}

function propertyLines(property: System['properties'][number]): readonly string[] {
  const about = property.kind === 'monitor' ? property.observes : property.reads
  return [
    `${property.name} (${property.kind}) of ${about.join(', ')}`,
    ...(property.law === undefined ? [] : wrap(property.law, mailWidth - 2, '    ')),
    ...(property.source === undefined
      ? []
      : wrap(`source: ${property.source}`, mailWidth - 2, '    ')),
  ]
}

/** The statechart of a machine as an indented list of states and the events each takes. */
export function machineLines(machine: AnyStateMachine): readonly string[] {
  const visit = (node: AnyStateMachine['root'], depth: number): readonly string[] => {
    const events = node.ownEvents.filter((e) => e !== '').join(' ')
    const kind = node.type === 'atomic' || node.type === 'compound' ? '' : ` (${node.type})`
    const tags = node.tags.length === 0 ? '' : ` [${node.tags.join(' ')}]`
    const line = `${'  '.repeat(depth)}${node.key}${kind}${tags}${events === '' ? '' : `: ${events}`}`
    return [line, ...Object.values(node.states).flatMap((child) => visit(child, depth + 1))]
  }
  return visit(machine.root, 0)
}
