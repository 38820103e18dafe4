/** The verb `matrix` as the command line declares it. */
import { Option } from 'commander'
import type { Command } from 'commander'
import type { MatrixOptions } from '../commands/matrix.ts'
import { evaluating, shared } from './options.ts'
import type { Perform, Shared } from './options.ts'

export function addMatrix(program: Command, perform: Perform): void {
  const command = program
    .command('matrix')
    .description('Proves every invariant of every design or refutes it, and says what decides.')
    .argument('<scenario...>', 'scenario files or folders, or folders of scenarios')
    .addOption(
      new Option('--format <name>', 'mail has 72 columns and no colours')
        .choices(['text', 'mail', 'markdown', 'json'])
        .default('text'),
    )
  shared(evaluating(command))
    .addHelpText(
      'after',
      `\nExit codes of matrix: 0 nothing violated, 1 violated, 2 usage or scenario error,\n3 inconclusive or vacuous, 4 endio's own fault, 130 interrupted.
\nExamples:\n  npx endio matrix scenarios/isize/h2-completion-rewinds-eof\n  npx endio matrix scenarios --format mail`,
    )
    .action(async (paths: readonly string[], options: MatrixOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('../commands/matrix.ts')).matrixCommand(paths, options, terminal),
      )
    })
}
