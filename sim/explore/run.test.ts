/** How runs start and end, and the order of messages. Plain XState confirms every run. */
import { assign, createMachine, sendTo, setup } from 'xstate'
import type { AnyActorRef } from 'xstate'
import { describe, expect, it } from 'vitest'
import { createModel, maxWaiting, StartError } from '../model/model.ts'
import { sequential } from '../strategy/sequential.ts'
import { uniform } from '../strategy/uniform.ts'
import { Runner } from './run.ts'
import { ran, ranOn, snapshotOf, violation } from './ran.fixture.ts'
import { claim, recorder, ring, script, send, sink, toy } from '../model/toys.fixture.ts'

/** Three ticks for a ring that starts and ends in `a`. */
const round = () => ran(toy({ clock: script('ring', 'TICK', 'TICK', 'TICK'), ring }))

describe('a run ends', () => {
  it('passed, when every actor is at rest', () => {
    expect(round().ending).toEqual({ kind: 'passed' })
    expect(round().deliveries).toEqual([
      'clock>ring:TICK',
      'clock>ring:TICK#2',
      'clock>ring:TICK#3',
    ])
  })

  it('in deadlock, when an actor waits and no message is left', () => {
    const waiting = createMachine({
      initial: 'locked',
      states: { locked: { initial: 'queued', states: { queued: { on: { X: {} } } } } },
    })
    const run = ran(toy({ waiting, sink }))
    expect(violation(run)).toEqual({
      kind: 'deadlock',
      stuck: [{ actor: 'waiting', state: 'locked.queued' }],
    })
  })

  it('passed, when an actor waits and another has halted, as long as that one stays so', () => {
    const waiting = createMachine({ initial: 'locked', states: { locked: { on: { X: {} } } } })
    const power = createMachine({
      initial: 'on',
      states: { on: { on: { CUT: 'off' } }, off: { tags: 'halt', on: { CUT: 'back' } }, back: {} },
    })
    const cut = (...cuts: string[]) => ran(toy({ waiting, power, s: script('power', ...cuts) }))
    expect(cut('CUT').ending).toEqual({ kind: 'passed' })
    expect(violation(cut('CUT', 'CUT'))).toMatchObject({ kind: 'deadlock' })
  })

  it('in violation of an at-rest property, also when an actor has halted', () => {
    const waiting = createMachine({ initial: 'locked', states: { locked: {} } })
    const off = createMachine({ tags: 'halt' })
    const run = ran(toy({ waiting, off }, [claim('at-rest', 'woken', ['waiting'], () => false)]))
    expect(violation(run)).toMatchObject({ kind: 'property', name: 'woken' })
  })

  it('at the bound, when messages are left', () => {
    const echo = createMachine({
      on: { X: { actions: send('echo', 'X') } },
      entry: send('echo', 'X'),
    })
    const run = ran(toy({ echo }, [], { steps: 7 }))
    expect(run.ending).toEqual({ kind: 'bound' })
    expect(run.runner.steps).toBe(7)
  })

  it('passed, when the last message arrives at the bound', () => {
    expect(ran(toy({ s: script('sink', 'X', 'Y'), sink }, [], { steps: 2 })).ending.kind).toBe(
      'passed',
    )
    expect(ran(toy({ s: script('sink', 'X', 'Y'), sink }, [], { steps: 1 })).ending.kind).toBe(
      'bound',
    )
  })

  it('unhandled, when no transition takes the event', () => {
    const closed = createMachine({
      initial: 'shut',
      states: { shut: { on: { KNOCK: { guard: () => false, target: 'open' } } }, open: {} },
    })
    expect(violation(ran(toy({ s: script('door', 'KNOCK'), door: closed })))).toEqual({
      kind: 'unhandled',
      actor: 'door',
      state: 'shut',
      event: 'KNOCK',
      from: 's',
    })
  })

  it('unhandled, when the receiver is final', () => {
    const once = createMachine({
      initial: 'up',
      states: { up: { on: { X: 'end' } }, end: { type: 'final' } },
    })
    expect(ran(toy({ s: script('once', 'X'), once })).ending.kind).toBe('passed')
    const run = ran(toy({ s: script('once', 'X', 'X'), once }))
    expect(violation(run)).toMatchObject({ kind: 'unhandled', state: 'end' })
  })

  it('in a machine error, when an action throws', () => {
    const broken = createMachine({
      id: 'm',
      on: {
        X: {
          actions: assign(() => {
            throw new Error('oops')
          }),
        },
      },
    })
    expect(violation(ran(toy({ s: script('broken', 'X'), broken })))).toEqual({
      kind: 'machine-error',
      actor: 'broken',
      message: 'actor broken (machine m) in state {} on event X: oops',
    })
  })

  it('in a machine error, when eventless transitions never end', () => {
    const dizzy = createMachine({
      initial: 'a',
      states: { a: { on: { X: 'b' } }, b: { always: 'c' }, c: { always: 'b' } },
    })
    const found = violation(ran(toy({ s: script('dizzy', 'X'), dizzy })))
    expect(found).toMatchObject({ kind: 'machine-error', actor: 'dizzy' })
    expect(JSON.stringify(found)).toContain('more than 1000 microsteps')
  })

  it('in a machine error, when messages pile up without end', () => {
    const flood = createMachine({
      entry: send('flood', 'X'),
      on: { X: { actions: [send('flood', 'X'), send('slow', 'Y')] } },
    })
    const run = ran(toy({ flood, slow: sink }, [], { steps: 10_000 }), sequential)
    expect(run.runner.steps).toBeLessThan(10_000)
    const busy = ran(
      toy({ slow: sink, flood }, [], { steps: 2 * maxWaiting }),
      { ...sequential, schedule: (pending, n) => firstOf(pending.enabled, n, 3) },
      '',
      {},
    )
    expect(violation(busy)).toEqual({
      kind: 'machine-error',
      actor: 'flood',
      message: `more than ${maxWaiting} messages wait on their way from flood to slow`,
    })
  })
})

