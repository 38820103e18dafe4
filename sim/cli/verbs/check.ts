/** The verb `check` as the command line declares it. */
import { Option } from 'commander'
import type { Command } from 'commander'
import type { CheckOptions } from '../commands/check.ts'
import { parseReductions, reductionNames } from '../search/reduce.ts'
import { collect, common, examples } from './options.ts'
import type { Perform, Shared } from './options.ts'

export function addCheck(program: Command, perform: Perform): void {
  const command = program
    .command('check')
    .description(
      'Searches every interleaving and proves or refutes; over a folder, a regression suite.',
    )
    .argument('<scenario...>', 'scenario files or folders; a folder of scenarios is a suite')
    .addOption(
      new Option('--all-designs', 'every combination of variants that is not excluded').conflicts(
        'variant',
      ),
    )
    .option('--save <file>', 'write the schedule of a counterexample; of a second one, to <file>-2')
  command.option('--certificate <file>', 'write a proof that endio verify can check')
  searching(command)
  suite(command)
  common(command, 'check')
    .addHelpText('after', examples(example, `${example} --all-designs`))
    .action(async (paths: readonly string[], options: CheckOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('../commands/check.ts')).checkCommand(paths, options, terminal),
      )
    })
}

const example = 'check scenarios/isize/h2-completion-rewinds-eof'

/** How to search. Options that change the order or the amount of work belong here. */
function searching(command: Command): void {
  command
    .addOption(
      new Option(
        '--mode <mode>',
        'depth first for a verdict, breadth first for shortest runs, or one after the other',
      ).choices(['auto', 'bfs', 'dfs']),
    )
    .addOption(
      new Option(
        '--reduce <names>',
        `leave out orders that cannot matter: ${reductionNames.join(', ')}, separated by commas`,
      ).argParser(parseReductions),
    )
    .option('--workers <n>', 'search with so many threads; needs --mode dfs', '1')
    .option('--exact', 'compare whole states instead of fingerprints of 64 bits')
    .option('--max-states <n>', 'stop when so many states are known, and exit 3')
    .option('--max-memory <size>', 'stop before taking more, such as 2G; default half of all')
}

/** How to run scenarios as tests. */
function suite(command: Command): void {
  command
    .option('--expect', 'be a suite also for single scenarios: every design against expect')
    .addOption(
      new Option('--reporter <name>', 'how a suite is printed').choices(['text', 'ktap', 'junit']),
    )
    .option('-g, --group <name>', 'only scenarios of this group; repeatable', collect, [])
    .option('--update', 'rewrite golden counts that differ, and show the difference')
    .option('--dashboard <file>', 'write a Markdown page about all the scenarios of the suite')
    .option('-n, --dry-run', 'say which scenarios would be checked')
}
