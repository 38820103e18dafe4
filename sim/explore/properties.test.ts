/** What each kind of property asks of a run. Plain XState confirms every run. */
import { createMachine, sendTo, setup } from 'xstate'
import { describe, expect, it } from 'vitest'
import { createModel } from '../model/model.ts'
import type { MonitorProperty, Property } from '../scenario/system.ts'
import { sequential } from '../strategy/sequential.ts'
import { Runner } from './run.ts'
import { ran, ranOn, violation } from './ran.fixture.ts'
import { claim, ring, script, send, sink, toy } from '../model/toys.fixture.ts'

/** Three ticks for a ring that starts and ends in `a`, under `properties`. */
const round = (...properties: readonly Property[]) =>
  ran(toy({ clock: script('ring', 'TICK', 'TICK', 'TICK'), ring }, properties))

describe('a property', () => {
  const inState = (state: string) => (snapshots: readonly { value: unknown }[]) =>
    snapshots[0]?.value === state
  const notInState = (state: string) => (snapshots: readonly { value: unknown }[]) =>
    snapshots[0]?.value !== state

  it.each([
    ['always', 'b', 1],
    ['always', 'c', 2],
    ['always', 'a', 0],
    ['at-rest', 'a', 3],
  ] as const)('%s is violated where it is false: not %s', (kind, state, steps) => {
    const run = round(claim(kind, 'p', ['ring'], notInState(state)))
    expect(violation(run)).toMatchObject({ kind: 'property', name: 'p', actors: ['ring'] })
    expect(run.runner.steps).toBe(steps)
  })

  it('always is asked only when an actor that it reads changes', () => {
    let asked = 0
    const holds = () => ++asked > 0
    ran(toy({ s: script('sink', 'X', 'Y'), sink, ring }, [claim('always', 'p', ['ring'], holds)]))
    expect(asked).toBe(2) // once by the tables, once by plain XState
  })

  it('at rest is not asked before', () => {
    expect(round(claim('at-rest', 'p', ['ring'], inState('a'))).ending.kind).toBe('passed')
  })

  it('sometimes is witnessed in some state, the first included', () => {
    const names = ['a', 'b', 'c', 'd']
    const run = round(...names.map((s) => claim('sometimes', s, ['ring'], inState(s))))
    expect(run.ending.kind).toBe('passed')
    expect(run.runner.witnessed).toEqual([true, true, true, false])
    expect(run.trace.witnessed.toSorted()).toEqual(['a', 'b', 'c'])
  })

  it('eventually must have held when the run comes to rest', () => {
    expect(round(claim('eventually', 'p', ['ring'], inState('b'))).ending.kind).toBe('passed')
    expect(violation(round(claim('eventually', 'p', ['ring'], inState('d'))))).toMatchObject({
      detail: 'never became true',
    })
  })

  it('eventually is asked anew in every run', () => {
    const system = toy({ clock: script('ring', 'TICK'), ring }, [
      claim('eventually', 'p', ['ring'], inState('b')),
    ])
    const model = createModel(system)
    const runner = new Runner(model)
    expect([1, 2].map(() => ranOn(model, runner, sequential, '').ending.kind)).toEqual([
      'passed',
      'passed',
    ])
  })
})

describe('a monitor', () => {
  const base = setup({
    types: {} as {
      context: { last: object | string }
      events: { type: 'TICK'; from: string; to: string; event: { type: string } }
    },
  })
  const machine = base.createMachine({
    context: { last: '' },
    initial: 'none',
    states: {
      none: { on: { TICK: 'one' } },
      one: {
        on: {
          TICK: { target: 'two', actions: base.assign({ last: ({ event }) => event.from }) },
        },
      },
      two: { tags: 'violation' },
    },
  })
  const monitor = (observes: readonly string[]): MonitorProperty => ({
    kind: 'monitor',
    name: 'two ticks',
    machine,
    input: {},
    observes,
  })

  it('sees each delivery to the actors it observes, and ignores what it does not handle', () => {
    const run = round(monitor(['ring']))
    expect(run.runner.steps).toBe(2)
    expect(violation(run)).toEqual({
      kind: 'property',
      name: 'two ticks',
      law: 'two ticks',
      detail: 'TICK from clock',
      actors: ['ring'],
    })
    expect(round(monitor(['clock'])).ending.kind).toBe('passed')
  })

  it('may keep a reference that it saw', () => {
    const keeping = base.createMachine({
      context: { last: '' },
      on: { TICK: { actions: base.assign({ last: ({ event }) => event.event }) } },
    })
    const clock = createMachine({
      tags: 'idle',
      entry: sendTo(
        ({ system }) => system.get('ring'),
        ({ self }) => ({ type: 'TICK', self }),
      ),
    })
    const run = ran(toy({ clock, ring }, [{ ...monitor(['ring']), machine: keeping }]))
    expect(run.ending.kind).toBe('passed')
  })

  it('may not send', () => {
    const sending = createMachine({ on: { TICK: { actions: send('two ticks', 'X') } } })
    expect(() => round({ ...monitor(['ring']), machine: sending })).toThrow(/may only observe/)
  })
})
