/** The verb `check` as a user runs it. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SearchResult } from '../space/search.ts'
import { counterFiles } from './counter.fixture.ts'
import { endio, folder, interrupted, shell } from './endio.fixture.ts'
import { parseMemory, withinMemory } from './search/memory.ts'

/** The README's counter with more lines in its scenario. */
function counter(more = '', change = (yaml: string): string => yaml): string {
  const files = counterFiles()
  return folder({ ...files, 'scenario.yaml': `${change(files['scenario.yaml'] ?? '')}${more}` })
}

/** A folder with a scenario for each entry, which has the lines that are its own. */
function collection(entries: Readonly<Record<string, string>>): string {
  const root = folder({})
  for (const [name, more] of Object.entries(entries)) {
    mkdirSync(join(root, name))
    for (const [file, text] of Object.entries(counterFiles())) {
      const own = file === 'scenario.yaml' ? text.replace('lost-update', name) + more : text
      writeFileSync(join(root, name, file), own)
    }
  }
  return root
}

const races = 'expect: [{violates: {both-count: sometimes}}]\n'
const nothing = 'expect: [{violates: nothing}]\n'
const large = (yaml: string): string =>
  yaml.replace(
    'b: {machine: task}}',
    'b: {machine: task}, c: {machine: task}, d: {machine: task}, e: {machine: task}, f: {machine: task}, g: {machine: task}}',
  )

/** The command after `label` in a report, as it stands there. */
function command(report: string, label: string): string {
  return new RegExp(String.raw`^ *${label}: +((?:.*\\\n)*.*)$`, 'm').exec(report)?.[1] ?? ''
}

describe('one design', () => {
  it('that fails has the verdict with its counts, and the minimum counterexample', () => {
    const { code, out, err } = endio(['check', '.'], counter())
    expect(code).toBe(1)
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'VIOLATED: both-count. 41 states, 60 transitions, longest path 8 steps; bound 50 steps and 0 faults; reduction none; chance that a state was left out 4.6e-17.',
    )
    expect(out).toContain('both-count: minimum counterexample, 8 steps; no shorter run fails so')
    expect(err).toMatch(/^41 states in \d/)
  })

  it('that holds exits 0', () => {
    const fixed = (yaml: string): string => yaml.replace('counter.n == 2', 'counter.n >= 1')
    const { code, out } = endio(['check', '.'], counter('', fixed))
    expect(code).toBe(0)
    expect(out).toContain('HOLDS: no interleaving violates anything.')
  })

  it('prints the same bytes each time, within 72 ASCII columns', () => {
    const cwd = counter()
    const { out } = endio(['check', '.'], cwd)
    expect(endio(['check', '.'], cwd).out).toBe(out)
    // oxlint-disable-next-line no-control-regex
    expect(out).toMatch(/^[\n\x20-\x7E]*$/)
    expect(Math.max(...out.split('\n').map((l) => l.length))).toBeLessThanOrEqual(72)
  })

  it('that fails has a race command and saved schedules that work when pasted', () => {
    const cwd = counter()
    const { out } = endio(['check', '.', '--save', 'race.json'], cwd)
    const race = shell(command(out, 'Race'), cwd)
    expect(race.code).toBe(1)
    expect(race.out).toContain('RACE: both-count')
    const replayed = shell(command(out, 'Replay'), cwd)
    expect([replayed.code, replayed.err]).toEqual([1, 'aligned 8\n'])
    const next = shell(command(out, 'Next'), cwd)
    expect(next.code).toBe(1)
    expect(next.out.startsWith(race.out)).toBe(true)
  })

  it('refuses to overwrite a schedule before it searches', () => {
    const cwd = counter()
    writeFileSync(join(cwd, 'race.json'), '')
    expect(endio(['check', '.', '--save', 'race.json'], cwd)).toEqual({
      code: 2,
      out: '',
      err: "error: 'race.json' exists; give another name\n",
    })
  })

  it('searches one way only when told so, and says what that does not prove', () => {
    const cwd = counter()
    expect(endio(['check', '.', '--mode', 'dfs'], cwd).out).toContain('not proved minimal')
    expect(endio(['check', '.', '--mode', 'bfs'], cwd).out).toContain('furthest state 8')
    const exact = endio(['check', '.', '--exact', '-q'], cwd)
    expect(exact.err).toBe('')
    expect(exact.out).toContain('states compared in full.')
  })

  it('is one JSON document without times, or a line of a stream', () => {
    const cwd = counter(races)
    const { out } = endio(['check', '.', '--json'], cwd)
    const document = JSON.parse(out)
    expect(document).toMatchObject({
      schema: 'endio.checks/1',
      interrupted: false,
      designs: [
        {
          schema: 'endio.check/1',
          scenario: 'lost-update',
          verdict: { kind: 'violated' },
          states: 41,
          complete: true,
          failures: [{ property: 'both-count', steps: 8, minimum: true }],
          mismatches: [],
        },
      ],
    })
    expect(endio(['check', '.', '--json'], cwd).out).toBe(out)
    const stream = endio(['check', '.', '.', '--ndjson'], cwd).out.trim().split('\n')
    expect(stream.map((l) => JSON.parse(l).schema)).toEqual(['endio.check/1', 'endio.check/1'])
    const { schedule } = document.designs[0].failures[0]
    writeFileSync(join(cwd, 's.json'), JSON.stringify(schedule))
    expect(endio(['run', '.', '--schedule', 's.json', '-q'], cwd).code).toBe(1)
  })
})

