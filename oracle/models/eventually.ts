/**
 * An actor that goes round n places, and a property that it is at the last one *eventually*.
 *
 * Closed form: whether the property has held is part of a state, so there are n - 1 states before
 * and n after: 2n - 1, each with one step. The actor, the message on its way and the places are the
 * same before and after.
 */
import { assign, sendTo, setup } from 'xstate'
import type { StateProperty } from '../../sim/scenario/system.ts'
import { systemOf } from '../channels.ts'
import type { Oracle } from '../published.ts'

const n = 5

const typed = setup({
  types: {} as { context: { place: number }; events: { type: 'tick' } },
})

const tick = typed.createAction(sendTo(({ self }) => self, { type: 'tick' }))

const walker = typed.createMachine({
  id: 'walker',
  tags: 'idle',
  context: { place: 0 },
  entry: tick,
  on: {
    tick: { actions: [assign({ place: ({ context }) => (context.place + 1) % n }), tick] },
  },
})

const arrives: StateProperty = {
  kind: 'eventually',
  name: 'arrives',
  reads: ['walker'],
  holds: ([snapshot]) => snapshot?.context.place === n - 1,
}

export const oracles: readonly Oracle[] = [
  {
    system: systemOf(`eventually-${n}`, { walker: [walker, {}] }, [arrives]),
    source: 'closed form 2n - 1',
    states: 2 * n - 1,
    transitions: 2 * n - 1,
    depth: 2 * n - 2,
    ends: 0,
  },
]
