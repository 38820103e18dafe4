/** Generated systems that worker threads make for themselves. */
import fc from 'fast-check'
import { at } from '../../assert.ts'
import { systems } from '../../model/random.fixture.ts'
import type { System } from '../../scenario/system.ts'
import { planted } from '../../space/planted.fixture.ts'

/** The system number `index` of a fixed random sequence. */
export function generated(index: number): System {
  const options = { seed: 11, numRuns: index + 1 }
  const [system, properties] = at(fc.sample(fc.tuple(systems, planted), options), index)
  return { ...system, properties, bound: { ...system.bound, steps: 400 } }
}
