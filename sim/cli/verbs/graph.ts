/** The verb `graph` as the command line declares it. */
import { Option } from 'commander'
import type { Command } from 'commander'
import type { GraphOptions } from '../commands/graph.ts'
import { collect, colored, examples } from './options.ts'
import type { Perform, Shared } from './options.ts'

export function addGraph(program: Command, perform: Perform): void {
  const command = program
    .command('graph')
    .description('Draws a machine, the messages of a design, or a small state space.')
    .argument('<scenario>', 'a scenario file, or a folder with scenario.yaml')
    .addOption(
      new Option('--machine <name>', 'the statechart of this machine').conflicts(['flow', 'space']),
    )
    .addOption(
      new Option('--flow', 'who sends what to whom, over all runs; the default').conflicts('space'),
    )
    .option('--space', 'every state; thick: a shortest run to a violation')
    .option('--max-states <n>', 'the most states to draw (300) or to explore for --flow (2000000)')
    .addOption(
      new Option('--format <name>', 'SVG to be seen, the others to be edited or rendered')
        .choices(['svg', 'mermaid', 'dot'])
        .default('svg'),
    )
    .option('--out <file>', 'a new file instead of the standard output')
    .option('--variant <k=v>', 'choose a variant of the design; repeatable', collect, [])
  colored(command)
    .addHelpText(
      'after',
      `\nExit codes of graph: 0 drawn, 2 usage or scenario error, 3 too many states, 4 endio's own fault.`,
    )
    .addHelpText(
      'after',
      examples(
        'graph scenarios/isize/h2-completion-rewinds-eof --machine direct_writer',
        'graph scenarios/completion/r24-lost-wakeup --space --format dot',
      ),
    )
    .action(async (path: string, options: GraphOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('../commands/graph.ts')).graphCommand(path, options, terminal),
      )
    })
}