it('refuses an eventually under symmetry, and names the flag to leave out', () => {
  const goal = (yaml: string): string =>
    yaml.replace("at-rest: 'counter.n == 2'", "eventually: 'counter.n == 2'")
  const subject = counter('symmetry: [[a, b]]\n', goal)
  const { code, err } = endio(['check', '.', '--reduce', 'symmetry'], subject)
  expect(code).toBe(2)
  expect(err).toContain("'eventually' and symmetry exclude each other")
  expect(err).toContain('hint: search without --reduce symmetry, or take what differs out of')
})

describe('a limit', () => {
  it.each([
    [['--max-states', '10'], 'the limit on states was reached'],
    [['--max-memory', '1k'], 'the limit on memory was reached'],
  ])('%j that is reached decides nothing', (args, words) => {
    const { code, out } = endio(['check', '.', ...args], counter())
    expect(code).toBe(3)
    const text = out.replaceAll(/\s+/g, ' ')
    expect(text).toContain(`INCONCLUSIVE: nothing is violated so far, but ${words}.`)
  })

  it('on steps that is too small for the scenario decides nothing', () => {
    const short = (yaml: string): string => yaml.replace('steps: 50', 'steps: 4')
    const { code, out } = endio(['check', '.'], counter('', short))
    expect(code).toBe(3)
    expect(out.replaceAll(/\s+/g, ' ')).toContain('some runs are longer than the bound on steps')
  })

  it('that Ctrl-C sets leaves what is known, and 130', async () => {
    const { code, out } = await interrupted(['check', '.'], 2_500, counter('', large))
    expect(code).toBe(130)
    expect(out).toMatch(/(VIOLATED|INCONCLUSIVE)[^.]*the\s+search\s+was\s+interrupted/)
  })

  it.each([
    ['2G', 2 ** 31],
    ['500M', 500 * 2 ** 20],
    ['64k', 65_536],
    ['7', 7],
  ])('on memory of %s is read', (text, bytes) => {
    expect(parseMemory(text)).toBe(bytes)
  })

  it('on memory stops a search that is not complete, and leaves one that is', () => {
    const known = (states: number, complete: boolean): SearchResult => ({
      ...{ mode: 'dfs', exact: false, reductions: [], transitions: 0, depth: 0, ends: 0 },
      ...{ failures: [], witnesses: [], bytes: 0, states, complete },
    })
    const taken = [1, 9, 1][Symbol.iterator]()
    const all = [known(1, false), known(2, false), known(3, true)]
    const seen = [...withinMemory(all, 5, () => taken.next().value ?? 0)]
    expect(seen.map((k) => [k.states, k.stopped])).toEqual([
      [1, undefined],
      [2, 'memory'],
    ])
    expect([...withinMemory([known(3, true)], 5, () => 9)]).toEqual([known(3, true)])
  })
})

