/** Sweeps by the built command: workers, logs, kills, shards. All must print the same bytes. */
import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { counterFiles } from './counter.fixture.ts'
import { bin, endio, folder } from './endio.fixture.ts'

const args = ['sweep', '.', '--seeds', '1..900', '--shard-size', '50']
/** The sweep in one process and one go. */
const plain = (cwd: string, ...more: string[]): string =>
  endio([...args, '--workers', '1', ...more], cwd).out

function records(log: string): number {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 2 : -1
}

/** Kills the command once its log has `count` records; false when it ended before. */
async function killed(
  words: readonly string[],
  cwd: string,
  log: string,
  count: number,
): Promise<boolean> {
  const child = spawn(process.execPath, [bin, ...words], { cwd, stdio: 'ignore' })
  let ended = false
  const end = new Promise<void>((resolve) =>
    child.on('close', (_, signal) => {
      ended = signal === null
      resolve()
    }),
  )
  while (records(log) < count && child.exitCode === null) await sleep(1)
  child.kill('SIGKILL')
  await end
  return !ended
}

describe('workers', () => {
  it.each([
    [2, 50],
    [3, 7],
    [2, 1_000],
  ])('%i of them, with shards of %i seeds, print what one does', (workers, size) => {
    const cwd = folder(counterFiles())
    const words = [
      'sweep',
      '.',
      '--seeds',
      '1..900',
      '--workers',
      String(workers),
      '--shard-size',
      String(size),
    ]
    expect(endio(words, cwd).out).toBe(plain(cwd))
    expect(endio([...words, '--json'], cwd).out).toBe(plain(cwd, '--json'))
  })

  it('report a machine that is not pure as one process does', () => {
    const impure = counterFiles()['counter.js']?.replace(
      "'value', n: context.n",
      "'value', n: Math.random()",
    )
    const cwd = folder({ ...counterFiles(), 'counter.js': impure ?? '' })
    const one = endio([...args, '--workers', '1'], cwd)
    expect(one.code).toBe(2)
    expect(one.err).toContain('error[impure-machine]')
    expect(endio([...args, '--workers', '2'], cwd)).toEqual(one)
  })

  /** The machines, whose module throws on its own in the threads for which `when` is true. */
  const dying = (when: string): Readonly<Record<string, string>> => ({
    ...counterFiles(),
    'counter.js': `
import { existsSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
const mark = new URL('died', import.meta.url)
if (!isMainThread && ${when}) {
  writeFileSync(mark, '')
  setImmediate(() => { throw new Error('out of luck') })
  await new Promise((resolve) => setTimeout(resolve, 10_000))
}
${counterFiles()['counter.js']}`,
  })

  it.each(['!existsSync(mark)', 'true'])('that die lose no seeds, whoever dies: %s', (when) => {
    const cwd = folder(dying(when))
    const { out } = endio([...args, '--workers', '2'], cwd)
    expect(existsSync(join(cwd, 'died'))).toBe(true)
    expect(out).toBe(plain(cwd))
  })

  it('cannot end without a word', () => {
    const quits =
      "import { isMainThread } from 'node:worker_threads'\nif (!isMainThread) process.exit(0)\n"
    const cwd = folder({ ...counterFiles(), 'counter.js': quits + counterFiles()['counter.js'] })
    const { code, err } = endio([...args, '--workers', '2'], cwd)
    expect(code).toBe(2)
    expect(err).toContain('a machine module ends the process')
  })
})

