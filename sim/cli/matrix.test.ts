/** The verb `matrix` as a user runs it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { counterFiles } from './counter.fixture.ts'
import { endio, folder, interruptedAt, shell } from './endio.fixture.ts'

const h3 = 'scenarios/isize/h3-truncate-zeroes-acked-aio'
const h2 = 'scenarios/isize/h2-completion-rewinds-eof'

/** The README's counter, asked for two totals; `wanted` is a variant. */
function counter(more = ''): string {
  const files = counterFiles()
  const yaml = (files['scenario.yaml'] ?? '').replace("'counter.n == 2'", "'counter.n >= $wanted'")
  return folder({ ...files, 'scenario.yaml': `${yaml}variants: {wanted: [2, 1]}\n${more}` })
}

/** Every file below `path`. */
function entries(path: string): readonly string[] {
  const found = readdirSync(path, { recursive: true, withFileTypes: true })
  return found.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name))
}

describe('two scenarios of the project', () => {
  const cache = folder

  it.each([
    ['text', 100],
    ['mail', 72],
    ['markdown', Infinity],
    ['json', Infinity],
  ])('as %s, within %d columns', async (format, columns) => {
    const { code, out } = endio(['matrix', h3, h2, '--format', format, '--cache', cache({})])
    expect(code).toBe(1)
    const shown = out.replaceAll(/[0-9a-f]{12}(?=:|$|")/gm, 'HASH')
    await expect(shown).toMatchFileSnapshot(`__snapshots__/matrix.${format}.txt`)
    // oxlint-disable-next-line no-control-regex
    expect(out).toMatch(/^[\n\x20-\x7E]*$/)
    const width = Math.max(...out.split('\n').map((l) => l.length))
    expect(width).toBeLessThanOrEqual(columns)
  })

  it('says which choice alone closes the truncate race, and which does not matter', () => {
    const { out } = endio(['matrix', h3, '--no-cache'])
    expect(out).toContain('oldsize_sample=after-wait closes no-lost-acked-byte alone')
    expect(out).toContain('No choice of new_size, isize_lock changes a verdict.')
  })

  it('has a replay for a violated cell that shows it', () => {
    const { out } = endio(['matrix', h3, '--no-cache', '--json'])
    const { scenarios } = JSON.parse(out)
    const cells = scenarios[0].designs.flatMap((d: { cells: object[] }) => d.cells)
    const replays = cells.filter((c: { replay?: string }) => c.replay !== undefined)
    expect(replays).toHaveLength(6)
    const { code, out: shown } = shell(replays[3].replay)
    expect(code).toBe(1)
    expect(shown).toContain('no-lost-acked-byte: minimum counterexample')
  })
})

describe('the cache', () => {
  it('makes the second run print the same bytes and search nothing', () => {
    const [cwd, cache] = [counter(), folder({})]
    const first = endio(['matrix', '.', '--cache', cache], cwd)
    expect(first.err).toContain('2 searched, 0 from the cache')
    const second = endio(['matrix', '.', '--cache', cache], cwd)
    expect(second.err).toContain('0 searched, 2 from the cache')
    expect(second.out).toBe(first.out)
    expect(endio(['matrix', '.', '--no-cache'], cwd).out).toBe(first.out)
  })

  it('keeps what a change does not touch, and searches again what it does', () => {
    const [cwd, cache] = [counter(), folder({})]
    const run = (): string => endio(['matrix', '.', '--cache', cache], cwd).err
    const edit = (file: string, from: string, to: string): void => {
      const path = join(cwd, file)
      const text = readFileSync(path, 'utf8')
      expect(text).toContain(from)
      writeFileSync(path, text.replace(from, to))
    }
    run()
    edit('scenario.yaml', 'title: two', 'title: 2')
    edit('scenario.yaml', '[2, 1]', '[2, 1, 0]')
    expect(run()).toContain('1 searched, 2 from the cache')
    edit('counter.js', 'n: 0', 'n:  0')
    expect(run()).toContain('3 searched, 0 from the cache')
    edit('scenario.yaml', 'steps: 50', 'steps: 60')
    expect(run()).toContain('3 searched, 0 from the cache')
  })

  it.each([
    ['cut off', (text: string) => text.slice(0, -20)],
    ['emptied', () => ''],
    ['changed', (text: string) => text.replace('"states":', '"states":1')],
    ['of another shape', (text: string) => text.replace('"omission"', '"odds"')],
    ['foreign', (text: string) => text.replace(/"key":"..../, '"key":"0000')],
  ])('ignores and replaces an entry that was %s', (_, spoil) => {
    const [cwd, cache] = [counter(), folder({})]
    const { out } = endio(['matrix', '.', '--cache', cache], cwd)
    const [file = ''] = entries(cache)
    const whole = readFileSync(file, 'utf8')
    expect(spoil(whole)).not.toBe(whole)
    writeFileSync(file, spoil(whole))
    const again = endio(['matrix', '.', '--cache', cache], cwd)
    expect(again.err).toContain('1 searched, 1 from the cache')
    expect(again.out).toBe(out)
    expect(readFileSync(file, 'utf8')).toBe(whole)
  })

  it('lies where XDG says, and nowhere with --no-cache', () => {
    const [cwd, home] = [counter(), folder({})]
    endio(['matrix', '.', '--no-cache'], cwd, { XDG_CACHE_HOME: home })
    expect(entries(home)).toEqual([])
    endio(['matrix', '.'], cwd, { XDG_CACHE_HOME: home })
    expect(entries(join(home, 'endio'))).toHaveLength(2)
  })

  it('that cannot be written is a warning', () => {
    const cwd = counter()
    const { code, err } = endio(['matrix', '.', '--cache', join(cwd, 'counter.js')], cwd)
    expect(code).toBe(1)
    expect(err).toMatch(/warning: cannot keep results in '.*counter\.js': \w+; try --cache DIR/)
  })

  it('keeps nothing of a module that depends on more than its text', () => {
    const cwd = counter()
    const path = join(cwd, 'counter.js')
    writeFileSync(path, `import 'node:fs'\n${readFileSync(path, 'utf8')}`)
    const cache = folder({})
    const { err } = endio(['matrix', '.', '--cache', cache], cwd)
    expect(err).toContain('2 searched, 0 from the cache, 2 not kept')
    expect(entries(cache)).toEqual([])
  })
})

describe('what is not decided', () => {
  it('by a limit is never called never, is not kept, and exits 3', () => {
    const [cwd, cache] = [counter(), folder({})]
    const { code, out } = endio(['matrix', '.', '--max-states', '5', '--cache', cache], cwd)
    expect(code).toBe(3)
    expect(out).toContain('Design 1: INCONCLUSIVE: the limit on states was reached')
    expect(out).toContain('Every interleaving of 0 of 2 designs explored')
    expect(out).not.toContain('Never violated')
    expect(entries(cache)).toEqual([])
  })

  it('because nothing was reached is said, and exits 3', () => {
    const cwd = folder({
      ...counterFiles(),
      'scenario.yaml': (counterFiles()['scenario.yaml'] ?? '').replace(
        /properties:.*/,
        "properties: [{name: nine, sometimes: 'counter.n == 9'}]",
      ),
    })
    const { code, out } = endio(['matrix', '.', '--no-cache'], cwd)
    expect(code).toBe(3)
    expect(out).toContain('Design 1: VACUOUS, never reached: nine')
  })

  it('exits 0 where nothing is violated', () => {
    expect(
      endio(['matrix', '.', '--no-cache'], counter('exclude: [{when: {wanted: 2}, because: x}]\n'))
        .code,
    ).toBe(0)
  })

  it('because of Ctrl-C is shown as such, and the next run goes on', async () => {
    const cache = folder({})
    const both = [h2, 'scenarios/eof-folio/mmap-write-vs-extending-write', '--cache', cache]
    const { code, out } = await interruptedAt('What shows', ['matrix', ...both])
    expect(code).toBe(130)
    expect(out).toContain('not searched: interrupted')
    expect(endio(['matrix', h2, '--cache', cache]).err).toContain('0 searched, 8 from the cache')
  })
})

describe('a wrong command line', () => {
  it.each([
    [['--format', 'xml'], 'Allowed choices are text, mail, markdown, json.'],
    [['--max-states', '0'], "--max-states '0' is not a positive whole number"],
    [['--cache', ''], '--cache needs a folder'],
  ])('%j exits 2 with a message', (args, message) => {
    const { code, out, err } = endio(['matrix', '.', ...args], counter())
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
  })

  it('names a folder without scenarios', () => {
    const empty = folder({})
    mkdirSync(join(empty, 'a'))
    expect(endio(['matrix', empty])).toMatchObject({ code: 2 })
  })
})
