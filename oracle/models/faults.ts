/**
 * k messages that may be lost, at most f of them; the receiver notes nothing.
 *
 * Closed form: a state is which messages are gone and how many of them were lost: the sum over d of
 * C(k, d) * (min(d, f) + 1). Which faults may still strike is in no actor and no channel.
 */
import { setup } from 'xstate'
import { systemOf } from '../channels.ts'
import { binomial } from '../published.ts'
import type { Oracle } from '../published.ts'

const typed = setup({ types: {} as { events: { type: 'message' | 'lost' } } })

const message = { type: 'message', faults: [{ type: 'lost' }] }

const sender = typed.createMachine({
  id: 'sender',
  tags: 'idle',
  entry: typed.enqueueActions(({ enqueue, system }) => {
    enqueue.sendTo(system.get('receiver'), message)
  }),
})

const receiver = typed.createMachine({
  id: 'receiver',
  tags: 'idle',
  on: { message: {}, lost: {} },
})

/** The sum of `term` over (messages gone, faults struck). */
function sum(k: number, f: number, term: (gone: number, struck: number) => number): number {
  let total = 0
  for (let gone = 0; gone <= k; gone++) {
    for (let struck = 0; struck <= Math.min(gone, f); struck++) {
      total += binomial(k, gone) * term(gone, struck)
    }
  }
  return total
}

function faults(k: number, f: number): Oracle {
  const senders = Array.from({ length: k }, (_, i) => [`sender${i + 1}`, [sender, {}] as const])
  return {
    system: systemOf(
      `faults-${k}-${f}`,
      { receiver: [receiver, {}], ...Object.fromEntries(senders) },
      [],
      { faults: f },
    ),
    source: 'closed form, sum of C(k,d) (min(d,f) + 1)',
    states: sum(k, f, () => 1),
    transitions: sum(k, f, (gone, struck) => (k - gone) * (struck < f ? 2 : 1)),
    depth: k,
    // All gone, with 0..f lost.
    ends: Math.min(k, f) + 1,
  }
}

export const oracles: readonly Oracle[] = [faults(3, 1), faults(6, 2)]
