/** Programs over shared cells, whose numbers of traces are known (see `traces.test.ts`). */
import { assign, createMachine, sendTo, setup } from 'xstate'
import type { AnyStateMachine, EventObject } from 'xstate'
import type { System } from '../../scenario/system.ts'
import { toy } from '../../model/toys.fixture.ts'

/** A cell that answers READ with its value and takes WRITE without an answer. */
const cell = setup({
  types: {} as {
    context: { value: number }
    events: { type: 'READ'; by: string } | { type: 'WRITE'; value: number }
  },
}).createMachine({
  context: { value: 0 },
  tags: 'idle',
  on: {
    READ: {
      actions: sendTo(
        ({ system, event }) => system.get(event.by),
        ({ context }) => ({ type: 'VALUE', value: context.value }),
      ),
    },
    WRITE: { actions: assign({ value: ({ event }) => event.value }) },
  },
})

const post = (to: string, event: EventObject & Readonly<Record<string, unknown>>) =>
  sendTo(({ system }) => system.get(to), event)

function writer(to: string, value: number): AnyStateMachine {
  return createMachine({ tags: 'idle', entry: post(to, { type: 'WRITE', value }) })
}

function reader(of: string, by: string): AnyStateMachine {
  return createMachine({ tags: 'idle', entry: post(of, { type: 'READ', by }), on: { VALUE: {} } })
}

/** One writer of a cell and `n` readers. */
export function readers(n: number): System {
  const ids = Array.from({ length: n }, (_, i) => `r${i + 1}`)
  const each = Object.fromEntries(ids.map((id) => [id, reader('x', id)]))
  return toy({ x: cell, w: writer('x', 1), ...each })
}

/** Thread i of `n` sets cell i to cell i-1 plus 1; another looks for the last cell that is 0. */
export function lastZero(n: number): System {
  const numbers = Array.from({ length: n }, (_, i) => i + 1)
  const cells = Object.fromEntries([0, ...numbers].map((i) => [`x${i}`, cell]))
  const threads = Object.fromEntries(numbers.map((i) => [`t${i}`, incrementer(i)]))
  return toy({ ...cells, ...threads, search: searcher(n) })
}

function incrementer(i: number): AnyStateMachine {
  return setup({ types: {} as { events: { type: 'VALUE'; value: number } } }).createMachine({
    tags: 'idle',
    entry: sendTo(
      ({ system }) => system.get(`x${i - 1}`),
      () => ({ type: 'READ', by: `t${i}` }),
    ),
    on: {
      VALUE: {
        actions: sendTo(
          ({ system }) => system.get(`x${i}`),
          ({ event }) => ({ type: 'WRITE', value: event.value + 1 }),
        ),
      },
    },
  })
}

function searcher(n: number): AnyStateMachine {
  return setup({
    types: {} as { context: { i: number }; events: { type: 'VALUE'; value: number } },
  }).createMachine({
    tags: 'idle',
    context: { i: n },
    entry: sendTo(
      ({ system }) => system.get(`x${n}`),
      () => ({ type: 'READ', by: 'search' }),
    ),
    on: {
      VALUE: [
        { guard: ({ event }) => event.value === 0 },
        {
          actions: [
            assign({ i: ({ context }) => context.i - 1 }),
            sendTo(
              ({ system, context }) => system.get(`x${context.i}`),
              () => ({
                type: 'READ',
                by: 'search',
              }),
            ),
          ],
        },
      ],
    },
  })
}
