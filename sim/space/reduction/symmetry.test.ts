/** Orbits against known and brute-force numbers, and what is said of ids that are not alike. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { assign, createMachine, sendTo, setup } from 'xstate'
import { oracles as lostUpdate } from '../../../oracle/models/lost-update.ts'
import { oracles as twoPhaseCommit } from '../../../oracle/models/two-phase-commit.ts'
import { counting } from '../../model/register.fixture.ts'
import { claim, script, sink, toy } from '../../model/toys.fixture.ts'
import { createModel } from '../../model/model.ts'
import type { System } from '../../scenario/system.ts'
import { checkModel } from '../check.ts'
import type { CheckOptions } from '../result.ts'
import { orbitsOf, sameUpTo } from './orbits.fixture.ts'
import { copies } from './copies.fixture.ts'

const searches: readonly CheckOptions[] = [
  { mode: 'dfs' },
  { mode: 'bfs' },
  { mode: 'dfs', shuffle: '1' },
  { mode: 'bfs', shuffle: '2' },
]

const check = (system: System, options: CheckOptions = {}) =>
  checkModel(createModel(system), { ...options, symmetry: true })

describe.each(searches)('the search %o', (options) => {
  it.each([...lostUpdate, ...twoPhaseCommit].filter((o) => o.quotient !== undefined))(
    'finds the quotient of $system.name: $quotient of $states',
    ({ system, symmetry = [], quotient }) => {
      const result = check({ ...system, symmetry }, options)
      expect(result.states).toBe(quotient)
      expect(result.reductions).toEqual(['symmetry'])
    },
  )

  it.each([2, 3, 4])('finds the orbits of %i clients of a register, and their race', (n) => {
    const system = symmetric(counting(n), n)
    const model = createModel(system)
    const { states, failures } = checkModel(model, { ...options, symmetry: true })
    expect(states).toBe(orbitsOf(model))
    expect(states).toBeLessThan(checkModel(model).states)
    expect(failures.map((f) => f.id)).toEqual(['property counted'])
  })
})

function symmetric(system: System, n: number): System {
  return { ...system, symmetry: [Array.from({ length: n }, (_, i) => `c${i + 1}`)] }
}

test.prop([copies, fc.nat()], { numRuns: 25, seed: 4 })(
  'generated systems of copies: brute-force orbits, and the same verdicts',
  (system, order) => {
    const model = createModel(system)
    const plain = checkModel(model, { maxStates: 300 })
    fc.pre(plain.stopped === undefined)
    const orbits = orbitsOf(model)
    for (const mode of ['dfs', 'bfs'] as const) {
      const found = checkModel(model, { mode, shuffle: String(order), symmetry: true })
      expect(found.states).toBe(orbits)
      expect(sameUpTo(system, found.failures)).toEqual(sameUpTo(system, plain.failures))
    }
  },
)

const isFromA = ({ event }: { event: { by: string } }) => event.by === 'a'

const numbered = createMachine({
  types: {} as { context: { n: number }; input: { n?: number } },
  id: 'numbered',
  tags: 'idle',
  context: ({ input }) => ({ n: input.n ?? 0 }),
})

/** Tells itself once to count. */
const counter = createMachine({
  types: {} as { context: { n: number } },
  id: 'counter',
  tags: 'idle',
  context: { n: 0 },
  entry: sendTo(({ self }) => self, { type: 'TICK' }),
  on: { TICK: { actions: assign({ n: ({ context }) => context.n + 1 }) } },
})

