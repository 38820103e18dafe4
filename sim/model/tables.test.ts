/** Interning: equal local states share a number, and no component of a state is left out. */
import { createMachine, setup } from 'xstate'
import type { AnyMachineSnapshot } from 'xstate'
import { describe, expect, it } from 'vitest'
import { sink, toy } from './toys.fixture.ts'
import { at } from '../assert.ts'
import { createModel } from './model.ts'
import { flag, status } from './tables.ts'

const base = setup({
  types: {} as {
    context: { n: number; peer: unknown; list: readonly number[] }
    events: { type: 'ADD' } | { type: 'OFF' } | { type: 'ON' } | { type: 'NEXT' } | { type: 'END' }
  },
})

const machine = base.createMachine({
  context: ({ self }) => ({ n: 0, peer: self, list: [1, 2] }),
  initial: 'on',
  states: {
    on: {
      initial: 'one',
      states: {
        one: { on: { NEXT: 'two' }, tags: 'idle' },
        two: {},
        back: { type: 'history' },
      },
      on: { OFF: 'off' },
    },
    off: { on: { ON: 'on.back' }, tags: 'violation' },
    end: { type: 'final' },
  },
  on: { ADD: { actions: base.assign({ n: ({ context }) => context.n + 1 }) }, END: '.end' },
  output: ({ context }) => context.n,
})

const model = () => createModel(toy({ a: machine, b: machine, sink }))

/** The number of the state of actor `a` after `types`, and its snapshot. */
function after(
  types: readonly string[],
  built = model(),
): { id: number; snapshot: AnyMachineSnapshot } {
  const { tables, initial } = built
  const id = types.reduce(
    (state, type) => tables.nextOf(tables.transition(state, tables.event(0, { type }))),
    at(initial, 0),
  )
  return { id, snapshot: at(tables.snapshots, id) }
}

/** A snapshot that differs from `known` in `fields`. */
function altered(known: AnyMachineSnapshot, fields: object): AnyMachineSnapshot {
  return Object.assign(Object.create(known), known, fields)
}

describe('a local state', () => {
  it('is the same however it was reached', () => {
    const built = model()
    expect(after(['ADD', 'NEXT'], built).id).toBe(after(['NEXT', 'ADD'], built).id)
    expect(after(['NEXT', 'OFF', 'ON'], built).snapshot.value).toEqual({ on: 'two' })
  })

  it('differs by its history alone', () => {
    const built = model()
    const [one, two] = [after(['OFF'], built), after(['NEXT', 'OFF'], built)]
    expect(one.snapshot.value).toEqual(two.snapshot.value)
    expect(one.snapshot.context).toEqual(two.snapshot.context)
    expect(one.id).not.toBe(two.id)
  })

  it('differs between actors of one machine', () => {
    const { initial } = model()
    expect(initial[0]).not.toBe(initial[1])
  })

  type Change = (known: AnyMachineSnapshot) => Partial<AnyMachineSnapshot>
  const field =
    (fields: object): Change =>
    ({ context }) => ({ context: { ...context, ...fields } })
  const changes: readonly (readonly [string, Change])[] = [
    ['value', () => ({ value: { on: 'two' } })],
    ['status', () => ({ status: 'done' })],
    ['output', () => ({ output: 1 })],
    ['history', () => ({ historyValue: { x: [] } })],
    ['a number', field({ n: 1 })],
    ['minus zero', field({ n: -0 })],
    ['a string for a number', field({ n: '0' })],
    ['the id for a reference', field({ peer: 'a' })],
    ['undefined for a reference', field({ peer: undefined })],
    ['a field more', field({ more: undefined })],
    ['the order of a list', field({ list: [2, 1] })],
  ]

  it.each(changes)('changes its number with %s', (_, change) => {
    const { tables, initial } = model()
    const known = at(tables.snapshots, at(initial, 0))
    expect(tables.state(0, altered(known, {}))).toBe(initial[0])
    expect(tables.state(0, altered(known, change(known)))).not.toBe(initial[0])
  })

  it('keeps its number when the keys of its context change places', () => {
    const { tables, initial } = model()
    const known = at(tables.snapshots, at(initial, 0))
    const { n, peer: own, list } = known.context
    const other = altered(known, { context: { list, peer: own, n } })
    expect(tables.state(0, other)).toBe(initial[0])
  })
})

describe('the tables', () => {
  it('ask XState once for a pair, and once more to see whether it is pure', () => {
    const built = model()
    const before = built.xstate.calls()
    after(['ADD', 'NEXT'], built)
    expect(built.xstate.calls()).toBe(before + 4)
    after(['ADD', 'NEXT'], built)
    expect(built.xstate.calls()).toBe(before + 4)
  })

  it('know what rests and what is a violation', () => {
    const { tables } = model()
    const flags = (types: readonly string[]): number => {
      const built = model()
      return at(built.tables.flags.items, after(types, built).id)
    }
    expect(tables.flags.items[0]).toBe(flag.resting)
    expect(flags(['NEXT'])).toBe(0)
    expect(flags(['OFF'])).toBe(flag.violation)
    expect(flags(['END'])).toBe(flag.resting | flag.stopped)
  })

  it('keep their rows when events outgrow them', () => {
    const built = model()
    const { tables, initial } = built
    const first = after(['ADD'], built).id
    const add = (i: number) => ({ type: 'ADD', i })
    const ids = Array.from({ length: 100 }, (_, i) => tables.event(0, add(i)))
    expect(new Set(ids).size).toBe(100)
    expect(ids.map((e) => tables.nextOf(tables.transition(at(initial, 0), e)))).toEqual(
      ids.map(() => first),
    )
  })

  it('take an event with equal fields for the same, and an offer apart from its default', () => {
    const { tables } = model()
    const [one, other] = [
      { type: 'X', a: 1, b: 2 },
      { b: 2, a: 1, type: 'X' },
    ]
    expect(tables.code(0, one)).toBe(tables.code(0, other))
    const offer = tables.code(0, {
      type: 'X',
      alternatives: [{ type: 'Y' }],
      faults: [{ type: 'Z' }],
    })
    expect(offer).toBeLessThan(0)
    expect(tables.offerOf(offer).data).toBe(2)
    expect(tables.code(0, { type: 'X', alternatives: [{ type: 'Y' }, { type: 'Z' }] })).not.toBe(
      offer,
    )
  })

  it('refuse an event without a transition', () => {
    const { tables, initial } = model()
    const t = tables.transition(at(initial, 0), tables.event(0, { type: 'NOISE' }))
    expect([tables.statusOf(t), tables.nextOf(t)]).toEqual([status.unhandled, initial[0]])
  })

  it('notice when a machine no longer answers as recorded', () => {
    let n = 0
    const liar = createMachine({ on: { X: { guard: () => n < 2, actions: () => n } } })
    const { tables, initial } = createModel(toy({ liar }))
    const x = tables.event(0, { type: 'X' })
    tables.transition(at(initial, 0), x)
    expect(() => tables.verify(at(initial, 0), x)).not.toThrow()
    n = 2
    expect(() => tables.verify(at(initial, 0), x)).toThrow(/table and XState differ/)
  })
})
