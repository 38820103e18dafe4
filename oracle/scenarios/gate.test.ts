/** The gate turns red on each kind of difference, and on a reduction that is off. */
import { expect, it } from 'vitest'
import { extenders } from '../models/extenders.ts'
import { createModel } from '../../sim/model/model.ts'
import { checkModel } from '../../sim/space/check.ts'
import type { CheckResult } from '../../sim/space/result.ts'
import { differences, idle } from './gate.ts'
import { modes } from './modes.ts'

const model = createModel(extenders(2, true))
const full = checkModel(model)
const [failure] = full.failures
if (failure === undefined) throw new Error('the racy extenders fail')

it.each(modes)('$name agrees on two writers and leaves something out', (mode) => {
  const reduced = checkModel(model, mode.options)
  expect(differences(mode, full, reduced)).toEqual([])
  expect(idle(mode, full, reduced)).toEqual([])
})

it.each(modes)('$name that is off is noticed, by its label and by its counts', (mode) => {
  const label = mode.labels.join()
  expect(differences(mode, full, full)).toEqual([`in force , expected ${label}`])
  expect(idle(mode, full, full)).toHaveLength(1)
})

it.each<readonly [Partial<CheckResult>, string]>([
  [{ failures: [] }, 'violated , expected property i_size'],
  [{ failures: [failure, { ...failure, id: 'deadlock' }] }, 'violated deadlock,property i_size'],
  [{ witnesses: [{ name: 'met', states: 1 }] }, 'witnesses met, expected '],
  [{ ends: full.ends + 1 }, `ends ${full.ends + 1}, expected ${full.ends}`],
  [{ stopped: 'states' }, 'stopped by states, expected nothing'],
  [{ states: full.states + 1 }, `${full.states + 1} states, more than the ${full.states}`],
])('%o is a difference of a search that leaves out states', (change, says) => {
  const mode = { labels: [], keepsStates: false }
  const found = differences(mode, full, { ...full, ...change })
  expect(found).toHaveLength(1)
  expect(found[0]).toContain(says)
})

it.each<readonly [Partial<CheckResult>, string]>([
  [{ states: full.states - 1 }, `states ${full.states - 1}, expected ${full.states}`],
  [{ transitions: full.transitions + 1 }, `${full.transitions + 1} transitions, more than`],
  [{ failures: [{ ...failure, states: 9 }] }, 'violated property i_size in 9, expected'],
])('%o is a difference of a search that keeps them', (change, says) => {
  const found = differences({ labels: [], keepsStates: true }, full, { ...full, ...change })
  expect(found).toHaveLength(1)
  expect(found[0]).toContain(says)
})
