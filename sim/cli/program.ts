/**
 * The command line as data: verbs, options, help. The code of a verb is loaded when it runs, so
 * that `endio --help` does not wait for parsers and schemas.
 */
import { Command, CommanderError, Option } from 'commander'
import { exitCodes, styledExit } from '../verdict/exit.ts'
import type { BisectOptions } from './commands/bisect-options.ts'
import type { ListOptions } from './commands/list.ts'
import type { RunOptions } from './commands/run.ts'
import type { ShowOptions } from './commands/show.ts'
import type { SweepOptions } from './commands/sweep.ts'
import type { ValidateOptions } from './commands/validate.ts'
import type { PageOptions } from './sweep/page.ts'
import { systemTerminal } from './terminal/terminal.ts'
import type { Terminal } from './terminal/terminal.ts'
import { addCheck } from './verbs/check.ts'
import { addExport } from './verbs/export.ts'
import { addGraph } from './verbs/graph.ts'
import { addConform } from './verbs/conform.ts'
import { collect, common, examples, shared, strategyOption } from './verbs/options.ts'
import type { Action, Perform, Shared } from './verbs/options.ts'
import { addMatrix } from './verbs/matrix.ts'
import { addReport } from './verbs/report.ts'
import { addServe } from './verbs/serve.ts'
import { addSolve } from './verbs/solve.ts'
import { addVerify } from './verbs/verify.ts'
import { version } from './version.ts'

/** Runs the command line `argv` (without node and script) and gives the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let code: number = exitCodes.clean
  const finish = (result: number): void => {
    code = result
  }
  try {
    await createProgram(finish).parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // The options were not understood, so the style is looked for in the words themselves.
    const style = argv.some((w) => w.endsWith('git-bisect')) ? 'git-bisect' : 'default'
    return styledExit(error.exitCode === 0 ? exitCodes.clean : exitCodes.usage, style)
  }
}

function createProgram(finish: (code: number) => void): Command {
  const program = new Command('endio')
    .description('Explores the interleavings of statecharts and explains the races it finds.')
    .version(version)
    .exitOverride()
    .showHelpAfterError("(try 'endio --help')")
  const perform = async (shared: Shared, action: Action): Promise<void> => {
    const style = shared.exitStyle ?? 'default'
    finish(styledExit(await guarded(systemTerminal(shared.color), action), style))
  }
  addRun(program, perform)
  addSweep(program, perform)
  addCheck(program, perform)
  addMerge(program, perform)
  addBisect(program, perform)
  addReading(program, perform)
  addVerify(program, perform)
  addConform(program, perform)
  addMatrix(program, perform)
  addSolve(program, perform)
  addReport(program, perform)
  addGraph(program, perform)
  addExport(program, perform)
  addServe(program, perform)
  return program.addHelpText(
    'after',
    examples('run scenarios/eof-folio/aio-endio-outside-inode-lock --seed 4', 'list scenarios'),
  )
}

/** A failure that is no verdict becomes lines and an exit code, never a stack trace. */
async function guarded(terminal: Terminal, action: Action): Promise<number> {
  try {
    return await action(terminal)
  } catch (error) {
    const { describeFailure } = await import('./failure.ts')
    const { code, lines } = describeFailure(error)
    for (const line of lines) terminal.err(line)
    return code
  }
}

function addRun(program: Command, perform: Perform): void {
  const command = program
    .command('run')
    .description('Runs one interleaving and shows it.')
    .argument('<scenario>', 'a scenario file, or a folder with scenario.yaml')
    .option('--seed <n>', 'the random schedule of this seed; without it, the default schedule')
    .addOption(strategyOption('how the seed decides'))
    .option('--schedule <file>', 'replay a schedule that --save wrote')
    .option(
      '--deviate <words...>',
      "the default schedule, but 'a>b:event' before 'c>b:event', or 'a>b:event' takes 1; repeatable",
      collect,
      [],
    )
    .option('--save <file>', 'write the schedule of this run')
    .option(
      '--predict',
      'also what the run shows although nothing went wrong; no part of the exit code',
    )
    .option('--self-check', 'ask XState again at every step and compare with the tables')
    .addOption(
      new Option('--exit-style <style>', 'exit codes as below, or fit for git bisect run').choices([
        'default',
        'git-bisect',
      ]),
    )
  common(command, 'run')
    .addHelpText(
      'after',
      examples(
        'run scenarios/eof-folio/aio-endio-outside-inode-lock --seed 4',
        'run scenarios/eof-folio/aio-endio-outside-inode-lock --seed 4 --json',
      ),
    )
    .action(async (path: string, options: RunOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('./commands/run.ts')).runCommand(path, options, terminal),
      )
    })
}

