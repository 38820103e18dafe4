/** What the verbs of the command line share: their options, their help, and how they are performed. */
import { InvalidArgumentError, Option } from 'commander'
import type { Command } from 'commander'
import { parseStrategy } from '../../scenario/strategy-name.ts'
import type { ExitStyle } from '../../verdict/exit.ts'
import type { ColorMode, Terminal } from '../terminal.ts'

export interface Shared {
  readonly color: ColorMode
  readonly exitStyle?: ExitStyle
}

export type Action = (terminal: Terminal) => Promise<number>

/** Runs an action under the shared options and keeps its exit code. */
export type Perform = (shared: Shared, action: Action) => Promise<void>

/** Options of every verb that answers a question. */
export function shared(command: Command): Command {
  return colored(
    command
      .option('--json', 'one JSON document on the standard output')
      .addOption(new Option('--ndjson', 'a stream of JSON lines instead').conflicts('json'))
      .option('-q, --quiet', 'no text beyond the result'),
  )
}

/** Options of every verb. */
export function colored(command: Command): Command {
  return command.addOption(
    new Option('--color <when>', 'colour the output; NO_COLOR and FORCE_COLOR are obeyed')
      .choices(['auto', 'always', 'never'])
      .default('auto'),
  )
}

export function common(command: Command, verb: string): Command {
  return shared(command)
    .option('--variant <k=v>', 'choose a variant of the design; repeatable', collect, [])
    .addHelpText(
      'after',
      `\nExit codes of ${verb}: 0 nothing violated, 1 violated, 2 usage or scenario error,\n3 inconclusive or vacuous, 4 endio's own fault, 130 interrupted.`,
    )
}

export function examples(first: string, second: string): string {
  return `\nExamples:\n  npx endio ${first}\n  npx endio ${second}`
}

export function strategyOption(description: string): Option {
  return new Option(
    '--strategy <name>',
    `${description}, such as uniform, pos or pctcp:3`,
  ).argParser((text) => {
    const parsed = parseStrategy(text)
    if (parsed.ok) return text
    throw new InvalidArgumentError(parsed.message)
  })
}

export function collect(value: string, all: readonly string[]): readonly string[] {
  return [...all, value]
}

/** How `matrix` and `solve` search each design, and where they keep what they found. */
export function evaluating(command: Command): Command {
  return command
    .option('--max-states <n>', 'stop the search of a design when so many states are known')
    .option('--max-memory <size>', 'stop before taking more, such as 2G; default half of all')
    .option('--cache <folder>', "where results are kept; without it, the user's cache folder")
    .option('--no-cache', 'search everything again, and keep nothing')
}
