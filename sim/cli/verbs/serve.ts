/** The verb `serve` as the command line declares it. */
import type { Command } from 'commander'
import type { ServeOptions } from '../commands/serve.ts'
import { examples } from './options.ts'
import type { Perform, Shared } from './options.ts'

export function addServe(program: Command, perform: Perform): void {
  program
    .command('serve')
    .description('Shows the live model in a browser: choose each delivery, step back, branch.')
    .argument('[paths...]', 'scenario files or folders; nothing else is read', ['scenarios'])
    .option('--port <n>', 'the port on 127.0.0.1; 0 is any that is free', '0')
    .option('--max-states <n>', 'say where steps lead in designs of up to so many states')
    .option('--open', 'show it in the browser')
    .option('-q, --quiet', 'print the address and nothing else')
    .addHelpText(
      'after',
      `\nExit codes of serve: 0 ended by Ctrl-C, 2 usage or scenario error.\n${examples(
        'serve scenarios --open',
        'serve scenarios/isize/h2-completion-rewinds-eof',
      )}`,
    )
    .action(async (paths: readonly string[], options: ServeOptions) => {
      const plain: Shared = { color: 'never' }
      await perform(plain, async (terminal) =>
        (await import('../commands/serve.ts')).serveCommand(paths, options, terminal),
      )
    })
}
