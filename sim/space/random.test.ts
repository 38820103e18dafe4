/** Generated systems: the search against plain XState, in every order and with every switch. */
import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { systems } from '../explore/random.fixture.ts'
import { createModel } from '../model/model.ts'
import { bruteForce } from './brute.fixture.ts'
import { checkModel } from './check.ts'
import { planted } from './planted.fixture.ts'

test.prop([systems, planted], { numRuns: 40, seed: 1 })(
  'finds the states, ends and failures that plain XState has',
  (system, properties) => {
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
  },
)
