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
    ['# buffer overrun', { line: 1, cpu: undefined, count: undefined }],
    ['lab 286 [001] 76.905161: PERF_RECORD_LOST lost 12', { line: 1, cpu: undefined, count: 12 }],
    [
      '# entries-in-buffer/entries-written: 110/225   #P:2',
      { line: 1, cpu: undefined, count: 115 },
    ],
  ])('says that events were lost: %s', (line, lost) => {
    expect(readLog('t', `${line}\na-1 [000] 1.000001: f <-g\n`).log.lost).toEqual([lost])
  })

  it('whose buffer holds all that was written lost nothing', () => {
    const text = '# entries-in-buffer/entries-written: 110/110   #P:2\na-1 [000] 1.000001: f <-g\n'
    expect(readLog('t', text).log.lost).toEqual([])
  })

  const linesOf = (text: string): readonly number[] =>
    readLog('t', text).log.events.map(({ line }) => line)
  const event = (cpu: number, time: string): string => `a-1 [00${cpu}] ${time}: f <-g`

  it('of one CPU after another is read in the order of time', () => {
    const lines = [event(0, '1.000001'), event(0, '1.000003'), event(1, '1.000002')]
    expect(linesOf(lines.join('\n'))).toEqual([1, 3, 2])
    const ties = [event(0, '1.000001'), event(0, '1.000002'), event(1, '1.000002')]
    expect(linesOf(ties.join('\n'))).toEqual([1, 2, 3])
    const both = [event(0, '1.000001'), event(1, '1.000003')]
    const again = ['# tracer: nop', event(1, '1.000002'), event(0, '1.000004')]
    expect(linesOf([...both, ...again].join('\n'))).toEqual([1, 4, 2, 5])
  })

  it('whose stamps go back on one CPU keeps them as they are', () => {
    const lines = [event(0, '1.000003'), event(0, '1.000001'), event(1, '1.000004')]
    expect(linesOf(lines.join('\n'))).toEqual([1, 2, 3])
    const mixed = [event(0, '1.000001'), event(1, '1.000003'), event(0, '1.000002')]
    expect(linesOf(mixed.join('\n'))).toEqual([1, 3, 2])
  })

  it('that breaks off within its last line is read without it', () => {
    const whole = 'a-1 [000] 1.000001: e: dev 253:0 ino 0x84 flags ILOCK_EXCL caller g+0x1/0x2'
    for (const cut of [
      'a-1 [000] 1.0',
      'a-1 [000] 1.000002: e: dev 253:0 ino 0x84 flags ILOCK_EX',
    ]) {
      const { log, problems } = readLog('t', `${whole}\n${cut}`)
      expect(problems).toEqual([])
      expect([log.events.length, log.cutOff]).toEqual([1, 2])
    }
    const flags = whole.replace(/ caller.*/, '')
    const short = readLog('t', `${flags}\n${flags.slice(0, -2)}`)
    expect([short.log.events.length, short.log.cutOff]).toEqual([1, 2])
    expect(readLog('t', `${whole}\n${whole}`).log.cutOff).toBeUndefined()
    expect(readLog('t', `${whole}\na-1 [000] 1.0\n`).problems.length).toBe(1)
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
