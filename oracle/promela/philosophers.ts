/**
 * Dining philosophers over messages. Each takes the fork on the left and then that on the right,
 * waits for each, puts both back, and grows hungry again; all may wait for ever. A fork that is put
 * back and asked for again goes through one channel, in this order.
 */
import { assign, sendTo, setup } from 'xstate'
import type { System } from '../../sim/scenario/system.ts'

type ForkEvent = { type: 'take' | 'put'; from: string }

const grant = { type: 'granted' }

/** Two philosophers share a fork, so at most one waits for it. */
const fork = setup({
  types: {} as { context: { holder: string; waiter: string }; events: ForkEvent },
}).createMachine({
  id: 'fork',
  context: { holder: '', waiter: '' },
  tags: 'idle',
  on: {
    take: [
      {
        guard: ({ context }) => context.holder === '',
        actions: [
          assign({ holder: ({ event }) => event.from }),
          sendTo(({ event, system }) => system.get(event.from), grant),
        ],
      },
      { actions: assign({ waiter: ({ event }) => event.from }) },
    ],
    put: [
      {
        guard: ({ context }) => context.waiter !== '',
        actions: [
          sendTo(({ context, system }) => system.get(context.waiter), grant),
          assign({ holder: ({ context }) => context.waiter, waiter: '' }),
        ],
      },
      { actions: assign({ holder: '' }) },
    ],
  },
})

interface Places {
  readonly left: string
  readonly right: string
}

const philosopher = setup({
  types: {} as { context: Places; input: Places; events: { type: 'hungry' } | { type: 'granted' } },
  actions: {
    takeLeft: sendTo(
      ({ context, system }) => system.get(context.left),
      ({ self }) => ({ type: 'take', from: self.id }),
    ),
    takeRight: sendTo(
      ({ context, system }) => system.get(context.right),
      ({ self }) => ({ type: 'take', from: self.id }),
    ),
    putLeft: sendTo(
      ({ context, system }) => system.get(context.left),
      ({ self }) => ({ type: 'put', from: self.id }),
    ),
    putRight: sendTo(
      ({ context, system }) => system.get(context.right),
      ({ self }) => ({ type: 'put', from: self.id }),
    ),
  },
}).createMachine({
  id: 'philosopher',
  context: ({ input }) => input,
  initial: 'thinking',
  states: {
    thinking: {
      entry: sendTo(({ self, system }) => system.get(self.id), { type: 'hungry' }),
      on: { hungry: 'left' },
    },
    left: { entry: 'takeLeft', on: { granted: 'right' } },
    right: {
      entry: 'takeRight',
      on: { granted: { target: 'thinking', actions: ['putLeft', 'putRight'] } },
    },
  },
})

/** `n` philosophers at a round table. */
export function philosophers(n: number): System {
  const places = Array.from({ length: n }, (_, i) => i)
  return {
    name: `philosophers-${n}`,
    actors: [
      ...places.map((i) => ({ id: `fork${i}`, machine: fork, input: {} })),
      ...places.map((i) => ({
        id: `phil${i}`,
        machine: philosopher,
        input: { left: `fork${i}`, right: `fork${(i + 1) % n}` },
      })),
    ],
    properties: [],
    bound: { steps: 100_000, faults: 0 },
  }
}
