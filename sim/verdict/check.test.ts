/** What a search may conclude, also from a part of the states. */
import { describe, expect, it } from 'vitest'
import type { SearchFailure, SearchResult } from '../space/search.ts'
import { claim } from '../model/toys.fixture.ts'
import { compare, judgeCheck, observations } from './check.ts'
import { designOutcome, propertyTests, worst } from './suite.ts'

const failure = (name: string): SearchFailure => ({
  id: `property ${name}`,
  violation: { kind: 'property', name, law: name, detail: '', actors: [] },
  states: 1,
  decisions: new Int32Array(3),
  minimum: true,
})

const result = (fields: Partial<SearchResult>, ...violated: readonly string[]): SearchResult => ({
  mode: 'dfs',
  exact: false,
  reductions: [],
  states: 10,
  transitions: 12,
  depth: 5,
  ends: 1,
  witnesses: [],
  bytes: 0,
  complete: true,
  failures: violated.map(failure),
  ...fields,
})

/** An *eventually* that a lasso violates. */
const endless = (holdsOnSome: boolean): SearchResult =>
  result({ ends: 0, failures: [{ ...failure('p'), loop: new Int32Array(1), holdsOnSome }] })

/** The same, and the lasso violates *eventually* q as well. */
const both = (holdsOnSome: boolean): SearchResult => {
  const { failures, ...rest } = endless(holdsOnSome)
  const other = { ...failure('q'), loop: new Int32Array(1), holdsOnSome: false }
  return { ...rest, failures: [...failures, other] }
}

const asked = [claim('at-rest', 'r', [], () => true), claim('always', 'p', [], () => true)]
const unreached = { witnesses: [{ name: 'w', states: 0 }] }
const stopped = { complete: false, stopped: 'states' } as const

describe('the verdict', () => {
  it.each([
    [result({}), { kind: 'holds' }],
    [result({}, 'p'), { kind: 'violated' }],
    [result(stopped, 'p'), { kind: 'violated' }],
    [result(unreached), { kind: 'vacuous', never: ['w'], unasked: [] }],
    [result({ ends: 0 }), { kind: 'vacuous', never: [], unasked: ['r'] }],
    [result({ ends: 0 }, 'p'), { kind: 'violated' }],
    [result({ ...unreached, ...stopped }), { kind: 'inconclusive', stopped: 'states' }],
    [result({ complete: false }), { kind: 'inconclusive', stopped: 'interrupted' }],
    [result({ complete: false, stopped: 'steps' }), { kind: 'inconclusive', stopped: 'steps' }],
  ])('%# is as the evidence allows', (known, verdict) => {
    expect(judgeCheck(known, asked)).toEqual(verdict)
  })
})

it('needs no rest where nothing is asked at one', () => {
  const [, always] = asked
  expect(judgeCheck(result({ ends: 0 }), always === undefined ? [] : [always])).toEqual({
    kind: 'holds',
  })
})

describe('observations', () => {
  it.each([
    ['a complete search without it', result({}), ['never']],
    ['other runs end well', result({ ends: 1 }, 'p'), ['sometimes']],
    ['no run ends otherwise', result({ ends: 0 }, 'p'), ['always']],
    ['no run ends, and it holds on some', endless(true), ['sometimes']],
    ['no run ends, and it holds on none', endless(false), ['always']],
    ['other runs end in another violation', result({ ends: 0 }, 'p', 'q'), ['sometimes']],
    ['an endless run violates another eventually too', both(false), ['always']],
    ['an endless run that keeps it violates another', both(true), ['sometimes']],
    [
      'part of the runs, all failing',
      result({ ends: 0, ...stopped }, 'p'),
      ['sometimes', 'always'],
    ],
    ['part of the runs, one passing', result({ ends: 1, ...stopped }), ['never', 'sometimes']],
    ['nothing ended yet', result({ ends: 0, ...stopped }), ['never', 'sometimes', 'always']],
    [
      'part of the runs, another fails',
      result({ ends: 0, ...stopped }, 'q'),
      ['never', 'sometimes'],
    ],
  ])('%s', (_, known, possible) => {
    expect(observations(known, 'p')).toEqual(possible)
  })
})

describe('a comparison', () => {
  it('finds what is violated and not expected, and what is expected and not violated', () => {
    expect(compare({ violates: { p: 'sometimes' } }, ['p', 'q'], result({}, 'q'))).toEqual({
      mismatches: [
        { property: 'p', expected: 'sometimes', observed: 'never' },
        { property: 'q', expected: 'never', observed: 'sometimes' },
      ],
      open: [],
    })
  })

  it('tells always from sometimes', () => {
    const { mismatches } = compare({ violates: { p: 'always' } }, ['p'], result({ ends: 1 }, 'p'))
    expect(mismatches).toEqual([{ property: 'p', expected: 'always', observed: 'sometimes' }])
  })

  it('leaves open what a search that stopped cannot tell', () => {
    expect(compare({ violates: {} }, ['p'], result(stopped))).toEqual({
      mismatches: [],
      open: ['p'],
    })
  })
})

describe('a test', () => {
  const outcome = (known: SearchResult, violates: Readonly<Record<string, 'sometimes'>>) =>
    designOutcome(judgeCheck(known, asked), compare({ violates }, ['p'], known))

  it.each([
    ['passes as expected', outcome(result({}), {}), 'passed'],
    ['passes with an expected violation', outcome(result({}, 'p'), { p: 'sometimes' }), 'passed'],
    ['fails by a violation', outcome(result({}, 'p'), {}), 'failed'],
    ['fails without an expected one', outcome(result({}), { p: 'sometimes' }), 'failed'],
    ['is undecided at a limit', outcome(result(stopped), {}), 'undecided'],
    ['is undecided when vacuous', outcome(result(unreached), {}), 'undecided'],
    ['fails by a violation found before the limit', outcome(result(stopped, 'p'), {}), 'failed'],
  ])('%s', (_, found, wanted) => {
    expect(found).toBe(wanted)
  })

  it('is as bad as its worst part', () => {
    expect(worst([])).toBe('passed')
    expect(worst(['passed', 'undecided'])).toBe('undecided')
    expect(worst(['undecided', 'failed', 'passed'])).toBe('failed')
  })

  it('has a line for each property and each witness', () => {
    const kinds = (known: SearchResult) =>
      propertyTests({ violates: { p: 'sometimes' } }, ['p', 'q'], known).map((t) => t.result.kind)
    expect(kinds(result(unreached, 'p'))).toEqual(['expected-violation', 'as-expected', 'skipped'])
    expect(kinds(result(unreached))).toEqual(['unexpected', 'as-expected', 'unexpected'])
    expect(kinds(result({ ...unreached, ...stopped }))).toEqual(Array(3).fill('undecided'))
  })
})
