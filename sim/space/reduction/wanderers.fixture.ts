/**
 * Actors that go round small random graphs, one self-sent step at a time, and stop where their places
 * have a certain sum: cyclic state spaces in which nearly all steps are independent. Only on cycles
 * does a sleep set that is not reduced when its state is met again lose states.
 */
import fc from 'fast-check'
import { assign, createMachine, enqueueActions } from 'xstate'
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import { claim, toy } from '../../model/toys.fixture.ts'
import type { System } from '../../scenario/system.ts'

/** By place: where a step may lead. */
const graph = fc.array(fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 2 }), {
  minLength: 4,
  maxLength: 4,
})

export const wanderers: fc.Arbitrary<System> = fc
  .tuple(fc.array(graph, { minLength: 2, maxLength: 3 }), fc.integer({ min: 2, max: 9 }))
  .map(([graphs, sum]) => wandering(graphs, sum))

/** By actor and place, the places that a step may lead to; they stop where the places add up to `sum`. */
export function wandering(
  graphs: readonly (readonly (readonly number[])[])[],
  sum: number,
): System {
  const machines = graphs.map((g, i) => [`w${i}`, wanderer(g)] as const)
  const total = (all: readonly AnyMachineSnapshot[]): number =>
    all.reduce((known, { context }) => known + Number(context.place), 0)
  const ids = machines.map(([id]) => id)
  const apart = claim('always', 'apart', ids, (all) => total(all) !== sum)
  return toy(Object.fromEntries(machines), [apart], { steps: 2_000 })
}

function wanderer(edges: readonly (readonly number[])[]): AnyStateMachine {
  const go = enqueueActions(({ enqueue, self, context }) => {
    const place: unknown = context['place']
    const [first = 0, ...others] = edges[Number(place)] ?? []
    const alternatives = others.map((to) => ({ type: 'GO', to }))
    const message = { type: 'GO', to: first, alternatives }
    enqueue.sendTo(self, message)
  })
  return createMachine({
    context: { place: 0 },
    tags: 'idle',
    entry: go,
    on: { GO: { actions: [assign({ place: ({ event }) => Number(event['to']) }), go] } },
  })
}
