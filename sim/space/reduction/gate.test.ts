/**
 * The gate of every reduction: on generated systems, with planted violations and without, it must
 * find what the search without it finds.
 */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { createMachine } from 'xstate'
import { extenders } from '../../../oracle/models/extenders.ts'
import { systems } from '../../model/random.fixture.ts'
import { claim, send, toy } from '../../model/toys.fixture.ts'
import { createModel } from '../../model/model.ts'
import type { System } from '../../scenario/system.ts'
import { checkModel } from '../check.ts'
import { planted } from '../planted.fixture.ts'
import type { CheckOptions, CheckResult } from '../result.ts'
import type { Reductions } from './reduction.ts'

/** Answers the touch that violates. */
const touched = createMachine({
  tags: 'idle',
  initial: 'fresh',
  states: { fresh: { on: { TOUCH: { target: 'used', actions: send('task', 'OK') } } }, used: {} },
})
const asking = createMachine({
  tags: 'idle',
  initial: 'asking',
  states: { asking: { entry: send('object', 'TOUCH'), on: { OK: 'done' } }, done: {} },
})

const switches: readonly Reductions[] = [
  { reply: true },
  { persistent: true },
  { reply: true, persistent: true },
]

/** What must not change: which failures there are, which witnesses, and every state at rest. */
function findings({ failures, witnesses, ends, stopped }: CheckResult): object {
  return {
    failures: failures.map((f) => f.id).toSorted(),
    witnesses: witnesses.filter((w) => w.states > 0).map((w) => w.name),
    ends,
    stopped,
  }
}

/** Undefined when the space is too large to be worth a test. */
function search(system: System, options: CheckOptions): CheckResult | undefined {
  const result = checkModel(createModel(system), { ...options, maxStates: 3_000 })
  return result.stopped === undefined ? result : undefined
}

describe.each(switches)('the reduction %o', (reductions) => {
  test.prop([systems, planted, fc.constantFrom('bfs' as const, 'dfs' as const)], {
    numRuns: 25,
    seed: 7,
  })('changes no verdict of a generated system', (system, properties, mode) => {
    const subject = { ...system, properties, bound: { ...system.bound, steps: 5_000 } }
    const full = search(subject, { mode })
    fc.pre(full !== undefined)
    expect(findings(checkModel(createModel(subject), { mode, reductions }))).toEqual(findings(full))
  })

  it.each([2, 3])('is one on %i writers, and in both orders', (n) => {
    const model = createModel(extenders(n, true))
    const full = checkModel(model)
    for (const mode of ['bfs', 'dfs'] as const) {
      const reduced = checkModel(model, { mode, reductions })
      expect(findings(reduced)).toEqual(findings(full))
      expect(reduced.states).toBeLessThan(full.states)
      expect(reduced.reductions.length).toBeGreaterThan(0)
    }
  })
})

it('reply collapse explores the same states breadth first and depth first', () => {
  const model = createModel(extenders(4, true))
  const [one, two] = (['bfs', 'dfs'] as const).map((mode) => {
    const { states, transitions } = checkModel(model, { mode, reductions: { reply: true } })
    return { states, transitions }
  })
  expect(one).toEqual(two)
})

/** Asks again for ever; who asks first, and whether a third is still to move, differs. */
describe('a cycle of replies', () => {
  const again = (to: string, type: string, on: string) =>
    createMachine({
      tags: 'idle',
      entry: send(to, type),
      on: { [on]: { actions: send(to, type) } },
    })
  const answers = createMachine({ tags: 'idle', on: { ASK: { actions: send('a', 'OK') } } })
  // Comes in after some time of its own, so that chains enter the cycle at several places.
  const late = createMachine({
    initial: 'one',
    states: {
      one: { tags: 'idle', entry: send('c', 'GO'), on: { GO: 'two' } },
      two: { tags: 'idle', entry: send('c', 'GO'), on: { GO: 'three' } },
      three: { tags: 'idle' },
    },
  })
  const system = toy({ a: again('b', 'ASK', 'OK'), b: answers, c: late }, [
    claim('eventually', 'ends', ['c'], ([s]) => s?.matches('three') === true),
    claim('eventually', 'never', ['b'], () => false),
  ])

  it.each(['bfs', 'dfs'] as const)(
    'is searched to its end within the bound on steps, %s',
    (mode) => {
      const subject = { ...system, bound: { ...system.bound, steps: 20 } }
      const full = checkModel(createModel(subject), { mode })
      expect(full.stopped).toBeUndefined()
      expect(full.failures.map((f) => f.id)).toEqual(['property never'])
      for (const reductions of switches) {
        const reduced = checkModel(createModel(subject), { mode, reductions })
        expect(findings(reduced)).toEqual(findings(full))
      }
    },
  )

  it('ends in one state, however it was entered', () => {
    const counts = ['1', '2', '3', undefined].flatMap((shuffle) =>
      (['bfs', 'dfs'] as const).map((mode) => {
        const options = { mode, reductions: { reply: true }, ...(shuffle && { shuffle }) }
        return checkModel(createModel(system), options).states
      }),
    )
    expect(new Set(counts).size).toBe(1)
  })
})

it('ends a run at the violating step, though an answer is on its way', () => {
  const model = createModel(
    toy({ object: touched, task: asking }, [
      claim('always', 'untouched', ['object'], ([s]) => s?.matches('fresh') === true),
    ]),
  )
  for (const reductions of switches) {
    for (const mode of ['bfs', 'dfs'] as const) {
      const { failures } = checkModel(model, { mode, reductions })
      expect(failures.map((f) => [f.id, f.decisions.length])).toEqual([['property untouched', 1]])
    }
  }
})
