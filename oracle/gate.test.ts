import { expect, it } from 'vitest'
import { createModel } from '../sim/model/model.ts'
import { checkModel } from '../sim/space/check.ts'
import { differences } from './gate.ts'
import { oracles as barriers } from './models/barrier.ts'
import { oracles as fifos } from './models/alternating-bit.ts'
import type { Oracle } from './published.ts'
import { binomial, spin, tlc } from './published.ts'

const [barrier] = barriers
const [fifo] = fifos

/** What the gate says when the oracle expects something else. */
function says(change: Partial<Oracle>): readonly string[] {
  if (barrier === undefined) throw new Error('there is a barrier')
  const result = checkModel(createModel(barrier.system), { mode: 'bfs' })
  return differences({ ...barrier, ...change }, result)
}

it('says nothing when all is as published', () => {
  expect(says({})).toEqual([])
})

it.each([
  [{ states: 65 }, 'states 64, expected 65'],
  [{ transitions: 192 }, 'transitions 193, expected 192'],
  [{ ends: 1 }, 'ends 0, expected 1'],
  [{ deadlocks: 1 }, 'deadlocks 0, expected 1'],
  [{ depth: 7 }, 'depth 6, expected 7'],
  [{ levels: [64] }, 'levels 1,6,15,20,15,6,1, expected 64'],
])('says what differs: %o', (change, said) => {
  expect(says(change)).toEqual([said])
})

it('does not count states outside a constraint', () => {
  if (fifo === undefined) throw new Error('there is an alternating bit')
  const result = checkModel(createModel(fifo.system), { mode: 'dfs' })
  expect(result.states).toBeGreaterThan(fifo.states)
  expect(differences(fifo, result)).toEqual([])
})

it('a search that was stopped is no agreement', () => {
  if (barrier === undefined) throw new Error('there is a barrier')
  const result = checkModel(createModel(barrier.system), { mode: 'bfs', maxStates: 10 })
  expect(differences(barrier, result)).toContain('stopped by states')
})

it('translates how other tools count', () => {
  expect(tlc({ distinct: 288, generated: 1_146, depth: 11 })).toEqual({
    states: 288,
    transitions: 1_145,
    depth: 10,
  })
  expect(spin({ stored: 55, transitions: 99 })).toEqual({ states: 55, transitions: 98 })
  expect([binomial(6, 2), binomial(10, 4), binomial(5, 0)]).toEqual([15, 210, 1])
})
