/** `endio show`: the expanded scenario under one design, or the statechart of one machine. */
import { bind } from '../../scenario/bind.ts'
import { machineLines, scenarioLines } from '../../report/scenario.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { UsageError } from '../failure.ts'
import { chooseDesign, openScenario } from '../open.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface ShowOptions {
  readonly variant: readonly string[]
  readonly machine?: string
  readonly json?: boolean
  readonly ndjson?: boolean
}

export async function showCommand(
  path: string,
  options: ShowOptions,
  terminal: Terminal,
): Promise<number> {
  const scenario = await openScenario(path, terminal)
  const structured = options.json === true || options.ndjson === true
  const { machines } = scenario.catalogue
  if (options.machine !== undefined) {
    const kind = machines.get(options.machine)
    if (kind === undefined) {
      const names = [...machines.keys()].join(', ')
      throw new UsageError(`there is no machine '${options.machine}'; there are ${names}`)
    }
    if (structured) terminal.out(JSON.stringify(kind.machine.definition))
    else for (const line of machineLines(kind.machine)) terminal.out(line)
    return exitCodes.clean
  }
  const design = chooseDesign(scenario, options.variant)
  const system = bind(scenario, design)
  if (!structured) {
    for (const line of scenarioLines(scenario, design, system)) terminal.out(line)
    return exitCodes.clean
  }
  const { name, hash, title, origin, groups, params, variants } = scenario
  const actors = system.actors.map(({ id, machine, machineName, input }) => ({
    id,
    machine: machineName ?? machine.id,
    input,
  }))
  const properties = system.properties.map(({ name: property, kind, law, source }) => ({
    name: property,
    kind,
    law,
    source,
  }))
  const head = { schema: 'endio.show/1', name, hash, title, origin, groups, params, variants }
  terminal.out(JSON.stringify({ ...head, design, actors, properties, bound: system.bound }))
  return exitCodes.clean
}
