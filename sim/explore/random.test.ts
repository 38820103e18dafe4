/** Tables and plain XState agree on random systems, and every run can be replayed by name. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createModel } from '../model/model.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import type { ScheduleStep } from '../schedule/schedule.ts'
import { replay } from '../strategy/replay.ts'
import { uniform } from '../strategy/uniform.ts'
import { Runner } from './run.ts'
import { systems } from '../model/random.fixture.ts'
import { ranOn, snapshotOf, verdict } from './ran.fixture.ts'
import type { Ran } from './ran.fixture.ts'

/** Every decision of a run, by name. */
function scheduleOf({ trace }: Ran): readonly ScheduleStep[] {
  return trace.steps.map(({ delivery, alternative }) => ({
    deliver: formatDelivery(delivery),
    ...(alternative !== undefined && { take: alternative.taken }),
  }))
}

const seed = fc.nat(9_999).map(String)

describe('a random system', () => {
  it('runs by the tables as it runs by plain XState', () => {
    const verdicts = new Set<string>()
    fc.assert(
      fc.property(systems, seed, (system, s) => {
        const model = createModel(system)
        const run = ranOn(model, new Runner(model, { selfCheck: true }), uniform(), s)
        verdicts.add(verdict(run.ending))
        for (const [id, { value, context, status }] of run.trace.final) {
          expect(snapshotOf(run, id)).toMatchObject({ value, context, status })
        }
      }),
      { seed: 1, numRuns: 100 },
    )
    expect([...verdicts].toSorted()).toEqual(['bound', 'deadlock', 'passed', 'unhandled'])
  })

  it('is replayed by name, decision for decision', () => {
    fc.assert(
      fc.property(systems, seed, (system, s) => {
        const model = createModel(system)
        const runner = new Runner(model)
        const run = ranOn(model, runner, uniform(), s)
        const decisions = runner.decisions.slice(0, runner.steps)
        const steps = scheduleOf(run)
        const strategy = replay(model, steps)
        const again = ranOn(model, runner, strategy, '')
        expect(runner.decisions.slice(0, runner.steps)).toEqual(decisions)
        expect(again.ending).toEqual(run.ending)
        expect(strategy.alignment()).toEqual({
          aligned: steps.length,
          skipped: [],
          inserted: [],
          extended: [],
        })
      }),
      { seed: 2, numRuns: 100 },
    )
  })
})
