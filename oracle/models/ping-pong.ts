/**
 * Two actors that count up by turns over a network without loss and duplicates.
 *
 * Published: Stateright `actor/model`, maximum 5: 11 states. Two actors, two channels. The last
 * ping finds its receiver at the maximum; there a delivery that changes nothing is no step, and the
 * message stays for ever; here it is one step more, to one state more.
 */
import { assign, sendTo, setup } from 'xstate'
import { systemOf } from '../channels.ts'
import type { Oracle } from '../published.ts'

interface Context {
  readonly count: number
  readonly max: number
  readonly peer: string
}

const max = 5

/** `first` says whether it begins; the one who begins answers with the next number. */
const player = setup({
  types: {} as {
    context: Context & { readonly first: boolean }
    input: { peer: string; first: boolean }
    events: { type: 'ball'; n: number }
  },
}).createMachine({
  id: 'player',
  tags: 'idle',
  context: ({ input }) => ({ ...input, count: 0, max }),
  initial: 'starting',
  states: {
    starting: {
      always: [
        {
          guard: ({ context }) => context.first,
          target: 'playing',
          actions: sendTo(
            ({ context, system }) => system.get(context.peer),
            () => ({
              type: 'ball',
              n: 0,
            }),
          ),
        },
        { target: 'playing' },
      ],
    },
    playing: {
      on: {
        ball: [
          {
            guard: ({ context, event }) => event.n === context.count && event.n < context.max,
            actions: [
              assign({ count: ({ context }) => context.count + 1 }),
              sendTo(
                ({ context, system }) => system.get(context.peer),
                ({ context, event }) => ({
                  type: 'ball',
                  n: context.first ? event.n + 1 : event.n,
                }),
              ),
            ],
          },
          {},
        ],
      },
    },
  },
})

export const oracles: readonly Oracle[] = [
  {
    system: systemOf(`ping-pong-${max}`, {
      pinger: [player, { peer: 'ponger', first: true }],
      ponger: [player, { peer: 'pinger', first: false }],
    }),
    source: 'Stateright actor/model without loss and duplicates, and one ignored ping',
    states: 11 + 1,
    transitions: 11,
    depth: 11,
    ends: 1,
  },
]
