/** The orders of a program are those of the run, as far as user space can see them. */
import { createMachine } from 'xstate'
import type { EventObject } from 'xstate'
import { expect, it } from 'vitest'
import { initialTransition } from 'xstate'
import type { Step, Trace } from '../../trace/trace.ts'
import { raceOrders, threadOrders } from './order.ts'

const [done] = initialTransition(
  createMachine({ initial: 'end', states: { end: { type: 'final' } } }),
)
const [running] = initialTransition(createMachine({}))

function step(index: number, from: string, to: string, type: string): Step {
  const event: EventObject = { type }
  const delivery = { from, to, type, nth: 1 }
  return { index, delivery, event, before: running, after: running, sent: [], cause: 0, held: [] }
}

function traceOf(steps: readonly Step[], finished: readonly string[]): Trace {
  return {
    steps,
    final: new Map(finished.map((id) => [id, done])),
    initial: new Map(),
    ending: { kind: 'passed' },
    pending: [],
    witnessed: [],
  }
}

const aio = {
  actor: 'aio',
  helpers: ['worker'],
  operations: [{ call: 'fsync' as const }],
  submits: 'submit',
}
const other = { actor: 'other', helpers: [], operations: [{ call: 'fsync' as const }] }

it('waits for a submission where the run went on while the call was in flight', () => {
  const steps = [
    step(1, 'aio', 'disk', 'submit'),
    step(2, 'other', 'disk', 'read'),
    step(3, 'worker', 'disk', 'write'),
    step(4, 'disk', 'aio', 'event'),
  ]
  const threads = threadOrders([other, aio], traceOf(steps, ['aio', 'other']))
  expect(threads.map(({ task, waits, free }) => [task.actor, waits, free])).toEqual([
    ['aio', [], false],
    ['other', [{ task: 'aio', until: 'submitted' }], false],
  ])
  const orders = raceOrders(
    [{ kind: 'order', first: 'other>disk:read', second: 'worker>disk:write' }],
    threads,
  )
  expect(orders).toEqual([
    { first: 'read(disk) of other', second: 'write(disk) of worker, for aio', forced: false },
  ])
})

it('waits for the return of what was over before, and forces such an order', () => {
  const steps = [step(1, 'aio', 'disk', 'submit'), step(2, 'other', 'disk', 'read')]
  const threads = threadOrders([other, aio], traceOf(steps, ['aio', 'other']))
  expect(threads[1]?.waits).toEqual([{ task: 'aio', until: 'returned' }])
  const orders = raceOrders(
    [{ kind: 'order', first: 'aio>disk:submit', second: 'other>disk:read' }],
    threads,
  )
  expect(orders.map(({ forced }) => forced)).toEqual([true])
})

it('leaves calls that overlap free', () => {
  const steps = [
    step(1, 'aio', 'disk', 'open'),
    step(2, 'other', 'disk', 'read'),
    step(3, 'aio', 'disk', 'submit'),
  ]
  const threads = threadOrders([aio, other], traceOf(steps, ['aio', 'other']))
  expect(threads.map(({ waits, free }) => [waits.length, free])).toEqual([
    [0, false],
    [0, true],
  ])
})

it('starts last what the run did not come to', () => {
  const steps = [step(1, 'aio', 'disk', 'submit')]
  const threads = threadOrders([other, aio], traceOf(steps, []))
  expect(threads.map(({ task, waits }) => [task.actor, waits.length])).toEqual([
    ['aio', 0],
    ['other', 1],
  ])
})