describe('a suite', () => {
  const mixed = () =>
    collection({ a: races, b: nothing, c: '', d: 'expct: 1\n', e: `groups: [slow]\n${races}` })

  it('runs what it finds and closes as xfstests does', () => {
    const { code, out } = endio(['check', mixed()])
    expect(code).toBe(2)
    expect(out).toContain('NOT AS EXPECTED: both-count expected never, observed sometimes')
    const [ran, ...rest] = out.trim().split('\n').slice(-4)
    expect(ran).toMatch(/^Ran: a b \S+d e$/)
    expect(rest[0]).toBe('Not run: c')
    expect(rest[1]).toMatch(/^Failures: b \S+d$/)
    expect(rest[2]).toBe('Failed 2 of 4 tests')
  })

  it.each([
    [races, 0, 'Passed all 1 tests'],
    [nothing, 1, 'Failed 1 of 1 tests'],
    [`${nothing}properties: [{name: never, sometimes: 'counter.n == 9'}]\n`, 3, 'Not decided 1 of'],
  ])('of one scenario with %j exits %i', (more, exit, last) => {
    const strip = (yaml: string): string =>
      more.includes('properties') ? yaml.replace(/^properties:.*\n/m, '') : yaml
    const { code, out } = endio(['check', '.', '--expect'], counter(more, strip))
    expect(code).toBe(exit)
    expect(out).toContain(last)
  })

  it('takes a group, and lists without running', () => {
    const root = collection({ a: races, e: `groups: [slow]\n${races}` })
    expect(endio(['check', '.', '-g', 'slow', '-n'], root).out).toBe('e: 1 design\n')
    expect(endio(['check', '.', '-n'], root).out).toBe('a: 1 design\ne: 1 design\n')
    const { code, err } = endio(['check', '.', '-g', 'quick'], root)
    expect([code, err]).toEqual([2, 'error: no scenario of group quick; there are slow\n'])
  })

  it('prints KTAP and JUnit, the same bytes each time', () => {
    const root = mixed()
    for (const reporter of ['ktap', 'junit']) {
      const { out, code } = endio(['check', '.', '--reporter', reporter], root)
      expect(code).toBe(2)
      expect(out).toMatch(reporter === 'ktap' ? /^KTAP version 1\n1\.\.5\n/ : /^<\?xml /)
      expect(endio(['check', '.', '--reporter', reporter], root).out).toBe(out)
    }
  })

  it('is one JSON document, or a line per scenario', () => {
    const root = mixed()
    const { scenarios } = JSON.parse(endio(['check', '.', '--json'], root).out)
    expect(scenarios.map((s: { kind: string }) => s.kind)).toEqual([
      ...['run', 'run', 'not-run', 'broken', 'run'],
    ])
    expect(endio(['check', '.', '--ndjson'], root).out.trim().split('\n')).toHaveLength(5)
  })
})

