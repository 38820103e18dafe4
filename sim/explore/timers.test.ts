/** Delays: a timer may fire any time later, unless it is cancelled or another is due before it. */
import { cancel, createMachine, raise } from 'xstate'
import type { AnyStateMachine } from 'xstate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createModel } from '../model/model.ts'
import type { Timer } from '../model/tables.ts'
import { uniform } from '../strategy/uniform.ts'
import { Runner } from './run.ts'
import { applyTimerOps, dueTimers } from '../model/timers.ts'
import { ranOn, snapshotOf } from './ran.fixture.ts'
import { recorder, script, send, toy } from '../model/toys.fixture.ts'

/** The orders in which `r` gets its messages, over 60 seeds. */
function orders(machines: Readonly<Record<string, AnyStateMachine>>): readonly string[] {
  const model = createModel(toy({ r: recorder, ...machines }))
  const runner = new Runner(model, { selfCheck: true })
  const seen = new Set<string>()
  for (let seed = 0; seed < 60; seed++) {
    const run = ranOn(model, runner, uniform(), String(seed))
    if (run.ending.kind !== 'passed') throw new Error(JSON.stringify(run.ending))
    seen.add(snapshotOf(run, 'r').context.got.join(' '))
  }
  return [...seen].toSorted()
}

describe('a delayed message', () => {
  it('may overtake what was sent after it, and be overtaken', () => {
    const a = createMachine({
      tags: 'idle',
      entry: [send('r', 'LATE', { delay: 5 }), send('r', 'NOW')],
    })
    expect(orders({ a })).toEqual(['LATE NOW', 'NOW LATE'])
  })

  it('keeps the order of deadlines where one actor sets it in one step', () => {
    const entry = [30, 10, 20, 10].map((delay, i) => send('r', `${delay}.${i}`, { delay }))
    expect(orders({ a: createMachine({ tags: 'idle', entry }) })).toEqual(['10.1 10.3 20.2 30.0'])
  })

  it('may come before one that was set earlier for longer, and never before a shorter one', () => {
    const a = createMachine({
      tags: 'idle',
      entry: [send('r', 'LONG', { delay: 30 }), send('r', 'SHORT', { delay: 10 }), send('a', 'GO')],
      on: { GO: { actions: send('r', 'MIDDLE', { delay: 20 }) } },
    })
    expect(orders({ a })).toEqual(['SHORT LONG MIDDLE', 'SHORT MIDDLE LONG'])
  })

  it('of another actor comes in any order', () => {
    const after = (delay: number) =>
      createMachine({ tags: 'idle', entry: send('r', `${delay}`, { delay }) })
    expect(orders({ a: after(1), b: after(2) })).toEqual(['1 2', '2 1'])
  })

  it('may be set twice by the same transition', () => {
    const a = createMachine({
      tags: 'idle',
      on: { GO: { actions: send('r', 'LATE', { delay: 5 }) } },
    })
    expect(orders({ a, s: script('a', 'GO', 'GO') })).toEqual(['LATE LATE'])
  })

  it('is not sent when it is cancelled first', () => {
    const a = createMachine({
      tags: 'idle',
      entry: [raise({ type: 'TIMEOUT' }, { delay: 5, id: 't' }), send('r', 'OTHER', { delay: 7 })],
      on: { STOP: { actions: cancel('t') }, TIMEOUT: { actions: send('r', 'TIMEOUT') } },
    })
    expect(orders({ a, s: script('a', 'STOP') })).toEqual([
      'OTHER',
      'OTHER TIMEOUT',
      'TIMEOUT OTHER',
    ])
  })

  it('without an id cannot be cancelled by the type of its event', () => {
    const a = createMachine({ tags: 'idle', entry: [send('r', 'X', { delay: 5 }), cancel('X')] })
    expect(orders({ a })).toEqual(['X'])
  })
})

describe('after', () => {
  const door = createMachine({
    initial: 'open',
    states: {
      open: {
        after: { 100: 'shut' },
        on: { SLAM: 'shut', PUSH: { target: 'open', reenter: true } },
      },
      shut: { entry: send('r', 'shut'), on: { SLAM: {}, PUSH: {} }, type: 'final' },
    },
  })

  it('fires once', () => {
    expect(orders({ door })).toEqual(['shut'])
  })

  it('ends with its state', () => {
    const lasting = createMachine({
      initial: 'open',
      states: {
        open: { after: { 100: 'shut' }, on: { SLAM: 'shut' } },
        shut: { tags: 'idle', entry: send('r', 'shut'), on: { SLAM: {} } },
      },
    })
    expect(orders({ door: lasting, s: script('door', 'SLAM') })).toEqual(['shut'])
  })

  it('starts again when its state is entered again', () => {
    const lasting = createMachine({
      initial: 'open',
      states: {
        open: {
          entry: send('r', 'open'),
          after: { 100: 'shut' },
          on: { PUSH: { target: 'open', reenter: true } },
        },
        shut: { tags: 'idle', entry: send('r', 'shut'), on: { PUSH: {} } },
      },
    })
    expect(orders({ door: lasting, s: script('door', 'PUSH') })).toEqual([
      'open open shut',
      'open shut',
    ])
  })
})

describe('the list of timers', () => {
  const timer = fc.record({
    id: fc.constantFrom('a', 'b'),
    delay: fc.nat(5),
    channel: fc.constant(0),
    code: fc.nat(9),
  })
  const set = (t: Timer) => ({ kind: 'set', timer: t }) as const
  const steps = fc.array(fc.array(timer, { maxLength: 3 }), { maxLength: 4 })

  it('always has one that may fire, and fires the equal ones of a step in order', () => {
    fc.assert(
      fc.property(steps, (sets) => {
        const pending = sets.reduce<readonly Timer[]>(
          (list, step) => applyTimerOps(list, step.map(set)),
          [],
        )
        const due = dueTimers(pending)
        expect(due.length > 0).toBe(pending.length > 0)
        // Each is due unless one that was set before it is due no later.
        expect(due.map((t) => t.delay)).toEqual(
          [...new Set(due.map((t) => t.delay))].toSorted((a, b) => b - a),
        )
      }),
    )
  })

  it('forgets what is cancelled, in the list and in the same step', () => {
    const [a, b] = [
      { id: 'a', delay: 1, channel: 0, code: 0 },
      { id: 'b', delay: 1, channel: 0, code: 0 },
    ]
    expect(applyTimerOps([a, b], [{ kind: 'cancel', id: 'a' }])).toEqual([b])
    expect(applyTimerOps([], [set(a), { kind: 'cancel', id: 'a' }, set(b)])).toEqual([b])
  })
})
