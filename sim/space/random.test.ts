/** Generated systems: the search against plain XState, in every order and with every switch. */
import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { haltingSystems, systems } from '../model/random.fixture.ts'
import { createModel } from '../model/model.ts'
import type { Property, System } from '../scenario/system.ts'
import { bruteForce } from './brute.fixture.ts'
import { checkModel } from './check.ts'
import { planted } from './planted.fixture.ts'

function compare(system: System, properties: readonly Property[]): void {
  const model = createModel({ ...system, properties, bound: { ...system.bound, steps: 400 } })
  const truth = bruteForce(model, 60)
  fc.pre(truth !== undefined)
  for (const mode of ['dfs', 'bfs'] as const) {
    for (const exact of [false, true]) {
      const { states, transitions, ends, failures } = checkModel(model, { mode, exact })
      const found = failures.map((f) => f.id).toSorted()
      expect({ states, transitions, ends, failures: found }).toEqual(truth)
    }
  }
}

test.prop([systems, planted], { numRuns: 40, seed: 1 })(
  'finds the states, ends and failures that plain XState has',
  compare,
)

test.prop([haltingSystems, planted], { numRuns: 10, seed: 1 })(
  'finds them where an actor may stop the world',
  compare,
)
