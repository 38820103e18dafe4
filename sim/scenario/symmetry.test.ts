import { expect, test } from 'vitest'
import { ScenarioError } from '../errors.ts'
import { bind } from './bind.ts'
import { defaultDesign } from './design.ts'
import { loadToy } from './folder.fixture.ts'
import type { System } from './system.ts'

const systemOf = async (symmetry: string): Promise<System> => {
  const scenario = await loadToy(['variants:', `symmetry: ${symmetry}\nvariants:`])
  return bind(scenario, defaultDesign(scenario))
}

test.each(['[[clerk]]', '[[clerk.0, clerk.1]]', '[[$clerk]]'])('the group %s', async (written) => {
  expect((await systemOf(written)).symmetry).toEqual([['clerk.0', 'clerk.1']])
})

test('nothing is interchangeable unless said so', async () => {
  const scenario = await loadToy()
  expect(bind(scenario, defaultDesign(scenario))).not.toHaveProperty('symmetry')
})

test.each([
  ['[[clerk.0, clerk.7]]', "error[unknown-actor] there is no actor 'clerk.7'"],
  ['[[clerk], [clerk.1]]', "error[meaning] 'clerk.1' is named twice"],
  [
    '[[account, clerk.0]]',
    "only actors of one machine are interchangeable: 'account' has account and 'clerk.0' has clerk",
  ],
  ['[clerk]', 'error[wrong-type]'],
])('refuses %s', async (written, message) => {
  const refused = systemOf(written)
  await expect(refused).rejects.toThrow(ScenarioError)
  await expect(refused).rejects.toThrow(message)
})
