/** A machine with what a statechart can have: depth, regions, history, guards, timers, self loops. */
import { createMachine } from 'xstate'
import { and } from 'xstate/guards'

export const everything = createMachine(
  {
    id: 'everything',
    context: { left: 1 },
    initial: 'off',
    on: { RESET: '.off', PING: {} },
    states: {
      off: { tags: 'idle', on: { ON: [{ guard: 'ready', target: 'on' }, { target: 'broken' }] } },
      on: {
        initial: 'low',
        onDone: 'off',
        states: {
          low: {
            always: { guard: ({ context }) => context.left === 0, target: 'full' },
            after: { 5: 'high', 'by.name': 'full' },
          },
          high: { on: { TICK: { guard: and(['ready', 'ready']), target: 'high', reenter: true } } },
          full: { type: 'final' },
          last: { type: 'history' },
        },
      },
      broken: {
        type: 'parallel',
        on: { FIX: 'on.last' },
        states: { lamp: { initial: 'dark', states: { dark: {} } }, fuse: {} },
      },
    },
  },
  { guards: { ready: () => true }, delays: { 'by.name': 1.5 } },
)
