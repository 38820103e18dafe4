/** The verb `report` as the command line declares it. */
import { Option } from 'commander'
import type { Command } from 'commander'
import type { ReportOptions } from '../commands/report.ts'
import { collect, common, examples, strategyOption } from './options.ts'
import type { Perform, Shared } from './options.ts'

export function addReport(program: Command, perform: Perform): void {
  const command = program
    .command('report')
    .description('Writes what another verb finds as one HTML file for a browser.')
    .argument('<scenario>', 'a scenario file, or a folder with scenario.yaml')
    .addOption(
      new Option(
        '--of <verb>',
        'what is asked; without it, bisect for a run that is named, else check',
      ).choices(['run', 'bisect', 'check', 'sweep', 'matrix']),
    )
    .option('--seed <n>', 'the random schedule of this seed')
    .addOption(strategyOption('how the seed decides'))
    .option('--schedule <file>', 'a schedule that --save wrote')
    .option('--deviate <words...>', 'the default schedule, but with these orders', collect, [])
    .option('--seeds <A..B>', 'of a sweep: seeds A to B')
    .option('--max-runs <n>', 'most runs to spend on reducing', '10000')
    .option('--max-states <n>', 'explore designs of up to so many states', '2000000')
    .addOption(
      new Option('--format <form>', 'html: a page; mail: a bug report for a list, as text')
        .choices(['html', 'mail'])
        .default('html'),
    )
    .option(
      '--out <file>',
      'the file to write: without it endio-report.html, where an older one is replaced; a mail is printed',
    )
    .option('--open', 'show it in the browser')
  common(command, 'report')
    .addHelpText(
      'after',
      examples(
        'report scenarios/eof-folio/aio-endio-outside-inode-lock --seed 4 --open',

        'report scenarios/isize/h3-truncate-zeroes-acked-aio --format mail',
      ),
    )
    .action(async (path: string, options: ReportOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('../commands/report.ts')).reportCommand(path, options, terminal),
      )
    })
}
