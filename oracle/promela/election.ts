/**
 * Leader election in a one-way ring. Chang, Roberts, "An Improved Algorithm for Decentralized
 * Extrema-Finding in Circular Configurations of Processes", CACM 1979. A node wakes at any time and
 * then sends its number, unless a greater one has passed before.
 */
import { assign, sendTo, setup } from 'xstate'
import type { System } from '../../sim/scenario/system.ts'

type NodeEvent = { type: 'wake' } | { type: 'candidate'; number: number }

const node = setup({
  types: {} as {
    context: { number: number; next: string; passive: boolean }
    input: { number: number; next: string }
    events: NodeEvent
  },
  guards: {
    greater: ({ context, event }) => event.type === 'candidate' && event.number > context.number,
    own: ({ context, event }) => event.type === 'candidate' && event.number === context.number,
    passive: ({ context }) => context.passive,
  },
  actions: {
    forward: sendTo(
      ({ context, system }) => system.get(context.next),
      ({ event }) => event,
    ),
    stand: sendTo(
      ({ context, system }) => system.get(context.next),
      ({ context }) => ({ type: 'candidate', number: context.number }),
    ),
    yield: assign({ passive: true }),
  },
}).createMachine({
  id: 'node',
  context: ({ input }) => ({ ...input, passive: false }),
  tags: 'idle',
  entry: sendTo(({ self, system }) => system.get(self.id), { type: 'wake' }),
  initial: 'follower',
  states: {
    follower: {
      on: {
        wake: [{ guard: 'passive' }, { actions: 'stand' }],
        candidate: [
          { guard: 'greater', actions: ['forward', 'yield'] },
          { guard: 'own', target: 'leader' },
          {},
        ],
      },
    },
    leader: { on: { candidate: {} } },
  },
})

/** `n` nodes numbered 1 to n in the direction of the ring. */
export function election(n: number): System {
  const ids = Array.from({ length: n }, (_, i) => `node${i + 1}`)
  return {
    name: `election-${n}`,
    actors: ids.map((id, i) => ({
      id,
      machine: node,
      input: { number: i + 1, next: `node${((i + 1) % n) + 1}` },
    })),
    properties: [
      {
        kind: 'at-rest',
        name: 'greatest-leads',
        reads: ids,
        holds: (snapshots) =>
          snapshots.every((s) => s.matches('leader') === (s.context.number === n)),
      },
    ],
    bound: { steps: 1_000, faults: 0 },
  }
}
