/** The three ways to print a suite, with names and messages that are hostile to each format. */
import { describe, expect, it } from 'vitest'
import type { SearchResult } from '../space/search.ts'
import { diffLines, goldenText } from './golden.ts'
import { junitReporter } from './junit.ts'
import { ktapReporter } from './ktap.ts'
import { textReporter } from './suite.ts'
import type { Reporter, TestedDesign, TestedScenario } from './suite.ts'

const result: SearchResult = {
  mode: 'bfs',
  exact: false,
  reductions: [],
  states: 10,
  transitions: 12,
  depth: 5,
  ends: 1,
  failures: [],
  witnesses: [],
  bytes: 0,
  complete: true,
}

const design = (name: string, fields: Partial<TestedDesign> = {}): TestedDesign => ({
  design: name,
  choices: {},
  bound: { steps: 50, faults: 0 },
  result,
  verdict: { kind: 'holds' },
  comparison: { mismatches: [], open: [] },
  outcome: 'passed',
  tests: [{ name: 'p', result: { kind: 'as-expected' } }],
  ...fields,
})

const scenario = (
  name: string,
  designs: readonly TestedDesign[],
  fields: Partial<TestedScenario & { kind: 'run' }> = {},
): TestedScenario => ({
  kind: 'run',
  name,
  hash: '0',
  designs,
  notRun: [],
  golden: { kind: 'same' },
  outcome: 'passed',
  ...fields,
})

const failed = design('k=<&"\'>#', {
  outcome: 'failed',
  verdict: { kind: 'violated' },
  comparison: {
    mismatches: [{ property: 'p', expected: 'never', observed: 'sometimes' }],
    open: [],
  },
  tests: [{ name: 'p', result: { kind: 'unexpected', words: 'expected never' } }],
})
const undecided = design('k=b', {
  outcome: 'undecided',
  verdict: { kind: 'inconclusive', stopped: 'states' },
  comparison: { mismatches: [], open: ['p'] },
  tests: [{ name: 'p', result: { kind: 'undecided', words: 'never or sometimes' } }],
})
const raced = design('', {
  tests: [
    { name: 'p', result: { kind: 'expected-violation', words: 'violated sometimes' } },
    { name: 'w', result: { kind: 'skipped', words: 'not reached' } },
  ],
})

const all: readonly TestedScenario[] = [
  scenario('good', [raced], { notRun: ['k=c'] }),
  scenario('bad', [failed], { outcome: 'failed', golden: { kind: 'absent' } }),
  scenario('slow', [undecided], { outcome: 'undecided', golden: { kind: 'skipped' } }),
  scenario('moved', [design('')], {
    outcome: 'failed',
    golden: { kind: 'differs', diff: ['-10 states', '+11 states'] },
  }),
  { kind: 'not-run', name: 'silent', reason: 'it expects nothing' },
  { kind: 'broken', name: 'worse', lines: ['line \u0000 one\n]]> two'] },
]

const print = ({ begin, scenario: one, end }: Reporter, tested = all): readonly string[] => [
  ...begin(tested.length),
  ...tested.flatMap(one),
  ...end(tested),
]

describe('text', () => {
  it('closes as xfstests does', () => {
    expect(print(textReporter).slice(-5)).toEqual([
      'Ran: good bad slow moved worse',
      'Not run: silent',
      'Not decided: slow',
      'Failures: bad moved worse',
      'Failed 3 of 5 tests',
    ])
    expect(print(textReporter, all.slice(0, 1)).at(-1)).toBe('Passed all 1 tests')
    expect(print(textReporter, all.slice(2, 3)).at(-1)).toBe('Not decided 1 of 1 tests')
  })

  it('shows what is wrong and the counts that differ', () => {
    const text = print(textReporter).join('\n')
    expect(text).toContain('NOT AS EXPECTED: p expected never, observed sometimes')
    expect(text).toContain('NOT DECIDED: p')
    expect(text).toContain('    -10 states\n    +11 states')
    expect(text).toContain('worse: BROKEN')
  })
})