describe('--dashboard', () => {
  it('writes a page with the question and the verdicts of each scenario, grouped by folder', () => {
    const root = collection({ one: races, two: nothing })
    mkdirSync(join(root, 'locks'))
    renameSync(join(root, 'two'), join(root, 'locks', 'two'))
    writeFileSync(join(root, 'one', 'README.md'), '# One\n\nTwo add 1. Is 3 | 1 lost? Yes.\n')
    const { code } = endio(['check', '.', '--dashboard', 'README.md'], root)
    expect(code).toBe(1)
    const rows = readFileSync(join(root, 'README.md'), 'utf8').split('\n')
    const [second, first] = rows.filter((r) => r.startsWith('| ['))
    expect(first).toMatch(/^\| \[one\]\(one\/\): .* \| Is 3 \\\| 1 lost\? \|.*\| a, b \|/)
    expect(first).toContain('| `both-count` in 1 of 1; 0 of 1 hold | 41 |')
    expect(second).toMatch(/^\| \[two\]\(locks\/two\/\)/)
    const groups = ['## locks', second, '## .', first].map((r) => rows.indexOf(r ?? ''))
    expect(groups).toEqual(groups.toSorted((a, b) => a - b))
    expect(groups).not.toContain(-1)
  })
})

describe('golden counts', () => {
  const goldenOf = (cwd: string): string => join(cwd, 'check.golden.txt')

  it('are written, compared, and rewritten with the difference shown', () => {
    const cwd = counter(races)
    expect(endio(['check', '.', '--expect'], cwd).err).toContain('no golden counts')
    expect(endio(['check', '.', '--update'], cwd).out).toContain('golden counts written:')
    const golden = readFileSync(goldenOf(cwd), 'utf8')
    expect(golden).toContain(
      'the only design: violated, 41 states, 60 transitions, 2 ends, depth 8',
    )
    expect(endio(['check', '.', '--expect'], cwd).code).toBe(0)
    writeFileSync(goldenOf(cwd), golden.replace('41 states', '40 states'))
    const { code, out } = endio(['check', '.', '--expect'], cwd)
    expect(code).toBe(1)
    expect(out).toMatch(/^ +-.*40 states.*\n +\+.*41 states/m)
    expect(endio(['check', '.', '--update'], cwd).code).toBe(0)
    expect(readFileSync(goldenOf(cwd), 'utf8')).toBe(golden)
  })

  it('are not rewritten by a search that did not see everything', () => {
    const cwd = counter(races)
    endio(['check', '.', '--update'], cwd)
    const golden = readFileSync(goldenOf(cwd), 'utf8')
    for (const args of [
      ['--max-states', '10'],
      ['--mode', 'dfs'],
    ]) {
      endio(['check', '.', '--update', ...args], cwd)
      expect(readFileSync(goldenOf(cwd), 'utf8')).toBe(golden)
    }
  })

  it('that cannot be read are named', () => {
    const cwd = counter(races)
    mkdirSync(goldenOf(cwd))
    const { code, out } = endio(['check', '.', '--expect'], cwd)
    expect(code).toBe(2)
    expect(out).toMatch(/cannot read the golden counts '.*check\.golden\.txt': EISDIR/)
  })
})

describe('a wrong command line', () => {
  it.each([
    [['--max-states', '0'], "--max-states '0' is not a positive whole number; try 1000000"],
    [['--max-memory', '2X'], "--max-memory '2X' is not a size; try --max-memory 2G"],
    [['--mode', 'ids'], "argument 'ids' is invalid"],
    [['--reporter', 'xml'], "argument 'xml' is invalid. Allowed choices are text, ktap, junit."],
    [['--expect'], "no design has an 'expect'"],
    [['--expect', '--save', 'x'], 'a suite saves no schedules'],
    [['--expect', '--variant', 'a=b'], 'a suite checks every design'],
    [['--variant', 'a=b'], "there is no variant 'a'"],
    [['--all-designs', '--variant', 'a=b'], 'cannot be used with'],
  ])('%j exits 2 with a message', (args, message) => {
    const { code, out, err } = endio(['check', '.', ...args], counter())
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).not.toMatch(/^ +at /m)
  })

  it('names a folder without scenarios, and a path that is not there', () => {
    const empty = folder({})
    expect(endio(['check', empty])).toMatchObject({
      code: 2,
      err: `error: no scenario.yaml below '${empty}'; name a scenario or a folder of some\n`,
    })
    expect(endio(['check', 'nowhere']).err).toContain('nowhere')
  })
})
