/** Sleep sets against the plain search: only the transitions may differ, and they must. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { createMachine } from 'xstate'
import { extenders } from '../../../bench/extenders.ts'
import { systems } from '../../explore/random.fixture.ts'
import { counting } from '../../explore/register.fixture.ts'
import { recorder, script, send, toy } from '../../explore/toys.fixture.ts'
import { createModel } from '../../model/model.ts'
import type { Model } from '../../model/model.ts'
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

describe('a state that is met again', () => {
  /** A place that leads nowhere is left for itself: a wanderer always has a step. */
  it.each([
    // Storing nothing, instead of the steps that sleep both times, takes XX steps.
    ['keeps what sleeps both times', [[[0, 2], [0, 2], [0]], [[2], [1, 2], [0, 1]]], 3, 15, 16],
    // Storing what sleeps at either time takes some steps twice.
    [
      'drops what slept once',
      [
        [[3], [3, 1], [0, 2], [3]],
        [[3], [1], [0, 2], [3, 0]],
        [[0], [3], [3], [0, 3]],
      ],
      6,
      9,
      9,
    ],
  ])('%s', (_, graphs, sum, steps, all) => {
    const model = createModel(wandering(graphs, sum))
    const plain = checkModel(model)
    const reduced = checkModel(model, { sleep: 'receiver' })
    expect(found(model, { sleep: 'receiver' })).toEqual(found(model, {}))
    expect({ steps: reduced.transitions, all: plain.transitions }).toEqual({ steps, all })
  })
})

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
