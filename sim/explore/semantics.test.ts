/** Statechart features: the engine must end where an actor of XState itself ends. */
import { assign, createActor, createMachine, enqueueActions, raise, stateIn } from 'xstate'
import type { AnyStateMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { ran, snapshotOf } from './ran.fixture.ts'
import { script, toy } from '../model/toys.fixture.ts'

interface Case {
  readonly feature: string
  readonly machine: AnyStateMachine
  readonly events: readonly string[]
  /** The state value or the context that both must reach. */
  readonly ends: unknown
}

const nested = {
  initial: 'one',
  states: { one: { on: { NEXT: 'two' } }, two: { on: { NEXT: 'three' } }, three: {} },
}

const player = (history: 'shallow' | 'deep') =>
  createMachine({
    initial: 'on',
    states: {
      on: {
        initial: 'outer',
        states: { outer: nested, other: {}, back: { type: 'history', history } },
        on: { OFF: 'off' },
      },
      off: { on: { ON: 'on.back' } },
    },
  })

const counter = createMachine({
  types: {} as { context: { n: number } },
  context: { n: 0 },
  on: {
    ADD: { actions: assign({ n: ({ context }) => context.n + 1 }) },
    ODD: {
      guard: ({ context }) => context.n % 2 === 1,
      actions: assign({ n: ({ context }) => context.n * 10 }),
    },
    TWICE: {
      actions: enqueueActions(({ enqueue, check }) => {
        enqueue.assign({ n: ({ context }) => context.n + 1 })
        if (check(({ context }) => context.n > 0)) enqueue.raise({ type: 'ADD' })
      }),
    },
  },
})

const reentered = createMachine({
  types: {} as { context: { n: number } },
  context: { n: 0 },
  initial: 'a',
  states: {
    a: {
      entry: assign({ n: ({ context }) => context.n + 1 }),
      on: { IN: { target: 'a' }, AGAIN: { target: 'a', reenter: true } },
    },
  },
})

const cases: readonly Case[] = [
  {
    feature: 'hierarchy: the innermost state takes the event first',
    machine: createMachine({
      initial: 'a',
      states: {
        a: {
          initial: 'x',
          states: { x: { on: { E: 'y' } }, y: {} },
          on: { E: 'b' },
        },
        b: {},
      },
    }),
    events: ['E', 'E'],
    ends: 'b',
  },
  {
    feature: 'parallel regions: all take the event',
    machine: createMachine({ type: 'parallel', states: { left: nested, right: nested } }),
    events: ['NEXT', 'NEXT'],
    ends: { left: 'three', right: 'three' },
  },
  {
    feature: 'parallel regions: one sees the state of another',
    machine: createMachine({
      type: 'parallel',
      states: {
        left: nested,
        right: {
          initial: 'no',
          states: {
            no: { on: { ASK: { guard: stateIn({ left: 'two' }), target: 'yes' } } },
            yes: {},
          },
        },
      },
    }),
    events: ['NEXT', 'ASK'],
    ends: { left: 'two', right: 'yes' },
  },
  {
    feature: 'shallow history',
    machine: player('shallow'),
    events: ['NEXT', 'OFF', 'ON'],
    ends: { on: { outer: 'one' } },
  },
  {
    feature: 'deep history',
    machine: player('deep'),
    events: ['NEXT', 'OFF', 'ON'],
    ends: { on: { outer: 'two' } },
  },
  {
    feature: 'a final child raises done',
    machine: createMachine({
      initial: 'work',
      states: {
        work: {
          initial: 'busy',
          states: { busy: { on: { E: 'end' } }, end: { type: 'final' } },
          onDone: 'rest',
        },
        rest: {},
      },
    }),
    events: ['E'],
    ends: 'rest',
  },
  {
    feature: 'always, in a chain',
    machine: createMachine({
      initial: 'a',
      states: { a: { on: { E: 'b' } }, b: { always: 'c' }, c: { always: 'd' }, d: {} },
    }),
    events: ['E'],
    ends: 'd',
  },
  {
    feature: 'raise is handled in the same step',
    machine: createMachine({
      initial: 'a',
      states: {
        a: { on: { E: { target: 'b', actions: raise({ type: 'R' }) } } },
        b: { on: { R: 'c', E: 'late' } },
        c: { on: { E: 'd' } },
        d: {},
        late: {},
      },
    }),
    events: ['E', 'E'],
    ends: 'd',
  },
  { feature: 'assign', machine: counter, events: ['ADD', 'ADD', 'ADD'], ends: { n: 3 } },
  { feature: 'guards', machine: counter, events: ['ADD', 'ODD'], ends: { n: 10 } },
  { feature: 'enqueueActions', machine: counter, events: ['TWICE', 'TWICE'], ends: { n: 3 } },
  {
    feature: 'wildcards, the longest first',
    machine: createMachine({
      initial: 'a',
      states: {
        a: { on: { '*': 'any', 'io.*': 'io' } },
        any: { on: { '*': 'a' } },
        io: {},
      },
    }),
    events: ['net.up', 'net.down', 'io.done'],
    ends: 'io',
  },
  {
    feature: 'an event that is declared to be ignored',
    machine: createMachine({
      initial: 'a',
      states: { a: { on: { X: {}, E: 'b' } }, b: {} },
      on: { X: '.b' },
    }),
    events: ['X', 'X', 'E'],
    ends: 'b',
  },
  {
    feature: 'reenter runs the entry actions again',
    machine: reentered,
    events: ['IN', 'AGAIN'],
    ends: { n: 2 },
  },
]

describe('one machine, fed one event after the other', () => {
  it.each(cases)('$feature', ({ machine, events, ends }) => {
    const real = createActor(machine).start()
    for (const type of events) real.send({ type })
    const expected = real.getSnapshot()
    const run = ran(toy({ driver: script('subject', ...events), subject: machine }))
    const { value, context, status } = snapshotOf(run, 'subject')
    expect({ value, context, status }).toEqual({
      value: expected.value,
      context: expected.context,
      status: expected.status,
    })
    expect(run.runner.steps).toBe(events.length)
    expect([value, context]).toContainEqual(ends)
  })
})
