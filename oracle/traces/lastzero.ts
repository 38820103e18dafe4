/**
 * Writer i of n sets cell i to one more than cell i - 1; a checker looks from cell n downwards for
 * the last zero. Classes: (n + 3) 2^(n-2) (Nidhugg benchmarks `lastzero`; 64 for n = 5 is stated
 * elsewhere too).
 */
import { assign, sendTo, setup } from 'xstate'
import { systemOf } from '../channels.ts'
import { cell } from './memory.ts'
import type { TraceOracle } from './trace-oracle.ts'

const cellOf = (i: number): string => `cell${i}`

const writer = setup({
  types: {} as {
    context: { i: number }
    input: { i: number }
    events: { type: 'value'; value: number }
  },
}).createMachine({
  id: 'writer',
  context: ({ input }) => input,
  initial: 'reading',
  states: {
    reading: {
      entry: sendTo(
        ({ context, system }) => system.get(cellOf(context.i - 1)),
        ({ self }) => ({ type: 'read', from: self.id }),
      ),
      on: {
        value: {
          target: 'done',
          actions: sendTo(
            ({ context, system }) => system.get(cellOf(context.i)),
            ({ event }) => ({ type: 'write', value: event.value + 1 }),
          ),
        },
      },
    },
    done: { type: 'final' },
  },
})

const checker = setup({
  types: {} as {
    context: { i: number }
    input: { i: number }
    events: { type: 'value'; value: number }
  },
}).createMachine({
  id: 'checker',
  context: ({ input }) => input,
  initial: 'looking',
  states: {
    looking: {
      entry: sendTo(
        ({ context, system }) => system.get(cellOf(context.i)),
        ({ self }) => ({ type: 'read', from: self.id }),
      ),
      on: {
        value: [
          { guard: ({ event }) => event.value === 0, target: 'done' },
          {
            target: 'looking',
            reenter: true,
            actions: assign({ i: ({ context }) => context.i - 1 }),
          },
        ],
      },
    },
    done: { type: 'final' },
  },
})

export function lastzero(n: number): TraceOracle {
  const cells = Array.from({ length: n + 1 }, (_, i) => [cellOf(i), [cell, {}] as const])
  const writers = Array.from({ length: n }, (_, i) => [
    `writer${i + 1}`,
    [writer, { i: i + 1 }] as const,
  ])
  return {
    system: systemOf(`lastzero-${n}`, {
      ...Object.fromEntries(cells),
      checker: [checker, { i: n }],
      ...Object.fromEntries(writers),
    }),
    source: '(n+3) 2^(n-2)',
    classes: (n + 3) * 2 ** (n - 2),
    countable: n <= 5,
  }
}
