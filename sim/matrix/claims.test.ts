/** Claims about toy matrices in which the effect of each choice is planted. */
import { describe, expect, it } from 'vitest'
import { BUILT_IN_PROPERTIES } from '../scenario/scenario.ts'
import type { Design } from '../scenario/scenario.ts'
import { findingsOf } from './claims.ts'
import { effectsOf } from './effects.ts'
import { matrixOf } from './matrix.ts'
import type { Matrix } from './matrix.ts'
import type { DesignRecord } from './record.ts'

/** What a design violates; undefined when its search stopped early. */
type Planted = (design: Design) => readonly string[] | undefined

const properties = ['p', 'q', ...BUILT_IN_PROPERTIES]

function record(violated: readonly string[] | undefined): DesignRecord {
  return {
    ...{ mode: 'dfs', bound: { steps: 10, faults: 0 }, states: 1, transitions: 1, omission: 0 },
    complete: violated !== undefined,
    cells: properties.map((property) => ({
      property,
      possible:
        violated === undefined
          ? ['never', 'sometimes']
          : [violated.includes(property) ? 'sometimes' : 'never'],
      states: 0,
    })),
    witnesses: [],
    unasked: [],
  }
}

function planted(variants: Matrix['variants'], violates: Planted, excluded?: Planted): Matrix {
  const designs = Object.entries(variants).reduce<readonly Design[]>(
    (all, [v, choices]) => all.flatMap((d) => choices.map((c) => ({ ...d, [v]: c }))),
    [{}],
  )
  const kept = designs.filter((d) => excluded?.(d) === undefined)
  const rows = kept.map((design) => ({ design, record: record(violates(design)) }))
  return matrixOf({ name: 'toy', hash: '', variants }, rows)
}

const two = { lock: ['none', 'pen'], order: ['first', 'last'], spare: [1, 2] }

describe('a choice', () => {
  it('that closes a race whatever the rest is said to do so alone', () => {
    const { claims, together, indifferent } = findingsOf(
      planted(two, (d) => (d['lock'] === 'none' ? ['p'] : [])),
    )
    expect(claims).toMatchObject([
      { effect: 'closes', invariant: 'p', variant: 'lock', from: 'none', to: ['pen'], hits: 4 },
    ])
    expect(claims[0]).toMatchObject({ condition: { kind: 'always' }, of: 4, undecided: 0 })
    expect(together).toEqual([])
    expect(indifferent).toEqual(['order', 'spare'])
  })

  it('that opens one is told from one that closes one', () => {
    const { claims } = findingsOf(planted(two, (d) => (d['order'] === 'last' ? ['q'] : [])))
    expect(claims).toMatchObject([{ effect: 'opens', invariant: 'q', to: ['last'], of: 4 }])
  })

  it('that closes one race and opens another says so', () => {
    const { claims } = findingsOf(planted(two, (d) => (d['lock'] === 'none' ? ['p'] : ['q'])))
    expect(claims.map((c) => [c.effect, c.invariant, c.alsoOpens])).toEqual([
      ['closes', 'p', ['q']],
      ['opens', 'q', []],
    ])
  })

  it('that needs a second one is found together with it', () => {
    const both: Planted = (d) => (d['lock'] === 'pen' && d['order'] === 'last' ? [] : ['p'])
    const { claims, together } = findingsOf(planted(two, both))
    expect(claims).toEqual([])
    expect(together).toMatchObject([
      { first: { variant: 'lock', to: ['pen'] }, second: { variant: 'order', to: ['last'] } },
    ])
  })

  it('that either of two closes is closed only where the other has not done it', () => {
    const either: Planted = (d) => (d['lock'] === 'pen' || d['order'] === 'last' ? [] : ['p'])
    const { claims } = findingsOf(planted(two, either))
    expect(claims.map((c) => [c.variant, c.condition.kind, c.hits, c.of])).toEqual([
      ['lock', 'always', 2, 2],
      ['order', 'always', 2, 2],
    ])
  })

  it('that depends on a choice of the question names it', () => {
    const some: Planted = (d) => (d['lock'] === 'pen' && d['spare'] === 2 ? [] : ['p'])
    const three = { ...two, spare: [2, 1] }
    const { claims } = findingsOf(planted(three, some))
    const lock = claims.find((c) => c.variant === 'lock')
    expect(lock?.condition).toEqual({ kind: 'with', variant: 'spare', choices: [2] })
    expect(claims.find((c) => c.variant === 'spare')).toMatchObject({
      effect: 'opens',
      condition: { kind: 'always' },
      of: 2,
    })
  })

  it('that depends on two others names both', () => {
    const parity: Planted = (d) =>
      d['lock'] === 'none' || (d['order'] === 'first') === (d['spare'] === 1) ? ['p'] : []
    const lock = findingsOf(planted(two, parity)).claims.find((c) => c.variant === 'lock')
    expect(lock).toMatchObject({ hits: 2, of: 4 })
    expect(lock?.condition).toEqual({ kind: 'several', variants: ['order', 'spare'] })
  })

  it('is one claim with others that do the same, without excluded designs', () => {
    const variants = { lock: ['none', 'pen', 'ink', 'no'], order: ['first', 'last'] }
    const closed: Planted = (d) => (d['lock'] === 'pen' || d['lock'] === 'ink' ? [] : ['p'])
    const cut: Planted = (d) => (d['lock'] === 'ink' && d['order'] === 'last' ? [] : undefined)
    const { claims } = findingsOf(planted(variants, closed, cut))
    expect(claims).toMatchObject([{ to: ['pen', 'ink'], hits: 3, of: 3 }])
  })

  it('of which a search stopped early is not called indifferent, and the pair is counted', () => {
    const open: Planted = (d) =>
      d['lock'] === 'none' ? ['p'] : d['order'] === 'last' ? undefined : []
    const { claims, indifferent } = findingsOf(planted(two, open))
    expect(claims.find((c) => c.variant === 'lock')).toMatchObject({ hits: 2, of: 2, undecided: 2 })
    expect(indifferent).toEqual([])
  })
})

it('every pair of choices is compared, also two that are not the first', () => {
  const variants = { lock: ['a', 'b', 'c'] }
  const effects = effectsOf(planted(variants, (d) => (d['lock'] === 'c' ? [] : ['p'])))
  expect(effects.map((e) => [e.from, e.to, e.pairs.map((p) => p.change)])).toEqual([
    ['a', 'b', ['keeps']],
    ['a', 'c', ['closes']],
    ['b', 'c', ['closes']],
  ])
})
