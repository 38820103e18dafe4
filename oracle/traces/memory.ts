/**
 * Shared memory as actors: a cell that answers reads and compare-and-swap, and a lock that queues.
 * A thread is an actor that waits for each answer, so only what reaches a cell or a lock can race.
 * A write is not answered: nothing that these programs do after a write depends on it.
 */
import { assign, sendTo, setup } from 'xstate'

export const cell = setup({
  types: {} as {
    context: { value: number }
    events:
      | { type: 'read'; from: string }
      | { type: 'write'; value: number }
      | { type: 'swap'; from: string; value: number }
  },
}).createMachine({
  id: 'cell',
  tags: 'idle',
  context: { value: 0 },
  on: {
    read: {
      actions: sendTo(
        ({ event, system }) => system.get(event.from),
        ({ context }) => ({ type: 'value', value: context.value }),
      ),
    },
    write: { actions: assign({ value: ({ event }) => event.value }) },
    /** Compare with 0 and swap; answers what was there. */
    swap: {
      actions: [
        sendTo(
          ({ event, system }) => system.get(event.from),
          ({ context }) => ({ type: 'value', value: context.value }),
        ),
        assign({
          value: ({ context, event }) => (context.value === 0 ? event.value : context.value),
        }),
      ],
    },
  },
})

/** The first of `holders` has it; the others wait in the order of their requests. */
export const lock = setup({
  types: {} as {
    context: { holders: readonly string[] }
    events: { type: 'acquire'; from: string } | { type: 'release' }
  },
}).createMachine({
  id: 'lock',
  tags: 'idle',
  context: { holders: [] },
  on: {
    acquire: [
      {
        guard: ({ context }) => context.holders.length > 0,
        actions: assign({ holders: ({ context, event }) => [...context.holders, event.from] }),
      },
      {
        actions: [
          assign({ holders: ({ event }) => [event.from] }),
          sendTo(({ event, system }) => system.get(event.from), { type: 'granted' }),
        ],
      },
    ],
    release: [
      {
        guard: ({ context }) => context.holders.length > 1,
        actions: [
          sendTo(({ context, system }) => system.get(context.holders[1] ?? ''), {
            type: 'granted',
          }),
          assign({ holders: ({ context }) => context.holders.slice(1) }),
        ],
      },
      { actions: assign({ holders: [] }) },
    ],
  },
})
