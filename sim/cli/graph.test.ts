/** `endio graph` and `endio export` as a user runs them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { endio, folder } from './endio.fixture.ts'

const small = 'scenarios/writeback/r31-reclaim-waits-for-unsubmitted-writeback'
const large = 'scenarios/isize/h2-completion-rewinds-eof'

describe('endio graph', () => {
  it.each([
    ['svg', /^<svg xmlns=[\s\S]*direct_writer[\s\S]*<\/svg>\n$/],
    ['dot', /^digraph "direct_writer" \{[\s\S]*\}\n$/],
    ['mermaid', /^flowchart TB\n/],
  ])('draws a machine as %s', (format, form) => {
    const { code, out } = endio(['graph', large, '--machine', 'direct_writer', '--format', format])
    expect([code, out]).toEqual([0, expect.stringMatching(form)])
  })

  it('draws the messages of a design, and every state of a small one', () => {
    const flow = endio(['graph', small, '--format', 'dot'])
    expect([flow.code, flow.out]).toEqual([0, expect.stringContaining(' -> ')])
    const space = endio(['graph', small, '--space', '--format', 'dot'])
    expect(space.code).toBe(0)
    expect(space.out.match(/^ {2}"\d+" \[/gm)).toHaveLength(139)
  })

  it('refuses what is too large to be drawn, and names the flag', () => {
    const { code, out, err } = endio(['graph', large, '--space'])
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain('more than 300 states')
    expect(err).toContain('--max-states')
  })

  it.each([
    [['--machine', 'nobody'], "there is no machine 'nobody'"],
    [['--machine', 'inode', '--variant', 'isize_lock=xfs'], 'every --variant'],
    [['--machine', 'inode', '--space'], 'cannot be used with'],
  ])('says what is wrong with %j', (words, message) => {
    const { code, err } = endio(['graph', large, ...words])
    expect([code, err]).toEqual([2, expect.stringContaining(message)])
  })

  it('writes a new file and overwrites none', () => {
    const cwd = folder({ 'there.svg': '' })
    const out = join(cwd, 'new.dot')
    const words = ['graph', large, '--machine', 'inode', '--format', 'dot', '--out']
    expect(endio([...words, out])).toEqual({ code: 0, out: '', err: '' })
    expect(readFileSync(out, 'utf8')).toMatch(/^digraph/)
    const { code, err } = endio([...words, join(cwd, 'there.svg')])
    expect([code, err]).toEqual([2, expect.stringContaining('it exists')])
  })
})

describe('endio export', () => {
  it.each([
    ['ftrace', /^# tracer: nop\n/],
    ['chrome', /^\{"displayTimeUnit"/],
    ['itf', /^\{\n "#meta": \{\n {2}"format": "ITF"/],
    ['mermaid', /^sequenceDiagram\n/],
    ['shiviz', /^\(\?<host>/],
    ['promela', /^\/\*\n \* r31/],
    ['tla', /^---- MODULE r31/],
  ])('writes %s', (format, form) => {
    const { code, out, err } = endio(['export', small, '--seed', '1', '--format', format])
    expect([code, out, err]).toEqual([0, expect.stringMatching(form), ''])
  })

  it('writes bytes to a file alone', () => {
    const file = join(folder({}), 'trace.dat')
    expect(endio(['export', small, '--format', 'trace.dat']).err).toContain('give --out FILE')
    expect(endio(['export', small, '--format', 'trace.dat', '--out', file]).code).toBe(0)
    expect(readFileSync(file).subarray(3, 12).toString()).toBe('tracing6\0')
  })

  it('says what it cannot do', () => {
    const passing = 'scenarios/durability/r37-commit-before-data'
    const mail = endio(['export', passing, '--format', 'mail'])
    expect([mail.code, mail.err]).toEqual([2, expect.stringContaining('no run that ends fails')])
    const twin = endio(['export', large, '--format', 'promela', '--max-states', '100'])
    expect([twin.code, twin.err]).toEqual([3, expect.stringContaining('--max-states')])
    const unknown = endio(['export', small, '--format', 'gif'])
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('ftrace')])
  })
})