describe('ids that are not alike', () => {
  const twin = script('sink', 'HELLO')
  const twins = { sink, a: twin, b: twin }

  it.each([
    [
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      'symmetry names b twice',
    ],
    [[['a', 'sink']], 'sink and a are not interchangeable: their machines are sink and script'],
    [[['a', 'zed']], 'symmetry puts zed, which is no actor, with actor a'],
    [[['p', 'q', 'r', 's', 't', 'u', 'v', 'w']], 'have 40320 permutations, and at most 5040'],
    [undefined, 'toy declares no interchangeable ids'],
  ])('refuses the groups %j', (symmetry, message) => {
    const system = toy(twins)
    expect(() => check({ ...system, ...(symmetry && { symmetry }) })).toThrow(message)
  })

  const speaker = createMachine({
    id: 'speaker',
    tags: 'idle',
    entry: sendTo(
      ({ system }) => system.get('server'),
      ({ self }) => ({ type: 'HELLO', by: self.id }),
    ),
    on: { '*': {} },
  })

  const hello = setup({ types: {} as { events: { type: 'HELLO'; by: string } } })

  it.each([
    ['leads to another state', { guard: isFromA, target: 'shut' }],
    [
      'sends other messages',
      {
        guard: isFromA,
        actions: hello.sendTo(({ system }) => system.get('a'), { type: 'WELCOME' }),
      },
    ],
    [
      'sets other timers',
      { guard: isFromA, actions: hello.raise({ type: 'HELLO', by: 'b' }, { delay: 5 }) },
    ],
  ])('names the machine, the state and the event: %s', (what, reaction) => {
    const server = hello.createMachine({
      id: 'server',
      initial: 'open',
      states: { open: { on: { HELLO: [reaction, {}] } }, shut: { on: { HELLO: {} } } },
      on: { '*': {} },
      tags: 'idle',
    })
    const system = toy({ server, a: speaker, b: speaker })
    expect(() => check({ ...system, symmetry: [['a', 'b']] })).toThrow(
      `a and b are not interchangeable: actor server (machine server) in state open on event HELLO ${what} once they are exchanged`,
    )
  })

  it('names an actor that starts otherwise', () => {
    const system = toy({ sink, a: twin, b: twin })
    const actors = system.actors.map((a) => (a.id === 'a' ? { ...a, input: { n: 1 } } : a))
    const withInput = actors.map((a) => ({ ...a, machine: a.id === 'sink' ? sink : numbered }))
    expect(() => check({ ...system, actors: withInput, symmetry: [['a', 'b']] })).toThrow(
      'a and b are not interchangeable: at the start, a starts in another state once they are exchanged',
    )
  })

  it('names a property that sees a difference', () => {
    const lone = claim('always', 'lone', ['a'], ([a]) => a?.context.n !== 1)
    const system = { ...toy({ a: counter, b: counter }, [lone]), symmetry: [['a', 'b']] }
    expect(() => check(system)).toThrow(
      'a and b are not interchangeable: property lone is false, and true once they are exchanged',
    )
  })

  it('names a monitor that observes one of them', () => {
    const machine = createMachine({})
    const monitor = { kind: 'monitor', name: 'watch', observes: ['a'], input: {}, machine } as const
    const system = { ...toy({ a: counter, b: counter }, [monitor]), symmetry: [['a', 'b']] }
    expect(() => check(system)).toThrow('watch observes a and not b')
  })

  it('is refused together with a property of endless runs', () => {
    const goal = claim('eventually', 'goal', ['a', 'b'], () => true)
    const system = { ...toy(twins, [goal]), symmetry: [['a', 'b']] }
    expect(() => check(system)).toThrow('exclude each other')
  })
})

it('a monitor that treats ids alike is searched up to them', () => {
  const machine = createMachine({
    initial: 'none',
    states: { none: { on: { TICK: 'once' } }, once: { on: { TICK: 'two' } }, two: {} },
  })
  const observes = ['a', 'b']
  const monitor = { kind: 'monitor', name: 'twice', observes, input: {}, machine } as const
  const system = { ...toy({ a: counter, b: counter }, [monitor]), symmetry: [['a', 'b']] }
  expect(check(system).states).toBe(3)
  expect(checkModel(createModel(system)).states).toBe(4)
})