/** Reads KTAP as a harness does: the plan of each level against its results. */
function readKtap(lines: readonly string[], depth = 0): readonly string[] {
  const indent = '  '.repeat(depth)
  const here = lines.filter((l) => l.startsWith(indent) && !l.startsWith(`${indent}  `))
  const results = here.filter((l) => /^ *(not )?ok /.test(l)).map((l) => l.trim())
  const plans = here.filter((l) => /^ *1\.\.\d+$/.test(l)).map((l) => Number(l.trim().slice(3)))
  expect(plans.reduce((sum, n) => sum + n, 0)).toBe(results.length)
  expect(here.filter((l) => l.trim() === 'KTAP version 1')).toHaveLength(plans.length)
  return results
}

describe('KTAP', () => {
  const lines = print(ktapReporter)

  it('plans each level and numbers it from 1', () => {
    expect(lines.slice(0, 2)).toEqual(['KTAP version 1', '1..6'])
    for (const depth of [0, 1, 2]) expect(readKtap(lines, depth).length).toBeGreaterThan(0)
    const numbers = readKtap(lines).map((l) => Number(/(\d+)/.exec(l)?.[0]))
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6])
  })

  it.each([
    '    ok 1 p # XFAIL violated sometimes',
    '    ok 2 w # SKIP not reached',
    '  ok 2 k=c # SKIP no expect',
    '    not ok 1 p # TIMEOUT never or sometimes',
    '  not ok 1 k=b # TIMEOUT not decided',
    '  not ok 2 golden counts',
    'not ok 2 bad',
    'ok 5 silent # SKIP it expects nothing',
    'not ok 6 worse # ERROR cannot be run',
  ])('has the line "%s"', (line) => {
    expect(lines).toContain(line)
  })

  it('has no name that reads as a directive, and no line that is none', () => {
    expect(lines.some((l) => l.includes('#,') || /ok \d+ k=.*>#/.test(l))).toBe(false)
    for (const line of lines) {
      expect(line).toMatch(/^ *(KTAP version 1|1\.\.\d+|# .*|(not )?ok \d+ .+)$/)
    }
  })
})

describe('JUnit', () => {
  const xml = print(junitReporter).join('\n')

  it('counts what it lists', () => {
    expect(xml).toContain('<testsuites name="endio check" tests="10" failures="2" errors="2">')
    expect(xml.match(/<testcase /g)).toHaveLength(10)
    expect(xml.match(/<failure /g)).toHaveLength(2)
    expect(xml.match(/<error /g)).toHaveLength(2)
    expect(xml.match(/<skipped /g)).toHaveLength(3)
  })

  it('escapes what XML cannot hold', () => {
    expect(xml).toContain('name="k=&lt;&amp;&quot;&apos;&gt;#"')
    expect(xml).toContain('line \uFFFD one\n]]&gt; two')
    expect(xml).not.toContain('\u0000')
  })

  it('closes every element it opens', () => {
    const open: string[] = []
    const pairs: (readonly [string | undefined, string])[] = []
    for (const [, end, name = '', empty] of xml.matchAll(/<(\/?)(\w+)[^<>]*?(\/?)>/g)) {
      if (end === '/') pairs.push([open.pop(), name])
      else if (empty !== '/') open.push(name)
    }
    expect(pairs.map(([opened]) => opened)).toEqual(pairs.map(([, closed]) => closed))
    expect(open).toEqual([])
  })
})

describe('golden text', () => {
  it('has a line per design, and no time', () => {
    const race = {
      id: 'property p',
      violation: { kind: 'property', name: 'p', law: '', detail: '', actors: [] },
      states: 1,
      decisions: new Int32Array(3),
      minimum: true,
    } as const
    const violated = design('k=a', {
      result: { ...result, failures: [race] },
      verdict: { kind: 'violated' },
    })
    expect(
      goldenText([violated, design('')])
        .split('\n')
        .slice(1),
    ).toEqual([
      'k=a: violated, 10 states, 12 transitions, 1 ends, depth 5; p sometimes, 1 state, minimum 3 steps',
      'the only design: holds, 10 states, 12 transitions, 1 ends, depth 5',
      '',
    ])
  })

  it('that is the same has no difference', () => {
    expect(diffLines('f', 'a\n', 'a\n')).toEqual([])
    expect(diffLines('f', 'a\nb\n', 'a\nc\n')).toEqual([
      '--- f\tgolden',
      '+++ f\tfound',
      '@@ -1,2 +1,2 @@',
      ' a',
      '-b',
      '+c',
    ])
  })
})
