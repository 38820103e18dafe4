/** The text and the binary form of the kernel's tracing say the same; trace-cmd is the judge. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Trace } from '../trace/trace.ts'
import { eventsOf } from './events.ts'
import { ftraceText } from './ftrace.ts'
import { oneLine } from './plain.ts'
import { failing, hostile, odd } from './runs.fixture.ts'
import { traceDat } from './trace-dat.ts'

const line = /^ *(.+)-(\d+) +\[(\d{3})\] \.{5} +(\d+\.\d{6}): (\w+): (.*)$/

describe('the text of a run', () => {
  it.each([
    ['a race', failing()],
    ['awkward text', odd()],
    ['hostile text', hostile()],
  ])('has one line a step that reads as the kernel prints it: %s', (_, trace) => {
    const lines = ftraceText(trace)
      .trimEnd()
      .split('\n')
      .filter((l) => !l.startsWith('#'))
    expect(lines.map((l) => line.exec(l)?.slice(1, 6))).toEqual(
      eventsOf(trace).map(({ task, microseconds, name }) => [
        task.comm,
        String(task.pid),
        String(task.cpu).padStart(3, '0'),
        `0.${String(microseconds).padStart(6, '0')}`,
        name,
      ]),
    )
  })

  it('names receiver, arguments and state', () => {
    expect(ftraceText(failing())).toContain('write: to=cell n=1 state=')
  })
})

const absent = spawnSync('trace-cmd', ['--version']).error !== undefined
if (absent && process.env['CI'] === undefined) {
  console.warn(
    'SKIPPED: trace.dat is not read by trace-cmd, which is absent (apt-get install trace-cmd)',
  )
}

describe.skipIf(absent && process.env['CI'] === undefined)('trace-cmd report reads', () => {
  it.each([
    ['a race', failing()],
    ['awkward text', odd()],
    ['more than a page of a ring buffer', repeated(failing(), 200)],
    ['no event at all', { ...failing(), steps: [] }],
  ])('%s', (_, trace) => {
    const lines = reported(traceDat(trace))
    expect(lines).toEqual(
      eventsOf(trace).map(
        ({ task, microseconds, name, fields }) =>
          `${task.comm}-${task.pid} [${String(task.cpu).padStart(3, '0')}] 0.${String(microseconds).padStart(6, '0')}000: ${name}: ${fields
            .map(([k, v]) => `${k}=${oneLine(String(v))}`)
            .join(' ')}`,
      ),
    )
  })

  it('records of many long texts, which are cut at whole characters to fit a page', () => {
    const trace = hostile()
    const lines = reported(traceDat(trace))
    expect(lines).toHaveLength(trace.steps.length)
    for (const [i, text] of lines.entries()) {
      expect(text).toContain(`: ${eventsOf(trace)[i]?.name}: to=last common_pid_2=y`)
      expect(text).toMatch(/ text39=é{10,} /)
      expect(text).not.toContain('\u{FFFD}é')
    }
  })

  it('and filters by a field that is a number', () => {
    const all = reported(traceDat(failing()))
    const isWrite = (l: string): boolean => l.includes(': write: ')
    expect(all.filter(isWrite)).toHaveLength(2)
    const some = reported(traceDat(failing()), '-F', 'write: n == 1')
    expect(some).toEqual(all.filter(isWrite))
    expect(reported(traceDat(failing()), '-F', 'write: n > 1')).toEqual([])
  })
})

/** A longer run, as far as events go. */
function repeated(trace: Trace, times: number): Trace {
  const { steps } = trace
  return {
    ...trace,
    steps: Array.from({ length: times * steps.length }, (_, i) => ({
      ...(steps[i % steps.length] ?? steps[0] ?? never()),
      index: i + 1,
    })),
  }
}

function never(): never {
  throw new Error('the run has steps')
}

/** What trace-cmd prints of each event, in nanoseconds, blanks made single. */
function reported(bytes: Uint8Array, ...options: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'endio-'))
  try {
    const file = join(folder, 'trace.dat')
    writeFileSync(file, bytes)
    // Options hold for the files that follow.
    const words = ['report', '-t', ...options, '-i', file]
    const { status, stdout, stderr } = spawnSync('trace-cmd', words, { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    const lines = stdout.split('\n').filter((l) => l !== '' && !l.startsWith('cpus='))
    return lines.map((l) => l.trim().replaceAll(/ +/g, ' '))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
