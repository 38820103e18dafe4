/** Sleep sets against the plain search: only the transitions may differ, and they must. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { createMachine } from 'xstate'
import { extenders } from '../../../oracle/models/extenders.ts'
import { systems } from '../../model/random.fixture.ts'
import { counting } from '../../model/register.fixture.ts'
import { recorder, script, send, toy } from '../../model/toys.fixture.ts'
import { createModel } from '../../model/model.ts'
import type { Model } from '../../model/model.ts'
import type { System } from '../../scenario/system.ts'
import { checkModel } from '../check.ts'
import { planted } from '../planted.fixture.ts'
import type { CheckOptions } from '../result.ts'
import { wanderers, wandering } from './wanderers.fixture.ts'

/** What a reduction that keeps every state must leave as it is. */
function found(model: Model, options: CheckOptions) {
  const { states, ends, failures, witnesses, stopped } = checkModel(model, options)
  const violations = failures.map((f) => `${f.id} in ${f.states}`).toSorted()
  return { states, ends, violations, witnesses, stopped }
}

const kinds = ['receiver', 'tables'] as const

describe.each(kinds)('sleep sets (%s)', (sleep) => {
  it.each([
    ['three racing writers', extenders(3, true)],
    ['three writers in turn', extenders(3, false)],
    ['three clients of a register', counting(3)],
  ])('prune steps and no state of %s', (_, system) => {
    const model = createModel(system)
    expect(found(model, { sleep })).toEqual(found(model, {}))
    expect(found(model, { sleep, shuffle: '3' })).toEqual(found(model, {}))
    const [with_, without] = [checkModel(model, { sleep }), checkModel(model)]
    expect(with_.transitions).toBeLessThan(without.transitions)
    expect(with_.reductions).toEqual([`sleep (${sleep})`])
  })

  test.prop([systems, planted, fc.nat()], { numRuns: 15, seed: 2 })(
    'find what the plain search finds in generated systems',
    (system, properties, order) => {
      const bound = { ...system.bound, steps: 400 }
      const model = createModel({ ...system, properties, bound })
      const plain = checkModel(model, { maxStates: 200 })
      fc.pre(plain.stopped === undefined)
      expect(found(model, { sleep, shuffle: String(order) })).toEqual(found(model, {}))
      expect(checkModel(model, { sleep }).transitions).toBeLessThanOrEqual(plain.transitions)
    },
  )
})

test.prop([wanderers, fc.nat()], { numRuns: 60, seed: 5 })(
  'lose no state of a cyclic space',
  (system, order) => {
    const model = createModel(system)
    expect(found(model, { sleep: 'receiver', shuffle: String(order) })).toEqual(found(model, {}))
  },
)

/** The smallest of some 10,000 random ones on which a search that keeps something else differs. */
describe('where a state is met again', () => {
  it('what sleeps both times is kept: storing nothing instead loses 6 of 54 states', () => {
    const system = wandering(
      [
        [[1, 2], [0], [1], [0, 3]],
        [[0, 3], [0], [3], [0]],
        [[2], [1], [1], [2, 3]],
        [[1, 2], [2, 0], [2, 0], [0]],
      ],
      2,
    )
    expect(counts(system)).toEqual({ states: [54, 54], transitions: [276, 257] })
  })

  it('what slept at one time only is not kept: else steps are taken twice, 11 of 10', () => {
    const system = wandering(
      [
        [[1], [0]],
        [[1], [0, 1]],
        [[0], [1, 0]],
      ],
      2,
    )
    expect(counts(system)).toEqual({ states: [4, 4], transitions: [10, 10] })
  })
})

/** Of the plain search, and of sleep sets. */
function counts(system: System) {
  const model = createModel(system)
  const results = [checkModel(model), checkModel(model, { sleep: 'receiver' })]
  return {
    states: results.map((r) => r.states),
    transitions: results.map((r) => r.transitions),
  }
}

it('messages that are passed on to one actor stay in their order', () => {
  const relay = createMachine({
    tags: 'idle',
    on: { A: { actions: send('end', 'A') }, B: { actions: send('end', 'B') } },
  })
  const system = toy({ a: script('relay', 'A'), b: script('relay', 'B'), relay, end: recorder })
  const model = createModel(system)
  expect(found(model, { sleep: 'tables' })).toEqual(found(model, {}))
})

it('the tables let more steps sleep than the receivers do', () => {
  const model = createModel(extenders(3, false))
  const [receiver, tables] = kinds.map((sleep) => checkModel(model, { sleep }).transitions)
  expect(tables).toBeLessThan(Number(receiver))
})
