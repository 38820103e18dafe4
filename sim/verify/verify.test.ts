/** What holds is certified, and what is certified holds. */
import { fileURLToPath } from 'node:url'
import { createMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { extenders } from '../../oracle/models/extenders.ts'
import { onCycle } from '../certificate/format.ts'
import { NotCertifiableError } from '../certificate/write.ts'
import { claim, script, sink, toy } from '../model/toys.fixture.ts'
import { createModel } from '../model/model.ts'
import { bind } from '../scenario/bind.ts'
import { designs, expected, formatDesign } from '../scenario/design.ts'
import { loadScenario } from '../scenario/load.ts'
import { checkModel } from '../space/check.ts'
import { certificateOf, verdictOf, verifyLines } from './certify.fixture.ts'
import { rich, ticking } from './rich.fixture.ts'

describe('a certificate', () => {
  it.each([
    { n: 2, states: 161 },
    { n: 3, states: 1_708 },
  ])('of $n atomic writers has as many states as the search', ({ n, states }) => {
    const system = extenders(n, false)
    const found = checkModel(createModel(system))
    const proof = verifyLines(system, certificateOf(system))
    expect(proof).toMatchObject({ states: found.states, transitions: found.transitions })
    expect(proof.rests).toBe(found.ends)
    expect(found.states).toBe(states)
  })

  it('is the same bytes whatever was run before', () => {
    const system = extenders(3, false)
    const used = createModel(system)
    checkModel(used, { shuffle: '7' })
    expect(certificateOf(system, used)).toEqual(certificateOf(system))
  })

  it('covers offers, faults, timers, monitors and every kind of property', () => {
    const { properties, ...counts } = verifyLines(rich, certificateOf(rich))
    expect(counts).toMatchObject({ states: 35, transitions: 61, timers: 2 })
    expect(properties.map((p) => p.kind)).toEqual([
      'always',
      'at-rest',
      'sometimes',
      'eventually',
      'monitor',
    ])
    expect(properties.every((p) => p.covered)).toBe(true)
  })

  it('accepts a rest at which some wait and one has halted', () => {
    const system = toy({ a: createMachine({}), b: createMachine({ tags: 'halt' }) })
    expect(verifyLines(system, certificateOf(system))).toMatchObject({ states: 1 })
  })

  it('says that it does not cover an eventually that a cycle can postpone', () => {
    const { properties } = verifyLines(ticking('b'), certificateOf(ticking('b')))
    expect(properties).toEqual([
      { name: 'happy', kind: 'eventually', covered: false, because: onCycle },
    ])
  })

  it('covers an eventually that holds before the cycle', () => {
    const { properties } = verifyLines(ticking('a'), certificateOf(ticking('a')))
    expect(properties).toEqual([{ name: 'happy', kind: 'eventually', covered: true }])
  })
})

it('refuses an at-rest that no state at rest is there to ask', () => {
  const asking = (kind: 'always' | 'at-rest') => ({
    ...ticking('a'),
    properties: [claim(kind, 'rests', [], () => true)],
  })
  const lines = certificateOf(asking('always'))
  expect(verdictOf(asking('always'), lines)).toBe('holds')
  const said = lines.map((line) => line.replace('"kind":"always"', '"kind":"at-rest"'))
  expect(verdictOf(asking('at-rest'), said)).toMatch(/no state is at rest, so rests is never asked/)
})

describe('nothing is certified', () => {
  it.each([
    ['what violates an always', extenders(2, true), /holds has a certificate.*the counterexample/],
    ['a deadlock', toy({ a: createMachine({}) }), /deadlock: a waits/],
    [
      'an unhandled event',
      toy({ a: script('b', 'X'), b: createMachine({ tags: 'idle' }) }),
      /unhandled/,
    ],
    [
      'a sometimes that is never reached',
      toy({ a: sink }, [claim('sometimes', 'flies', ['a'], () => false)]),
      /flies is never reached: the verdict is vacuous/,
    ],
    [
      'an at-rest where no run ends',
      { ...ticking('a'), properties: [claim('at-rest', 'rests', [], () => false)] },
      /no run ends, so rests is never asked: the verdict is vacuous/,
    ],
    [
      'a search that the bound cuts off',
      toy({ a: script('b', 'X', 'Y'), b: sink }, [], { steps: 1 }),
      /the bound of 1 steps cuts the search off/,
    ],
    [
      'a monitor that starts violated',
      toy({ a: sink }, [
        {
          kind: 'monitor',
          name: 'm',
          machine: createMachine({ tags: 'violation' }),
          input: {},
          observes: ['a'],
        },
      ]),
      /m: at the start/,
    ],
  ])('of %s', (_, system, message) => {
    expect(() => certificateOf(system)).toThrow(NotCertifiableError)
    expect(() => certificateOf(system)).toThrow(message)
  })
})

describe('every small scenario that is clean', () => {
  it.each([
    ['isize/failed-write-moves-size', 2],
    ['isize/h1-buffered-write-rewinds-eof', 22],
    ['writeback/h12-short-copy-waits-for-itself', 7],
    ['isize/h3-truncate-zeroes-acked-aio', 22],
    ['completion/h4-endio-takes-inode-lock', 6],
  ])('%s has certificates that are verified', async (name, clean) => {
    const scenario = await loadScenario(
      fileURLToPath(new URL(`../../scenarios/${name}`, import.meta.url)),
    )
    const holding = designs(scenario).filter((design) => {
      const expectation = expected(scenario, design)
      return expectation !== undefined && Object.keys(expectation.violates).length === 0
    })
    for (const design of holding) {
      const system = bind(scenario, design)
      const found = checkModel(createModel(system))
      expect(found.states).toBeLessThan(5_000)
      const { states, transitions } = verifyLines(system, certificateOf(system))
      expect({ states, transitions, of: formatDesign(design) }).toEqual({
        ...{ states: found.states, transitions: found.transitions, of: formatDesign(design) },
      })
    }
    expect(holding).toHaveLength(clean)
  })
})