/** The index of `channel` among the enabled ones, or 0. */
function firstOf(enabled: Int32Array, n: number, channel: number): number {
  return Math.max(0, enabled.subarray(0, n).indexOf(channel))
}

describe('a system cannot start', () => {
  const invoking = createMachine({ id: 'm', invoke: { src: createMachine({}) } })
  const sending = createMachine({
    id: 'm',
    entry: Array.from({ length: 1_025 }, () => send('x', 'X')),
    on: { X: {} },
  })
  it.each([
    ['invoke', invoking, 'invoke and spawn are not supported'],
    [
      'an unknown receiver',
      script('nobody', 'X'),
      "there is no actor 'nobody'; the scenario has x",
    ],
    ['too many sends in one step', sending, 'sends more than 1024 messages'],
  ])('with %s', (_, x, says) => {
    expect(() => createModel(toy({ x }))).toThrow(StartError)
    expect(() => createModel(toy({ x }))).toThrow(says)
  })

  it('nor can an actor be spawned later', () => {
    const spawning = setup({ actors: { child: createMachine({}) } })
    const x = spawning.createMachine({ on: { GO: { actions: spawning.spawnChild('child') } } })
    expect(violation(ran(toy({ s: script('x', 'GO'), x })))).toMatchObject({ actor: 'x' })
    const y = spawning.createMachine({
      context: { child: 0 },
      on: { GO: { actions: assign({ child: ({ spawn }) => spawn('child') }) } },
    })
    const found = violation(ran(toy({ s: script('y', 'GO'), y })))
    expect(JSON.stringify(found)).toContain('invoke and spawn are not supported')
  })
})

describe('messages', () => {
  it('keep their order from one sender to one receiver, and no other', () => {
    const system = toy({ a: script('r', 'a1', 'a2'), b: script('r', 'b1', 'b2'), r: recorder })
    const model = createModel(system)
    const runner = new Runner(model)
    const orders = new Set<string>()
    for (let seed = 0; seed < 200; seed++) {
      const run = ranOn(model, runner, uniform(), String(seed))
      orders.add(snapshotOf(run, 'r').context.got.join(' '))
    }
    expect([...orders].toSorted()).toEqual([
      'a1 a2 b1 b2',
      'a1 b1 a2 b2',
      'a1 b1 b2 a2',
      'b1 a1 a2 b2',
      'b1 a1 b2 a2',
      'b1 b2 a1 a2',
    ])
  })

  it('carry references to actors, which a context may keep and answer to', () => {
    const base = setup({
      types: {} as {
        context: { client?: AnyActorRef }
        events: { type: 'ASK'; from: AnyActorRef }
      },
    })
    const server = base.createMachine({
      tags: 'idle',
      context: {},
      on: {
        ASK: {
          actions: [
            base.assign({ client: ({ event }) => event.from }),
            base.sendTo(({ event }) => event.from, { type: 'ANSWER' }),
          ],
        },
      },
    })
    const client = createMachine({
      initial: 'waiting',
      entry: sendTo(
        ({ system }) => system.get('server'),
        ({ self }) => ({ type: 'ASK', from: self }),
      ),
      states: { waiting: { on: { ANSWER: 'served' } }, served: { type: 'final' } },
    })
    const run = ran(toy({ one: client, two: client, server }))
    expect(run.ending.kind).toBe('passed')
    expect(snapshotOf(run, 'server').context.client.id).toMatch(/one|two/)
    expect(run.runner.steps).toBe(4)
  })

  it('to oneself wait their turn, unlike raise', () => {
    const self = createMachine({
      initial: 'a',
      entry: [send('self', 'LATER')],
      states: { a: { on: { LATER: 'b', OTHER: {} } }, b: { type: 'final' } },
    })
    expect(ran(toy({ self })).deliveries).toEqual(['self>self:LATER'])
  })
})
