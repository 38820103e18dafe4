/**
 * m equal tokens on a ring of n relays.
 *
 * Closed form: the tokens are spread over n channels, C(m + n - 1, n - 1) states, in
 * C(m + n - 2, n - 1) of which a given channel holds one. The relays have no state; two states
 * differ in how many equal messages a channel holds.
 */
import { sendTo, setup } from 'xstate'
import { systemOf } from '../channels.ts'
import { binomial } from '../published.ts'
import type { Oracle } from '../published.ts'

const typed = setup({
  types: {} as {
    context: { next: string; tokens: number }
    input: { next: string; tokens: number }
    events: { type: 'token' }
  },
})

const node = typed.createMachine({
  id: 'node',
  tags: 'idle',
  context: ({ input }) => input,
  entry: typed.enqueueActions(({ context, enqueue, system }) => {
    for (let i = 0; i < context.tokens; i++) {
      enqueue.sendTo(system.get(context.next), { type: 'token' })
    }
  }),
  on: {
    token: {
      actions: sendTo(({ context, system }) => system.get(context.next), { type: 'token' }),
    },
  },
})

function ring(n: number, m: number): Oracle {
  const nodes = Array.from({ length: n }, (_, i) => [
    `node${i}`,
    [node, { next: `node${(i + 1) % n}`, tokens: i === 0 ? m : 0 }] as const,
  ])
  return {
    system: systemOf(`token-ring-${n}-${m}`, Object.fromEntries(nodes)),
    source: 'closed form C(m+n-1, n-1)',
    states: binomial(m + n - 1, n - 1),
    transitions: n * binomial(m + n - 2, n - 1),
    ends: 0,
  }
}

export const oracles: readonly Oracle[] = [ring(3, 2), ring(5, 6)]
