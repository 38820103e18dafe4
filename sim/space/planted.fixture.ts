/** Properties of the generated systems of three counting actors: some hold, some do not. */
import fc from 'fast-check'
import { createMachine } from 'xstate'
import type { Property } from '../scenario/system.ts'

const names = ['a', 'b', 'c'] as const

const stateProperty = fc
  .record({
    kind: fc.constantFrom('always' as const, 'at-rest' as const, 'sometimes' as const),
    reads: fc.subarray([...names], { minLength: 1 }),
    sum: fc.integer({ min: 0, max: 6 }),
  })
  .map(({ kind, reads, sum }): Property => ({
    kind,
    name: `${kind}-${reads.join('')}-${sum}`,
    reads,
    holds: (snapshots) => snapshots.reduce((total, s) => total + Number(s.context.n), 0) !== sum,
  }))

const monitor = fc
  .record({
    observes: fc.subarray([...names], { minLength: 1 }),
    type: fc.constantFrom('E0', 'T0'),
  })
  .map(({ observes, type }): Property => ({
    kind: 'monitor',
    name: 'twice',
    observes,
    input: {},
    machine: createMachine({
      initial: 'none',
      states: {
        none: { on: { [type]: 'once' } },
        once: { on: { [type]: 'twice', E1: 'none' } },
        twice: { tags: 'violation' },
      },
    }),
  }))

/** Up to two claims, and sometimes a monitor that must not see an event twice. */
export const planted: fc.Arbitrary<readonly Property[]> = fc
  .tuple(
    fc.uniqueArray(stateProperty, { maxLength: 2, selector: (p) => p.name }),
    fc.option(monitor),
  )
  .map(([claims, watch]) => (watch === null ? claims : [...claims, watch]))
