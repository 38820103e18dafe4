/** The verb `conform` as data. */
import type { Command } from 'commander'
import type { ConformCommandOptions } from '../commands/conform.ts'
import { collect, shared } from './options.ts'
import type { Perform, Shared } from './options.ts'

export function addConform(program: Command, perform: Perform): void {
  shared(
    program
      .command('conform')
      .description('Searches for a run of a scenario that explains a log of a real kernel.'),
  )
    .argument('<scenario>', 'a scenario file, or a folder with scenario.yaml')
    .argument(
      '<trace...>',
      'what trace-cmd report, cat trace or perf script printed, or folders of such files NAME.txt',
    )
    .option('--mapping <file>', 'events to steps; without it, mapping.yaml beside the scenario')
    .option('--variant <k=v>', 'choose a variant of the design; repeatable', collect, [])
    .option('--inode <n>', 'only this file of the log')
    .option('--slack <ns>', "by how much the clocks of two CPUs may differ; else the mapping's")
    .option('--max-states <n>', 'give up when so many states were searched (200000)')
    .option('--events', 'each event with the step and the state that it was seen at')
    .option('--picture', 'draw the run')
    .option('--save-scenario <folder>', 'write the scenario that was made for the log')
    .option('--mutate <n>', 'also n mutants of each kind, which should be refused')
    .option('--seed <n>', 'which mutants', '1')
    .addHelpText(
      'after',
      `\nExit codes of conform: 0 explained and nothing violated, 1 refused, or explained by a run that\nviolates something, 2 usage, scenario, mapping or log error, 3 inconclusive (events lost, limit\nreached), 4 endio's own fault, 130 interrupted.
\nExamples:\n  npx endio conform conform/xfs-6.12 conform/xfs-6.12/logs\n  npx endio conform conform/xfs-6.12 conform/xfs-6.12/logs/h3-bad.txt --events`,
    )
    .action(
      async (
        path: string,
        traces: readonly string[],
        options: ConformCommandOptions & Shared,
      ): Promise<void> => {
        await perform(options, async (terminal) =>
          (await import('../commands/conform.ts')).conformCommand(path, traces, options, terminal),
        )
      },
    )
}
