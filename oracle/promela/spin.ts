/**
 * Spin as a program beside ours: generates, compiles and runs a verifier of a Promela file in a
 * folder of its own. Holzmann, "The Model Checker Spin", IEEE TSE 1997.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** What a run of the verifier reports. */
export interface PanRun {
  /** Distinct states. */
  readonly states: number
  /** Edges; Spin counts the first state as one more, which is taken off here. */
  readonly transitions: number
  /** With -c0 and no end labels: states without a successor. */
  readonly errors: number
  /** Wall time: what Spin says, or where that is too short to be told, the whole process. */
  readonly seconds: number
  /** Processor time of the process. */
  readonly cpu: number
  /** Memory that Spin says it used, in bytes: the hash table, the states and the stack. */
  readonly bytes: number
}

/** A compiled verifier. */
export interface Pan {
  /** Time of `spin -a` and of the compiler. */
  readonly seconds: number
  readonly run: (...flags: readonly string[]) => PanRun
  /** As `run`, of a model whose assertions are its properties: `errors` counts what fails. */
  readonly judge: (...flags: readonly string[]) => PanRun
  /** Removes the folder. */
  readonly remove: () => void
}

/** A program that is needed is not there. */
export class MissingError extends Error {
  override readonly name = 'MissingError'
}

/** Which of the programs that Spin needs are not on the PATH. */
export function missing(): string | undefined {
  return ['spin', 'gcc'].find((p) => spawnSync(p, ['--version']).error !== undefined)
}

/** Where the Promela files are, seen from the root of the project, where npm runs its scripts. */
const folder = 'oracle/promela'

/**
 * @param file in this folder, or anywhere by its whole path.
 * @param defines as `N=3`, for the preprocessor of the model.
 * @param options of the C compiler: `-DNOREDUCE` for the full space.
 */
export function compile(
  file: string,
  defines: readonly string[],
  options: readonly string[] = ['-DNOREDUCE'],
): Pan {
  const cwd = mkdtempSync(join(tmpdir(), 'endio-spin-'))
  const start = performance.now()
  execute('spin', ['-a', ...defines.map((d) => `-D${d}`), resolve(folder, file)], cwd)
  execute('gcc', ['-O2', '-DSAFETY', ...options, '-o', 'pan', 'pan.c'], cwd)
  const seconds = (performance.now() - start) / 1_000
  // The shell tells the processor time of its children.
  const pan = (flags: readonly string[]): string =>
    execute('sh', ['-c', `./pan -c0 ${flags.join(' ')} && times`], cwd)
  return {
    seconds,
    run: (...flags) => parse(() => pan(flags), /assertion violated|block in d_step/),
    judge: (...flags) => parse(() => pan(flags), /block in d_step/),
    remove: () => {
      rmSync(cwd, { recursive: true })
    },
  }
}

function execute(program: string, args: readonly string[], cwd: string): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  })
  if (error !== undefined) throw new MissingError(`${program}: ${error.message}`)
  if (status === 0) return stdout
  throw new Error(`${program} ${args.join(' ')} exits ${status}: ${stdout}${stderr}`)
}

/** `wrong`: what a run of a correct twin does not say. */
function parse(run: () => string, wrong: RegExp): PanRun {
  const start = performance.now()
  const text = run()
  const seconds = (performance.now() - start) / 1_000
  const incomplete = /max search depth too small|out of memory|Search not completed/i.exec(text)
  if (incomplete !== null) throw new Error(`pan stopped early: ${text}`)
  if (wrong.test(text)) throw new Error(`the twin is wrong: ${text}`)
  return {
    states: figure(text, /(\d+) states, stored/),
    transitions: figure(text, /(\d+) transitions/) - 1,
    errors: figure(text, /errors: (\d+)/),
    seconds: searchTime(text) ?? seconds,
    cpu: childrenTime(text),
    bytes: figure(text, /([\d.]+)\s+total actual memory usage/) * 2 ** 20,
  }
}

/** Spin tells hundredths of a second. */
function searchTime(text: string): number | undefined {
  const seconds = Number(/elapsed time ([\d.]+)/.exec(text)?.[1] ?? 0)
  return seconds < 0.1 ? undefined : seconds
}

/** The last line of `times`: user and system time of the children, as `0m1.230s`. */
function childrenTime(text: string): number {
  const times = text.trimEnd().split('\n').at(-1) ?? ''
  const parts = [...times.matchAll(/(\d+)m([\d.]+)s/g)]
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  )
}

function figure(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`pan does not say ${String(pattern)}: ${text}`)
  return Number(found)
}
