import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { deflateSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { Document } from '../../document/document.ts'
import { counterFiles } from '../counter.fixture.ts'
import { endio, folder } from '../endio.fixture.ts'

const report = (cwd: string, ...args: readonly string[]) => endio(['report', '.', ...args], cwd)

function documentOf(cwd: string, ...args: readonly string[]): Document {
  return JSON.parse(report(cwd, ...args, '--json').out) as Document
}

describe('endio report', () => {
  it('writes one file, the same bytes each time', () => {
    const cwd = folder(counterFiles())
    const [first, second] = ['a.html', 'b.html'].map((name) => {
      const { code, out } = report(cwd, '--seed', '1', '--out', name)
      return { code, out, text: readFileSync(join(cwd, name), 'utf8') }
    })
    expect(first).toMatchObject({ code: 1, out: 'a.html\n' })
    expect(second?.text === first?.text).toBe(true)
  })

  it('bisects a failing run that is named', () => {
    const cwd = folder(counterFiles())
    const { headline, runs, mail, downloads } = documentOf(cwd, '--seed', '1')
    expect(headline.verdict).toBe('violated: both-count')
    expect(headline.order).toEqual({
      first: 'b read(counter, 0) = 0',
      second: 'a write(counter, 1)',
    })
    expect(runs.map((r) => r.name)).toEqual(['failing run', 'nearest passing run'])
    expect(mail).toMatch(/^Subject: \[QUESTION\] two tasks add one/)
    expect(mail).toBe(endio(['report', '.', '--seed', '1', '--format', 'mail'], cwd).out)
    expect(mail).toBe(endio(['export', '.', '--seed', '1', '--format', 'mail'], cwd).out)
    expect(downloads.map((d) => d.name)).toEqual([
      'schedule.json',
      'trace.dat',
      'ftrace.txt',
      'chrome.json',
      'run.itf.json',
      'sequence.mmd',
      'shiviz.log',
    ])
  })

  it('has files that any inflater reads, packed by code of one version', () => {
    const { downloads } = documentOf(folder(counterFiles()), '--seed', '1')
    const texts = downloads.flatMap(({ name, content }) =>
      content.kind === 'text'
        ? []
        : [[name, inflateRawSync(Buffer.from(content.base64, 'base64'))] as const],
    )
    const [trace, ftrace] = ['trace.dat', 'ftrace.txt'].map((n) =>
      new Map(texts).get(n)?.toString('latin1'),
    )
    expect(trace?.slice(3, 10)).toBe('tracing')
    expect(ftrace).toMatch(/^# tracer: nop\n/)
    for (const { content } of downloads) {
      if (content.kind === 'text') continue
      const again = deflateSync(inflateRawSync(Buffer.from(content.base64, 'base64')))
      expect(Buffer.from(again).toString('base64') === content.base64).toBe(true)
    }
  })

  it('leaves a run as it is when it is asked to', () => {
    const { runs, mail } = documentOf(folder(counterFiles()), '--of', 'run', '--seed', '1')
    expect(runs.map((r) => [r.name, r.how])).toEqual([['failing run', 'seed 1, uniform']])
    expect(mail).toBe('')
  })

  it('says how sure a sweep is', () => {
    const { facts } = documentOf(folder(counterFiles()), '--of', 'sweep', '--seeds', '1..50')
    const both = facts.find((fact) => fact.label === 'Confidence, both-count')
    expect(both?.text).toMatch(/^violated by \d+ of 50 runs; .* \(95 % confidence\)$/)
  })

  it('searches all interleavings when no run is named', () => {
    const { leads, tables, runs, facts } = documentOf(folder(counterFiles()))
    expect([leads, runs.length]).toEqual(['run', 2])
    expect(tables.map((t) => t.title)).toContain('What can be violated')
    expect(facts.map((f) => f.label)).toContain('Search')
  })

  it('opens the runs of a sweep and of a matrix from their tables', () => {
    const cwd = folder(counterFiles())
    for (const of of ['sweep', 'matrix']) {
      const { leads, tables, runs } = documentOf(cwd, '--of', of)
      expect(leads).toBe('tables')
      const opened = tables.flatMap((t) => t.rows.flat()).flatMap((cell) => cell.run ?? [])
      expect(opened.length).toBeGreaterThan(0)
      expect(opened.filter((run) => runs[run] === undefined)).toEqual([])
    }
  })

  it('answers a matrix with the fewest choices of the design that hold whatever is given', () => {
    const scenario = 'scenarios/isize/h3-truncate-zeroes-acked-aio'
    const { out } = endio(['report', scenario, '--of', 'matrix', '--json'])
    const { headline } = JSON.parse(out) as Document
    expect(headline.closes.map((c) => c.choice)).toEqual([
      'extending_aio=sync',
      'oldsize_sample=after-wait',
    ])
  })

  it('puts the same orders under the design that closes the race beside it', () => {
    const scenario = 'scenarios/isize/h3-truncate-zeroes-acked-aio'
    const { runs } = JSON.parse(endio(['report', scenario, '--json']).out) as Document
    const fixed = runs.find((r) => r.name === 'with oldsize_sample=after-wait')
    expect(fixed?.ending.kind).toBe('passed')
    expect(fixed?.design).toContain('oldsize_sample=after-wait')
    const words = (fixed?.replay ?? '').split(/\s+/).slice(2)
    expect(words.slice(0, 2)).toEqual(['run', scenario])
    expect(words).toContain('--deviate')
  })

  it('says what the delivery did that a monitor refuses', () => {
    const scenario = 'scenarios/isize/h2-completion-rewinds-eof'
    const { out } = endio(['report', scenario, '--of', 'run', '--seed', '2', '--json'])
    const { headline } = JSON.parse(out) as Document
    expect(headline.finding).toBe('kworker1 i_size_write(inode, 4k); inode.i_size 8k -> 4k')
  })

  it('shows a schedule that was saved', () => {
    const cwd = folder(counterFiles())
    endio(['bisect', '.', '--seed', '1', '--save', 'race.json'], cwd)
    const { runs } = documentOf(cwd, '--schedule', 'race.json')
    expect(runs[0]?.needs).toEqual(['b>counter:read before a>counter:write'])
  })

  it.each([
    [['--of', 'sweep', '--seed', '1'], 2, 'looks at many runs'],
    [['--out', 'no/such/folder.html'], 2, "cannot write 'no/such/folder.html'"],
    [['--seed', 'x'], 2, "--seed 'x' is not a whole number"],
  ])('%j: exit %i, %s', (args, code, words) => {
    const cwd = folder(counterFiles())
    const ran = report(cwd, ...args)
    expect(ran).toMatchObject({ code, out: '' })
    expect(ran.err).toContain(words)
    expect(existsSync(join(cwd, 'endio-report.html'))).toBe(false)
  })
})

describe("a module's own strips", () => {
  it('are drawn at each step', () => {
    const files = counterFiles()
    const own = `
export const strips = (parts) => [{ title: 'the cell', unit: 'n', marks: [],
  rows: [{ label: 'n', segments: [{ from: 0, to: 1, origin: 'write',
    text: String(parts.find((p) => p.id === 'counter').snapshot.context.n) }] }] }]
`
    const cwd = folder({ ...files, 'counter.js': `${files['counter.js']}${own}` })
    const [run] = documentOf(cwd, '--seed', '1').runs
    const texts = run?.strips.values.map(([strip]) => strip?.rows[0]?.segments[0]?.text)
    expect(texts).toEqual(['0', '1'])
  })

  it('that are no strips are refused in words', () => {
    const files = counterFiles()
    const own = `\nexport const strips = () => [{ title: 1 }]\n`
    const cwd = folder({ ...files, 'counter.js': `${files['counter.js']}${own}` })
    const { code, err } = report(cwd, '--seed', '1')
    expect(code).toBe(2)
    expect(err).toContain("'strips' of a module gives no list of strips (0.title")
    expect(err).not.toContain('    at ')
  })
})

describe("a module's own reproducer", () => {
  it.each([
    ['() => ({ tasks: 1 })', "'reproducer' of a module: "],
    ['() => { throw new Error("no") }', "'reproducer' of a module throws: Error: no"],
  ])('%s is refused in words', (own, words) => {
    const files = counterFiles()
    const counter = `${files['counter.js']}\nexport const reproducer = ${own}\n`
    const { code, err } = report(folder({ ...files, 'counter.js': counter }), '--seed', '1')
    expect([code, err]).toEqual([2, expect.stringContaining(`error[bad-export] ${words}`)])
  })
})
