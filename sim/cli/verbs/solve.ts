/** The verb `solve` as the command line declares it. */
import type { Command } from 'commander'
import type { SolveOptions } from '../commands/solve.ts'
import { collect, evaluating, shared } from './options.ts'
import type { Perform, Shared } from './options.ts'

export function addSolve(program: Command, perform: Perform): void {
  const command = program
    .command('solve')
    .description('Finds the fewest changes of design under which every invariant holds.')
    .argument('<scenario...>', 'scenario files or folders; one answer for all of them')
    .option('--require <names...>', 'only these invariants; without it, all', collect, [])
    .option('--forbid <v=choice...>', 'choices that must not be in an answer', collect, [])
    .option('--given <variants...>', 'not to be chosen: hold under each choice of it', collect, [])
  shared(evaluating(command))
    .addHelpText(
      'after',
      `\nA change from the first choice of a variant costs 1, or what cost: in the scenario says.
\nExit codes of solve: 0 an answer, 1 there is none, 2 usage or scenario error,\n3 inconclusive, 4 endio's own fault, 130 interrupted.
\nExamples:\n  npx endio solve scenarios/isize/h2-completion-rewinds-eof\n  npx endio solve scenarios/isize/h3-truncate-zeroes-acked-aio --forbid extending_aio=sync`,
    )
    .action(async (paths: readonly string[], options: SolveOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('../commands/solve.ts')).solveCommand(paths, options, terminal),
      )
    })
}
