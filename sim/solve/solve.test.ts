/** The cheapest answers against a search through everything, on generated tables. */
import { test } from '@fast-check/vitest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDesign } from '../scenario/design.ts'
import type { Design } from '../scenario/scenario.ts'
import { solve } from './solve.ts'
import type { Query, Reply, Solution } from './solve.ts'
import { changesOf, costOf, lacksOf, variablesOf } from './variables.ts'
import type { Choosable, Settings } from './variables.ts'

const free: Settings = { forbidden: new Map(), given: [] }

/** Whether everything holds in a design of a scenario; undefined when that is not known. */
type Holds = (scenario: string, design: Design) => boolean | undefined

function answer(
  scenarios: readonly Choosable[],
  holds: Holds,
  settings = free,
): Solution & { readonly queries: readonly Query[] } {
  const work = solve(scenarios, variablesOf(scenarios, settings))
  const queries: Query[] = []
  let step = work.next()
  while (step.done !== true) {
    const { scenario, candidate } = step.value
    queries.push(step.value)
    const name = scenarios[scenario]?.name ?? ''
    const all = new Set(candidate.designs.map((d) => holds(name, d)))
    const reply: Reply = all.has(false)
      ? { kind: 'fails' }
      : all.has(undefined)
        ? { kind: 'open', why: 'stopped' }
        : { kind: 'holds' }
    step = work.next(reply)
  }
  return { ...step.value, queries }
}

function scenario(name: string, variants: Choosable['variants'], more = {}): Choosable {
  return { name, variants, exclude: [], cost: {}, ...more }
}

const words = ({ answers }: Solution): readonly string[] => answers.map(formatDesign)

describe('the least change', () => {
  const pen = scenario('pen', { lock: ['none', 'pen', 'ink'], order: ['first', 'last'] })
  const ink = scenario('ink', { lock: ['none', 'pen', 'ink'] })

  it('is none where the design as posted will do', () => {
    expect(answer([pen], () => true)).toMatchObject({ kind: 'found', cost: 0 })
  })

  it('is found in all its ways, and says where there is none', () => {
    const solution = answer([pen], (_, d) => d['lock'] !== 'none' || d['order'] === 'last')
    expect(words(solution)).toEqual([
      'lock=ink order=first',
      'lock=pen order=first',
      'lock=none order=last',
    ])
    expect(answer([pen], () => false)).toMatchObject({ kind: 'none', answers: [] })
  })

  it('suits all scenarios at once', () => {
    const holds: Holds = (name, d) =>
      name === 'ink' ? d['lock'] !== 'none' : d['lock'] === 'ink' || d['order'] === 'last'
    const solution = answer([pen, ink], holds)
    expect([solution.cost, words(solution)]).toEqual([1, ['lock=ink order=first']])
    const apart = answer([pen, ink], (name, d) => d['lock'] === name)
    expect(apart.kind).toBe('none')
    expect(apart.alone.map((a) => a.assignment?.['lock'])).toEqual(['pen', 'ink'])
  })

  it('weighs what the scenario says, and leaves out what is free and not needed', () => {
    const heavy = { ...pen, cost: { lock: 5, order: 0 } }
    const solution = answer([heavy], (_, d) => d['lock'] !== 'none' && d['lock'] !== 'ink')
    expect([solution.cost, words(solution)]).toEqual([5, ['lock=pen order=first']])
  })

  it('holds under each choice of what is given that is not excluded', () => {
    const holds: Holds = (_, d) => d['lock'] === 'ink' || d['order'] === 'first'
    const given = { ...free, given: ['order'] }
    expect(words(answer([pen], holds, given))).toEqual(['lock=ink'])
    const cut = { when: { lock: ['pen'], order: ['last'] }, path: [], because: 'x' }
    expect(words(answer([{ ...pen, exclude: [cut] }], holds, given))).toEqual([
      'lock=ink',
      'lock=pen',
    ])
  })

  it('has nothing that is forbidden, and no choice that a scenario lacks', () => {
    const forbidden = new Map([['lock', ['none', 'ink']]])
    expect(words(answer([ink], () => true, { ...free, forbidden }))).toEqual(['lock=pen'])
    const small = scenario('small', { lock: ['none', 'ink'] })
    const both = [ink, small]
    expect(words(answer(both, (_, d) => d['lock'] !== 'none'))).toEqual(['lock=ink'])
    expect(lacksOf(both, variablesOf(both, free))).toEqual([
      { scenario: 'small', variable: 'lock', choices: ['pen'] },
    ])
  })

  it('is called undecided where a cheaper one is', () => {
    const solution = answer([ink], (_, d) => (d['lock'] === 'none' ? undefined : true))
    expect(solution.cost).toBe(1)
    expect(solution.undecided).toEqual([
      { scenario: 'ink', assignment: { lock: 'none' }, why: 'stopped' },
    ])
  })
})

const names = ['u', 'v', 'w', 'x']
const variants = fc
  .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 })
  .chain((own) => fc.record(Object.fromEntries(own.map((n) => [n, fc.constant([0, 1, 2])]))))
const generated = fc
  .array(variants, { minLength: 1, maxLength: 3 })
  .map((all) => all.map((own, i) => scenario(`s${i}`, own)))
const costs = fc.record(Object.fromEntries(names.map((n) => [n, fc.nat(3)])))

test.prop([generated, costs, fc.array(fc.nat(3), { minLength: 27, maxLength: 81 })], {
  seed: 1,
  numRuns: 300,
})('is that of a search through everything', (bare, cost, table) => {
  const scenarios = bare.map((s) => ({ ...s, cost }))
  const holds: Holds = (name, d) => {
    const text = `${name} ${formatDesign(d)}`
    const sum = Array.from(text).reduce((h, c) => (h * 31 + (c.codePointAt(0) ?? 0)) % 10_007, 7)
    return table[sum % table.length] === 0
  }
  const variables = variablesOf(scenarios, free)
  const all = variables.reduce<readonly Design[]>(
    (some, v) => some.flatMap((d) => v.choices.map((c) => ({ ...d, [v.name]: c }))),
    [{}],
  )
  const projected = (d: Design, s: Choosable): Design =>
    Object.fromEntries(Object.keys(s.variants).map((v) => [v, d[v] ?? 0]))
  const good = all.filter((d) => scenarios.every((s) => holds(s.name, projected(d, s))))
  const least = Math.min(...good.map((d) => costOf(d, variables)))
  const best = good.filter((d) => costOf(d, variables) === least)
  const solution = answer(scenarios, holds)
  expect(solution.kind).toBe(best.length > 0 ? 'found' : 'none')
  if (best.length === 0) return
  expect(solution.cost).toBe(least)
  const changes = (d: Design): readonly string[] =>
    changesOf(d, variables).map((v) => `${v.name}=${String(d[v.name])}`)
  const minimal = best.filter(
    (d) =>
      !best.some(
        (o) =>
          changes(o).length < changes(d).length && changes(o).every((c) => changes(d).includes(c)),
      ),
  )
  const sorted = (ds: readonly Design[]): readonly string[] =>
    ds.map((d) => changes(d).join()).toSorted()
  expect(sorted(solution.answers)).toEqual(sorted(minimal))
  // Nothing that costs more than the answer was explored.
  expect(Math.max(...solution.queries.map((q) => q.candidate.cost))).toBeLessThanOrEqual(least)
})
