/** `endio validate`: every mistake of every file named, in one pass; nothing is run. */
import { isError } from '../../errors.ts'
import { designs } from '../../scenario/design.ts'
import { readScenario } from '../../scenario/load.ts'
import { exitCodes } from '../../verdict/exit.ts'
import { problemLines } from '../failure.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface ValidateOptions {
  readonly json?: boolean
  readonly ndjson?: boolean
  readonly quiet?: boolean
}

export async function validateCommand(
  paths: readonly string[],
  options: ValidateOptions,
  terminal: Terminal,
): Promise<number> {
  const structured = options.json === true || options.ndjson === true
  const documents: object[] = []
  let errors = 0
  for (const path of paths) {
    const { scenario, problems } = await readScenario(path)
    errors += problems.filter(isError).length
    const document = { schema: 'endio.validate/1', path, valid: scenario !== undefined, problems }
    if (options.ndjson === true) terminal.out(JSON.stringify(document))
    documents.push(document)
    if (structured) continue
    for (const line of problemLines(problems)) terminal.err(line)
    if (scenario === undefined || options.quiet === true) continue
    const count = designs(scenario).length
    terminal.out(
      `${path}: ok, ${scenario.name} ${scenario.hash}, ${count} ${count === 1 ? 'design' : 'designs'}`,
    )
  }
  if (options.json === true) terminal.out(JSON.stringify(documents))
  return errors > 0 ? exitCodes.usage : exitCodes.clean
}
