/**
 * The alternating bit protocol. Bartlett, Scantlebury, Wilkinson, "A Note on Reliable Full-Duplex
 * Transmission over Half-Duplex Links", CACM 1969. Messages keep their order and may be lost, each
 * loss being a fault of the bound; a timer sends again, any time after.
 */
import { assign, sendTo, setup } from 'xstate'
import type { System } from '../../sim/scenario/system.ts'

/** A loss is told to the receiver, who takes no notice. */
const faults = [{ type: 'lost' }]

type SenderEvent = { type: 'wake' } | { type: 'ack'; bit: number } | { type: 'lost' }

const sender = setup({
  types: {} as {
    context: { bit: number; left: number; retries: number; maxRetries: number }
    input: { left: number; maxRetries: number }
    events: SenderEvent
  },
  guards: {
    expected: ({ context, event }) => event.type === 'ack' && event.bit === context.bit,
    last: ({ context, event }) =>
      event.type === 'ack' && event.bit === context.bit && context.left === 1,
    mayRetry: ({ context }) => context.retries < context.maxRetries,
  },
  actions: {
    transmit: sendTo(
      ({ system }) => system.get('receiver'),
      ({ context }) => ({ type: 'data', bit: context.bit, faults }),
    ),
    next: assign({
      bit: ({ context }) => 1 - context.bit,
      left: ({ context }) => context.left - 1,
      retries: 0,
    }),
    retry: assign({ retries: ({ context }) => context.retries + 1 }),
  },
}).createMachine({
  id: 'sender',
  context: ({ input }) => ({ ...input, bit: 0, retries: 0 }),
  initial: 'asleep',
  on: { ack: {}, lost: {} },
  states: {
    asleep: {
      entry: sendTo(({ self, system }) => system.get(self.id), { type: 'wake' }),
      on: { wake: 'waiting' },
    },
    waiting: {
      entry: 'transmit',
      on: {
        ack: [
          { guard: 'last', target: 'done', actions: 'next' },
          { guard: 'expected', target: 'waiting', reenter: true, actions: 'next' },
          {},
        ],
      },
      after: {
        10: [
          { guard: 'mayRetry', target: 'waiting', reenter: true, actions: 'retry' },
          { target: 'patient' },
        ],
      },
    },
    /** Has sent often enough. */
    patient: {
      on: {
        ack: [
          { guard: 'last', target: 'done', actions: 'next' },
          { guard: 'expected', target: 'waiting', actions: 'next' },
          {},
        ],
      },
    },
    done: { tags: 'idle' },
  },
})

type ReceiverEvent = { type: 'data'; bit: number } | { type: 'lost' }

const receiver = setup({
  types: {} as { context: { bit: number; received: number }; events: ReceiverEvent },
  actions: {
    acknowledge: sendTo(
      ({ system }) => system.get('sender'),
      ({ event }) => ({ type: 'ack', bit: event.type === 'data' ? event.bit : 0, faults }),
    ),
  },
}).createMachine({
  id: 'receiver',
  tags: 'idle',
  context: { bit: 0, received: 0 },
  on: {
    lost: {},
    data: [
      {
        guard: ({ context, event }) => event.bit === context.bit,
        actions: [
          'acknowledge',
          assign({
            bit: ({ context }) => 1 - context.bit,
            received: ({ context }) => context.received + 1,
          }),
        ],
      },
      { actions: 'acknowledge' },
    ],
  },
})

/** `messages` to be sent, each again at most `retries` times; the network loses at most `losses`. */
export function alternatingBit(messages: number, retries: number, losses: number): System {
  return {
    name: `alternating-bit-${messages}-${retries}-${losses}`,
    actors: [
      { id: 'sender', machine: sender, input: { left: messages, maxRetries: retries } },
      { id: 'receiver', machine: receiver, input: {} },
    ],
    properties: [
      {
        kind: 'at-rest',
        name: 'all-received',
        reads: ['receiver'],
        holds: ([snapshot]) => snapshot?.context.received === messages,
      },
    ],
    bound: { steps: 10_000, faults: losses },
  }
}
