/** *Eventually* on runs without end: weak fairness per channel, and a lasso that plain XState follows. */
import { createMachine } from 'xstate'
import type { AnyStateMachine } from 'xstate'
import { describe, expect, it } from 'vitest'
import { claim, send, sink, toy } from '../model/toys.fixture.ts'
import { createModel } from '../model/model.ts'
import type { Property } from '../scenario/system.ts'
import { checkModel } from './check.ts'

/** Goes round for ever, alone. */
const spinner = createMachine({
  tags: 'idle',
  entry: send('a', 'GO'),
  on: { GO: { actions: send('a', 'GO') } },
})
/** Is done when its one message arrives. */
const waiter = createMachine({
  initial: 'waiting',
  entry: send('b', 'WAKE'),
  states: { waiting: { tags: 'idle', on: { WAKE: 'done' } }, done: { tags: 'idle' } },
})
const woken = claim('eventually', 'woken', ['b'], ([s]) => s?.matches('done') === true)

function check(
  machines: Record<string, AnyStateMachine>,
  properties: readonly Property[] = [woken],
) {
  return checkModel(createModel(toy(machines, properties)))
}

describe('eventually', () => {
  it('holds where only an unfair run could avoid it', () => {
    expect(check({ a: spinner, b: waiter }).failures).toEqual([])
  })

  it('fails on a cycle on which everything deliverable is delivered', () => {
    const never = createMachine({
      initial: 'waiting',
      states: { waiting: { tags: 'idle' }, done: {} },
    })
    const [failure] = check({ a: spinner, b: never }).failures
    expect(failure).toMatchObject({ id: 'property woken' })
    expect(failure?.decisions.length).toBe(0)
    expect(failure?.loop?.length).toBe(1)
  })

  it('fails when a choice can be the bad one for ever: choices are not fair', () => {
    const device = createMachine({
      initial: 'trying',
      states: {
        trying: {
          entry: send('b', { type: 'OK', alternatives: [{ type: 'RETRY' }] } as never),
          on: { OK: 'done', RETRY: { target: 'trying', reenter: true } },
        },
        done: { type: 'final' },
      },
    })
    const [failure] = check({ a: sink, b: device }).failures
    expect(failure?.id).toBe('property woken')
    expect(failure?.loop?.length).toBeGreaterThan(0)
  })

  it.each(['bfs', 'dfs'] as const)('tells whether it holds on other runs, searched %s', (mode) => {
    const wake = { type: 'WAKE', alternatives: [{ type: 'SLEEP' }] }
    const task = (first: object) =>
      createMachine({
        initial: 'waiting',
        entry: send('b', first as never),
        states: {
          waiting: { tags: 'idle', on: { WAKE: 'done', SLEEP: 'asleep' } },
          asleep: { tags: 'idle' },
          done: { tags: 'idle' },
        },
      })
    const holds = (machines: Record<string, AnyStateMachine>) =>
      checkModel(createModel(toy(machines, [woken])), { mode }).failures.map((f) => f.holdsOnSome)
    expect(holds({ a: spinner, b: task(wake) })).toEqual([true])
    expect(holds({ a: spinner, b: task({ type: 'SLEEP' }) })).toEqual([false])
  })

  it('tells that it holds on a run without end beside a rest at which it fails', () => {
    const task = createMachine({
      initial: 'waiting',
      entry: send('b', { type: 'WAKE', alternatives: [{ type: 'SLEEP' }] } as never),
      states: {
        waiting: { tags: 'idle', on: { WAKE: 'done', SLEEP: 'asleep' } },
        asleep: { tags: 'idle' },
        done: {
          tags: 'idle',
          entry: send('b', 'WAKE'),
          on: { WAKE: { target: 'done', reenter: true } },
        },
      },
    })
    const { ends, failures } = check({ a: sink, b: task })
    expect(ends).toBe(0)
    expect(failures.map((f) => [f.loop, f.holdsOnSome])).toEqual([[undefined, true]])
  })

  it('goes past everything that makes a cycle fair', () => {
    const [failure] = check(
      {
        a: spinner,
        b: waiter,
        c: createMachine({
          tags: 'idle',
          entry: send('c', 'T'),
          on: { T: { actions: send('c', 'T') } },
        }),
      },
      [claim('eventually', 'never', ['b'], () => false)],
    ).failures
    // Both spinners turn in the loop, after the waiter has been woken.
    expect(failure?.loop?.length).toBe(2)
  })

  it('is judged at rest where a run ends', () => {
    const failures = check({ a: sink, b: sink }).failures
    expect(failures.map((f) => [f.id, f.loop])).toEqual([['property woken', undefined]])
  })
})
