/** What three tools print, and what none of them does. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatProblem } from '../errors.ts'
import { readLog } from './read.ts'

const one = (line: string): unknown => {
  const { log, problems } = readLog('t', line)
  expect(problems).toEqual([])
  const { task, pid, cpu, interrupt, time, kind, name, fields } = log.events[0] ?? {}
  return { task, pid, cpu, interrupt, time, kind, name, fields: Object.fromEntries(fields ?? []) }
}
const place = { task: 'lab', pid: 286, cpu: 1, interrupt: false, time: 76_905_161_000n }

describe('a line', () => {
  it.each([
    ['cat trace', '             lab-286     [001] .....    76.905161: '],
    ['cat trace with tgid', ' lab-286     (    286) [001] d....    76.905161: '],
    ['trace-cmd report', '             lab-286   [001]    76.905161: '],
    ['perf script', 'lab   286 [001]    76.905161: '],
    ['perf script with tid', 'lab   286/286 [001]    76.905161: '],
  ])('of %s', (_, head) => {
    expect(
      one(`${head}xfs_iunlock: dev 253:0 ino 0x84 flags ILOCK_EXCL caller f+0x1/0x2 [xfs]`),
    ).toEqual({
      ...place,
      kind: 'event',
      name: 'xfs_iunlock',
      fields: { dev: '253:0', ino: 132, flags: 'ILOCK_EXCL', caller: 'f' },
    })
  })

  it.each([
    ['notify_change <-do_truncate'],
    ['function:             notify_change <-- do_truncate'],
    ['ftrace:function: notify_change <-- do_truncate'],
  ])('with a function: %s', (payload) => {
    expect(one(`lab-286 [001] 76.905161: ${payload}`)).toEqual({
      ...place,
      kind: 'function',
      name: 'notify_change',
      fields: { caller: 'do_truncate' },
    })
  })

  it('with probes, empty values and marks', () => {
    const head = 'lab-286 [001] ...1. 76.905161: '
    expect(one(`${head}k_end_io: (f+0x4/0x220 [xfs]) size=4096 error=-5`)).toMatchObject({
      fields: { probed: 'f', size: 4096, error: -5 },
    })
    expect(one(`${head}k_ret: (g+0x3e/0x1a0 <- f) ret=0`)).toMatchObject({
      fields: { probed: 'f', caller: 'g', ret: 0 },
    })
    expect(one(`${head}d: flags DIRECT dio_flags  aio 1`)).toMatchObject({
      fields: { flags: 'DIRECT', dio_flags: '', aio: 1 },
    })
    expect(one(`${head}tracing_mark_write: LAB ack res=4096 end`)).toMatchObject({
      kind: 'mark',
      name: 'LAB ack end',
      fields: { res: 4096 },
    })
  })

  it('of an interrupt', () => {
    expect(one('<idle>-0 [001] d.h2. 76.905161: f <-g')).toMatchObject({ interrupt: true })
  })
})

describe('a log', () => {
  it('may have headers, stacks, empty lines and either end of line', () => {
    const text = '# tracer: function\r\n\r\ncpus=2\na-1 [000] 1.000001: f <-g\r\n => h\n => k\n'
    const { log, problems } = readLog('t', text)
    expect(problems).toEqual([])
    expect(log.events.map(({ line, name }) => [line, name])).toEqual([[4, 'f']])
  })

  it.each([
    ['CPU:1 [LOST 5 EVENTS]', { line: 1, cpu: 1, count: 5 }],
    ['CPU:0 [EVENTS DROPPED]', { line: 1, cpu: 0, count: undefined }],
    ['# buffer overrun', { line: 1, cpu: 0, count: undefined }],
    ['lab 286 [001] 76.905161: PERF_RECORD_LOST lost 12', { line: 1, cpu: 0, count: 12 }],
  ])('says that events were lost: %s', (line, lost) => {
    expect(readLog('t', `${line}\na-1 [000] 1.000001: f <-g\n`).log.lost).toEqual([lost])
  })

  it('is refused at the line that is none', () => {
    const { problems } = readLog('t', 'a-1 [000] 1.000001: f <-g\nhello\n')
    expect(problems.map(formatProblem).join()).toMatch(
      /^t:2:1: error\[bad-log\] this line is no event/,
    )
    expect(readLog('t', '').problems.length).toBe(1)
  })

  it('never throws', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((s) => `a-1 [000] 1.000001: ${s}`),
    )
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { log, problems } = readLog('t', lines.join('\n'))
        expect(log.events.length + problems.length).toBeGreaterThan(0)
      }),
    )
  })
})
