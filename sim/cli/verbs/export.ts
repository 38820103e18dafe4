/** The verb `export` as the command line declares it. */
import { Option } from 'commander'
import type { Command } from 'commander'
import type { ExportOptions } from '../commands/export.ts'
import { collect, colored, examples, strategyOption } from './options.ts'
import type { Perform, Shared } from './options.ts'

const help = `
Formats of one run:
  trace.dat  trace-cmd report, KernelShark (binary: give --out)
  ftrace     the text of /sys/kernel/tracing/trace
  chrome     ui.perfetto.dev, chrome://tracing
  itf        Apalache's trace format, for the viewers of Quint and TLA+
  mermaid    a sequence diagram for a forge
  shiviz     a log with vector clocks
Formats of a run that fails, reduced; where none is named, the shortest that a search finds:
  c-reproducer  a C program that tries the same order on a real file
  xfstest       the test of xfstests that runs it; xfstest.out is its golden output
  mail          a report for the list: where, the interleaving, what was seen, what would fix it
Formats of a whole design:
  promela    spin -a; as many states as endio check finds, and the same verdict
  tla        a TLA+ module of the same
Exit codes of export: 0 written, 2 usage or scenario error, 3 too many states, 4 endio's own fault.`

export function addExport(program: Command, perform: Perform): void {
  const command = program
    .command('export')
    .description('Writes a run, or a whole design, in a form that other tools read.')
    .argument('<scenario>', 'a scenario file, or a folder with scenario.yaml')
    .addOption(
      new Option('--format <name>', 'see below')
        .choices([
          ...['trace.dat', 'ftrace', 'chrome', 'itf', 'mermaid', 'shiviz'],
          ...['c-reproducer', 'xfstest', 'xfstest.out', 'mail'],
          ...['promela', 'tla'],
        ])
        .makeOptionMandatory(),
    )
    .option('--seed <n>', 'the random schedule of this seed; without it, the default schedule')
    .addOption(strategyOption('how the seed decides'))
    .option('--schedule <file>', 'replay a schedule that run --save wrote')
    .option(
      '--deviate <words...>',
      "the default schedule, but 'a>b:event' before 'c>b:event', or 'a>b:event' takes 1; repeatable",
      collect,
      [],
    )
    .option('--max-states <n>', 'the most states to explore (2000000)')
    .option('--out <file>', 'a new file instead of the standard output')
    .option('--variant <k=v>', 'choose a variant of the design; repeatable', collect, [])
  colored(command)
    .addHelpText('after', help)
    .addHelpText(
      'after',
      examples(
        'export scenarios/eof-folio/aio-endio-outside-inode-lock --seed 4 --format ftrace',
        'export scenarios/isize/h3-truncate-zeroes-acked-aio --format c-reproducer',
      ),
    )
    .action(async (path: string, options: ExportOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('../commands/export.ts')).exportCommand(path, options, terminal),
      )
    })
}
