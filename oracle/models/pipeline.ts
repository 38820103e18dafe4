/**
 * A chain of k relays through which n numbered items flow, first in, first out.
 *
 * Closed form: a state is how many items each relay has passed on, a falling sequence of k numbers
 * up to n, so C(n + k, k) states; relay i can act in C(n + k - 1, k) of them. The relays have no
 * state of their own: what differs is the content of the channels alone.
 */
import { sendTo, setup } from 'xstate'
import { systemOf } from '../channels.ts'
import { binomial } from '../published.ts'
import type { Oracle } from '../published.ts'

const typed = setup({
  types: {} as {
    context: { next: string }
    input: { next: string }
    events: { type: 'item'; n: number }
  },
})

const relay = typed.createMachine({
  id: 'relay',
  tags: 'idle',
  context: ({ input }) => input,
  on: {
    item: [
      {
        guard: ({ context }) => context.next !== '',
        actions: sendTo(
          ({ context, system }) => system.get(context.next),
          ({ event }) => event,
        ),
      },
      {},
    ],
  },
})

function producer(items: number) {
  return typed.createMachine({
    id: 'producer',
    tags: 'idle',
    context: ({ input }) => input,
    entry: typed.enqueueActions(({ context, enqueue, system }) => {
      for (let n = 1; n <= items; n++) {
        enqueue.sendTo(system.get(context.next), () => ({ type: 'item', n }))
      }
    }),
  })
}

function pipeline(items: number, relays: number): Oracle {
  const ids = Array.from({ length: relays }, (_, i) => `relay${i + 1}`)
  const chain = ids.map((id, i) => [id, [relay, { next: ids[i + 1] ?? '' }] as const])
  return {
    system: systemOf(`pipeline-${items}-${relays}`, {
      producer: [producer(items), { next: 'relay1' }],
      ...Object.fromEntries(chain),
    }),
    source: 'closed form C(n+k, k)',
    states: binomial(items + relays, relays),
    transitions: relays * binomial(items + relays - 1, relays),
    depth: items * relays,
    ends: 1,
  }
}

export const oracles: readonly Oracle[] = [pipeline(4, 2), pipeline(6, 4)]
