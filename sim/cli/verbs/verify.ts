/** The verb `verify` as data. */
import type { Command } from 'commander'
import type { VerifyOptions } from '../commands/verify.ts'
import type { ColorMode, Terminal } from '../terminal.ts'

interface Shared {
  readonly color: ColorMode
}

/** Adds the verb; `perform` runs its action with the options that every verb has. */
export function addVerify(
  program: Command,
  shared: (command: Command) => Command,
  perform: (options: Shared, action: (terminal: Terminal) => Promise<number>) => Promise<void>,
): void {
  shared(
    program
      .command('verify')
      .description('Checks a certificate that check wrote, without trusting the search.'),
  )
    .argument('<file>', 'what check --certificate wrote')
    .option('--scenario <path>', 'the scenario, if it is not where the certificate says')
    .addHelpText(
      'after',
      `\nExit codes of verify: 0 the certificate holds, 1 it is refused, 2 usage, scenario or format error,\n4 endio's own fault, 130 interrupted.
\nExamples:\n  npx endio verify proof.ndjson\n  npx endio verify proof.ndjson --json`,
    )
    .action(async (file: string, options: VerifyOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('../commands/verify.ts')).verifyCommand(file, options, terminal),
      )
    })
}