describe('a sweep that is killed and taken up again', () => {
  it.each([
    ['1', [0, 3, 4, 11]],
    ['2', [1, 2, 7, 16]],
  ])('prints the same bytes, with %s workers killed at %j records', async (workers, points) => {
    const cwd = folder(counterFiles())
    const log = join(cwd, 'log')
    const begin = [...args, '--workers', workers, '--log', 'log']
    const resume = [...args, '--workers', workers, '--resume', 'log']
    let kills = 0
    for (const [i, count] of points.entries()) {
      if (await killed(i === 0 ? begin : resume, cwd, log, count)) kills++
      // A kill may also tear the record that was being written.
      if (i % 2 === 1) appendFileSync(log, '{"design":0,"part":{"done":[{"fir')
    }
    expect(kills).toBeGreaterThan(0)
    const before = records(log)
    const { out, code } = endio(resume, cwd)
    expect(out).toBe(plain(cwd))
    expect(code).toBe(1)
    expect(records(log)).toBe(18)
    expect(before).toBeLessThanOrEqual(18)
    // A finished sweep can be resumed too, and runs nothing.
    expect(endio(resume, cwd).out).toBe(out)
    expect(records(log)).toBe(18)
  })

  it('counts each seed once', () => {
    const cwd = folder(counterFiles())
    plain(cwd, '--log', 'log')
    const log = join(cwd, 'log')
    const seeds = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .flatMap((l) => JSON.parse(l).part.done)
    expect(seeds.reduce((n, { first, last }) => n + last - first + 1, 0)).toBe(900)
    const [, second = ''] = readFileSync(log, 'utf8').split('\n')
    appendFileSync(log, `${second}\n`)
    const { code, err } = endio([...args, '--resume', 'log'], cwd)
    expect(code).toBe(2)
    expect(err).toContain("the log 'log' counts a seed twice: seed 1 is in both parts")
  })

  it('begins where nothing was written yet', () => {
    const cwd = folder(counterFiles())
    writeFileSync(join(cwd, 'log'), '{"schema":"endio.lo')
    expect(endio([...args, '--resume', 'log'], cwd).out).toBe(plain(cwd))
  })
})

describe('a log', () => {
  it.each([
    [['--seeds', '1..800'], 'seeds {"first":1,"last":900} against {"first":1,"last":800}'],
    [['--strategy', 'sequential'], 'strategy "uniform" against "sequential"'],
    [['--no-classes'], 'classes true against false'],
    [['--shard', '1/2'], 'shard 1..900 against 1..450'],
  ])('is not continued with %j', (more, message) => {
    const cwd = folder(counterFiles())
    plain(cwd, '--log', 'log')
    const { code, out, err } = endio([...args, ...more, '--resume', 'log'], cwd)
    expect([code, out]).toEqual([2, ''])
    expect(err).toBe(`error: the log 'log' is of another sweep: ${message}\n`)
  })

  it('is not continued with another scenario, or with machines that do other things', () => {
    const cwd = folder(counterFiles())
    plain(cwd, '--log', 'log')
    const machines = join(cwd, 'counter.js')
    const code = readFileSync(machines, 'utf8')
    writeFileSync(machines, code.replace('event.n + 1', 'event.n + 2'))
    const changed = endio([...args, '--resume', 'log'], cwd)
    expect(changed.code).toBe(2)
    expect(changed.err).toContain(
      "the log 'log' was made with other machines: seeds 1..50 now give",
    )
    writeFileSync(machines, code)
    appendFileSync(join(cwd, 'scenario.yaml'), '# another text\n')
    expect(endio([...args, '--resume', 'log'], cwd).err).toContain('of another sweep: hash ')
  })

  it('is never overwritten, and must exist to be continued', () => {
    const cwd = folder(counterFiles())
    plain(cwd, '--log', 'log')
    expect(endio([...args, '--log', 'log'], cwd)).toMatchObject({
      code: 2,
      err: "error: 'log' exists; --resume log continues it, or give another name\n",
    })
    expect(endio([...args, '--resume', 'nolog'], cwd)).toMatchObject({
      code: 2,
      err: "error: cannot read the log 'nolog'; 'endio sweep --log nolog' begins one\n",
    })
  })
})

