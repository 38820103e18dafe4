/** Every run from the state graph, against running every schedule one by one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extenders } from '../../oracle/models/extenders.ts'
import { counting } from '../model/register.fixture.ts'
import { systems } from '../model/random.fixture.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { violatedProperty } from '../model/violation.ts'
import { graphOf, TooLargeError } from '../space/graph.ts'
import { planted } from '../space/planted.fixture.ts'
import { everyRun } from './every-run.ts'
import type { EveryRun, Share } from './every-run.ts'
import { schedulesOf, truthOf } from './truth.fixture.ts'

const most = 400

/** By running each schedule; undefined where there are more than `most`. */
function oneByOne(model: Model): Omit<EveryRun, 'states'> | undefined {
  const failing = new Map<string, { probability: number; schedules: bigint }>()
  const unfinished = { probability: 0, schedules: 0n }
  let schedules = 0n
  for (const { ending, probability } of schedulesOf(model)) {
    if (++schedules > most) return undefined
    if (ending === undefined || ending.kind === 'passed') continue
    const name = ending.kind === 'violated' ? violatedProperty(ending.violation) : undefined
    const share =
      name === undefined ? unfinished : (failing.get(name) ?? { probability: 0, schedules: 0n })
    share.probability += probability
    share.schedules++
    if (name !== undefined) failing.set(name, share)
  }
  return { schedules, failing, unfinished }
}

type Runs = Omit<EveryRun, 'states'>

/** The numbers of schedules are compared exactly, sums of doubles up to their last digits. */
function expectSame(found: Runs, expected: Runs): void {
  const names = (runs: Runs): readonly string[] => [...runs.failing.keys()].toSorted()
  expect(found.schedules).toBe(expected.schedules)
  expect(names(found)).toEqual(names(expected))
  for (const name of ['', ...names(found)]) {
    const share = (runs: Runs): Share | undefined =>
      name === '' ? runs.unfinished : runs.failing.get(name)
    expect(share(found)?.schedules).toBe(share(expected)?.schedules)
    expect(share(found)?.probability).toBeCloseTo(share(expected)?.probability ?? NaN, 12)
  }
}

describe('every run', () => {
  it('of generated systems with timers, alternatives, faults and cut off runs', () => {
    const seen = { compared: 0, faults: 0, timers: 0, unfinished: 0, failing: 0, alternatives: 0 }
    fc.assert(
      fc.property(systems, planted, fc.integer({ min: 3, max: 7 }), (system, properties, steps) => {
        const bound = { ...system.bound, steps }
        const model = createModel({ ...system, properties, bound })
        const expected = oneByOne(model)
        if (expected === undefined) return
        let graph
        try {
          graph = graphOf(model, 1_000)
        } catch (error) {
          if (error instanceof TooLargeError) return
          throw error
        }
        const found = everyRun(graph)
        expectSame(found, expected)
        seen.compared++
        if (graph.faults.size > 0) seen.faults++
        if (graph.decision.some((d) => d >> 10 >= model.actors ** 2)) seen.timers++
        if (graph.decision.some((d) => (d & 31) > 0)) seen.alternatives++
        if (found.unfinished.schedules > 0n) seen.unfinished++
        if (found.failing.size > 0) seen.failing++
      }),
      { seed: 5, numRuns: 150 },
    )
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10)
  })

  it.each([
    ['three clients', createModel(counting(3))],
    ['two extenders', createModel(extenders(2, true))],
  ])('of %s, as by the beginnings of runs', (_, model) => {
    const known = truthOf(model)
    const { schedules, failing } = everyRun(graphOf(model, 100_000))
    expect(schedules).toBe(known.schedules)
    expect([...failing.keys()].toSorted()).toEqual(Object.keys(known.failing).toSorted())
    for (const [name, { probability }] of failing) {
      expect(probability).toBeCloseTo(known.failing[name] ?? NaN, 12)
    }
  })
})
