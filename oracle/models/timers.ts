/**
 * An actor that steps n times on its own and sets a timer at each step; timers of one actor keep
 * the order of their deadlines where that is certain.
 *
 * Closed form. `falling`: each delay is shorter than those before, so any timer may fire first: a
 * state is how many were set and which of these have fired, 2^(n+1) - 1. `rising`: they fire in the
 * order of setting: (n + 1)(n + 2) / 2. The actor does not note what fired: that is in the pending
 * timers alone.
 */
import { assign, sendTo, setup } from 'xstate'
import { systemOf } from '../channels.ts'
import type { Oracle } from '../published.ts'

const typed = setup({
  types: {} as {
    context: { set: number; n: number; falling: boolean }
    input: { n: number; falling: boolean }
    events: { type: 'tick' } | { type: 'alarm'; timer: number }
  },
})

const tick = typed.createAction(sendTo(({ self }) => self, { type: 'tick' }))

const clock = typed.createMachine({
  id: 'clock',
  tags: 'idle',
  context: ({ input }) => ({ ...input, set: 0 }),
  entry: tick,
  on: {
    tick: {
      actions: [
        assign({ set: ({ context }) => context.set + 1 }),
        sendTo(
          ({ self }) => self,
          ({ context }) => ({ type: 'alarm', timer: context.set }),
          {
            delay: ({ context: { falling, n, set } }) => 10 * (falling ? n - set + 1 : set),
          },
        ),
        typed.enqueueActions(({ context, enqueue }) => {
          if (context.set < context.n) enqueue(tick)
        }),
      ],
    },
    alarm: {},
  },
})

/** The sum of `f` over 0..n. */
function sum(n: number, f: (i: number) => number): number {
  return Array.from({ length: n + 1 }, (_, i) => f(i)).reduce((a, b) => a + b, 0)
}

function timers(n: number, falling: boolean): Oracle {
  return {
    system: systemOf(`timers-${falling ? 'falling' : 'rising'}-${n}`, {
      clock: [clock, { n, falling }],
    }),
    source: falling ? 'closed form 2^(n+1) - 1' : 'closed form (n+1)(n+2)/2',
    states: falling ? 2 ** (n + 1) - 1 : ((n + 1) * (n + 2)) / 2,
    // A tick unless all are set; and any timer of those set, or the first one of them.
    transitions: falling
      ? sum(n - 1, (s) => 2 ** s) + sum(n, (s) => s * 2 ** (s - 1))
      : sum(n - 1, (s) => s + 1) + sum(n, (s) => s),
    depth: 2 * n,
    ends: 1,
  }
}

export const oracles: readonly Oracle[] = [timers(6, true), timers(6, false)]