describe('shards', () => {
  const shard = (cwd: string, k: number, n: number): void => {
    endio([...args, '--shard', `${k}/${n}`, '--log', `${k}.ndjson`], cwd)
  }

  it('are merged to what one sweep prints, in any order', () => {
    const cwd = folder(counterFiles())
    for (const k of [1, 2, 3]) shard(cwd, k, 3)
    const { out, code, err } = endio(['merge', '3.ndjson', '1.ndjson', '2.ndjson'], cwd)
    expect(out).toBe(plain(cwd))
    expect([code, err]).toEqual([1, ''])
    const json = endio(['merge', '1.ndjson', '2.ndjson', '3.ndjson', '--json'], cwd).out
    expect(json).toBe(plain(cwd, '--json'))
  })

  it('of a portfolio are merged, and taken up again, to what one sweep prints', () => {
    const cwd = folder(counterFiles())
    const words = [...args, '--strategy', 'portfolio']
    const whole = [endio(words, cwd).out, endio([...words, '--json'], cwd).out]
    for (const k of ['1', '2']) endio([...words, '--shard', `${k}/2`, '--log', k], cwd)
    expect(endio(['merge', '2', '1'], cwd)).toEqual({ code: 1, out: whole[0], err: '' })
    expect(endio(['merge', '1', '2', '--json'], cwd).out).toBe(whole[1])
    endio([...words, '--log', 'log'], cwd)
    const lines = readFileSync(join(cwd, 'log'), 'utf8').split('\n')
    writeFileSync(join(cwd, 'log'), `${lines.slice(0, 3).join('\n')}\n`)
    expect(endio([...words, '--resume', 'log'], cwd).out).toBe(whole[0])
  })

  it('that are missing are named', () => {
    const cwd = folder(counterFiles())
    for (const k of [1, 3]) shard(cwd, k, 3)
    const { out, err } = endio(['merge', '1.ndjson', '3.ndjson'], cwd)
    expect(out).toContain('Not run: seeds 301..600.')
    expect(err).toBe('warning: no log has the seeds 301..600\n')
  })

  it.each([
    ['the same seeds twice', ['1/3', '1/2'], "'a' and 'b' both have seed 1"],
    ['another sweep', ['1/3', '2/3', '--no-classes'], "'b' is of another sweep than 'a': classes"],
  ])('are refused with %s', (_, [first = '', second = '', ...more], message) => {
    const cwd = folder(counterFiles())
    endio([...args, '--shard', first, '--log', 'a'], cwd)
    endio([...args, '--shard', second, '--log', 'b', ...more], cwd)
    const { code, err } = endio(['merge', 'a', 'b'], cwd)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })
})

describe('a budget of time', () => {
  it('ends the sweep after a whole number of shards, and says which seeds were not run', () => {
    const cwd = folder(counterFiles())
    const words = ['sweep', '.', '--seeds', '1..900000000', '--max-seconds', '1', '--workers', '1']
    const { code, out } = endio([...words, '--log', 'log', '--json'], cwd)
    expect(code).toBe(1)
    const [{ runs, done, missing, interrupted }] = JSON.parse(out).designs
    expect(done).toEqual([{ first: 1, last: runs }])
    expect(missing).toEqual([{ first: runs + 1, last: 900_000_000 }])
    expect(interrupted).toBe(false)
    expect(runs).toBeGreaterThan(0)
  })
})

describe('the options', () => {
  it.each([
    [['--workers', '0'], "--workers '0' is not a positive whole number"],
    [['--shard', '4/3'], "--shard '4/3' is not of the form K/N"],
    [['--shard', '1/1000'], 'there are fewer seeds than shards'],
    [['--max-seconds', 'soon'], "--max-seconds 'soon' is not a positive whole number"],
    [['--log', 'a', '--resume', 'b'], 'cannot be used with option'],
  ])('%j are refused', (more, message) => {
    const { code, err } = endio([...args, ...more], folder(counterFiles()))
    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  it('void what a strategy without independent runs cannot tell', () => {
    const { out } = endio([...args, '--strategy', 'sequential'], folder(counterFiles()))
    expect(out).toContain('No confidence can be stated: runs of the strategy sequential are not')
    expect(out).not.toContain('Good-Turing')
  })
})