function addSweep(program: Command, perform: Perform): void {
  const command = program
    .command('sweep')
    .description('Runs many seeds and counts what fails.')
    .argument('<scenario>', 'a scenario file, or a folder with scenario.yaml')
    .option('--seeds <A..B>', "seeds A to B; without it, the scenario's own range")
    .option('--shard <K/N>', 'only part K of N of the seeds; endio merge puts the logs together')
    .addOption(strategyOption('how a seed decides'))
    .addOption(
      new Option('--all-designs', 'every combination of variants that is not excluded').conflicts(
        'variant',
      ),
    )
    .option('--workers <n>', 'threads; without it, as many as there are cores, if it is worth it')
    .option('--max-seconds <n>', 'begin no further shard of seeds after so many seconds')
    .option('--log <file>', 'write what each shard of seeds came to, as NDJSON')
    .addOption(
      new Option('--resume <file>', 'go on with the log of a sweep that was cut off').conflicts(
        'log',
      ),
    )
    .option('--shard-size <n>', 'seeds per shard; without it, a fraction of a second of them')
    .option('--no-classes', 'do not count happens-before classes, which the estimates need')
    .option('--predict', 'also what the first 20 runs show although nothing went wrong')
    .option('--self-check', 'ask XState again at every step and compare with the tables')
  expecting(common(command, 'sweep'))
    .addHelpText(
      'after',
      examples(
        'sweep scenarios/eof-folio/aio-endio-outside-inode-lock',
        'sweep scenarios/eof-folio/aio-endio-outside-inode-lock --all-designs --seeds 1..500',
      ),
    )
    .action(async (path: string, options: SweepOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('./commands/sweep.ts')).sweepCommand(path, options, terminal),
      )
    })
}

function addMerge(program: Command, perform: Perform): void {
  const command = program
    .command('merge')
    .description('Puts the logs of the shards of one sweep together.')
    .argument('<log...>', 'logs that sweep --log wrote, of different seeds')
  expecting(shared(command))
    .addHelpText('after', examples('merge 1.ndjson 2.ndjson', 'merge 1.ndjson 2.ndjson --json'))
    .action(async (files: readonly string[], options: PageOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('./commands/merge.ts')).mergeCommand(files, options, terminal),
      )
    })
}

function expecting(command: Command): Command {
  return command
    .option('--expect', "exit 0 exactly when every verdict is the one in the scenario's expect")
    .option('--truth', 'explore the design too, and print the true shares beside the estimates')
}

function addBisect(program: Command, perform: Perform): void {
  const command = program
    .command('bisect')
    .description('Reduces a failing run to its minimal race and explains it.')
    .argument('<scenario>', 'a scenario file, or a folder with scenario.yaml')
    .option('--seed <n>', 'a seed that fails')
    .addOption(strategyOption('how the seed decides'))
    .option('--schedule <file>', 'a schedule that fails')
    .option('--good <file>', 'a schedule that passes, to be compared with that of --bad')
    .option('--bad <file>', 'the schedule that fails beside --good')
    .option('--max-runs <n>', 'most runs to spend on reducing', '10000')
    .option('--max-states <n>', 'explore designs of up to so many states, else sample', '2000000')
    .option('--save <file>', 'write the minimal schedule')
    .option(
      '--log <file>',
      'write every run tried, a schedule a line; run --schedule takes the last',
    )
  common(command, 'bisect')
    .addHelpText(
      'after',
      examples(
        'bisect scenarios/eof-folio/aio-endio-outside-inode-lock --seed 4',
        'bisect scenarios/eof-folio/aio-endio-outside-inode-lock --seed 4 --json',
      ),
    )
    .action(async (path: string, options: BisectOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('./commands/bisect.ts')).bisectCommand(path, options, terminal),
      )
    })
}

/** The verbs that only look. */
function addReading(program: Command, perform: Perform): void {
  shared(program.command('validate').description('Checks scenario files without running them.'))
    .argument('<scenario...>', 'scenario files, or folders with scenario.yaml')
    .addHelpText(
      'after',
      examples(
        'validate scenarios/eof-folio/aio-endio-outside-inode-lock',
        'validate scenarios/eof-folio/aio-endio-outside-inode-lock --json',
      ),
    )
    .action(async (paths: readonly string[], options: ValidateOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('./commands/validate.ts')).validateCommand(paths, options, terminal),
      )
    })
  shared(
    program.command('show').description('Prints the expanded scenario, or one of its machines.'),
  )
    .argument('<scenario>', 'a scenario file, or a folder with scenario.yaml')
    .option('--variant <k=v>', 'choose a variant; repeatable', collect, [])
    .option('--machine <name>', 'the states of this machine instead')
    .addHelpText(
      'after',
      examples(
        'show scenarios/eof-folio/aio-endio-outside-inode-lock',
        'show scenarios/eof-folio/aio-endio-outside-inode-lock --machine inode',
      ),
    )
    .action(async (path: string, options: ShowOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('./commands/show.ts')).showCommand(path, options, terminal),
      )
    })
  shared(program.command('list').description('Lists the scenarios below a folder.'))
    .argument('[folder]', 'where to look', 'scenarios')
    .option('--group <name>', 'only scenarios of this group')
    .addHelpText('after', examples('list', 'list scenarios --group quick'))
    .action(async (folder: string, options: ListOptions & Shared) => {
      await perform(options, async (terminal) =>
        (await import('./commands/list.ts')).listCommand(folder, options, terminal),
      )
    })
}
