/** `endio list`: the scenarios below a folder, with what each asks. */
import { designs } from '../../scenario/design.ts'
import { readScenario } from '../../scenario/load.ts'
import { table, wrap } from '../../report/text.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { problemLines, UsageError } from '../failure.ts'
import { fileName, scenariosBelow } from '../suite/find.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface ListOptions {
  readonly group?: string
  readonly json?: boolean
  readonly ndjson?: boolean
  readonly quiet?: boolean
}

export async function listCommand(
  folder: string,
  options: ListOptions,
  terminal: Terminal,
): Promise<number> {
  const found = await scenariosBelow(folder)
  if (found.length === 0) {
    throw new UsageError(`no ${fileName} below '${folder}'; name a folder: endio list FOLDER`)
  }
  const entries: object[] = []
  let bad = 0
  for (const path of found) {
    const { scenario, problems } = await readScenario(path)
    if (scenario === undefined) {
      bad++
      for (const line of problemLines(problems)) terminal.err(line)
      continue
    }
    const { name, title, groups } = scenario
    if (options.group !== undefined && !groups.includes(options.group)) continue
    const count = designs(scenario).length
    const entry = { path, name, title, groups, designs: count }
    entries.push(entry)
    if (options.ndjson === true) terminal.out(JSON.stringify(entry))
    else if (options.quiet === true) terminal.out(path)
    if (options.json === true || options.ndjson === true || options.quiet === true) continue
    for (const line of table([[path, `${count} designs`, groups.join(' ')]])) terminal.out(line)
    for (const line of wrap(title, 72, '    ')) terminal.out(line)
  }
  if (options.json === true)
    terminal.out(JSON.stringify({ schema: 'endio.list/1', scenarios: entries }))
  return bad > 0 ? exitCodes.usage : exitCodes.clean
}
