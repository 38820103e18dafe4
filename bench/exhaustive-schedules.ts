/**
 * Random schedules a second beside fast-check's scheduler. It has no states to compare, so only the
 * rate is. Each delivery is a promise that it resolves in a random order; what a delivery does is
 * read from our tables, so that its own work is all that is measured.
 */
import fc from 'fast-check'
import { at } from '../sim/assert.ts'
import { Runner } from '../sim/explore/run.ts'
import { createModel } from '../sim/model/model.ts'
import type { Model } from '../sim/model/model.ts'
import type { System } from '../sim/scenario/system.ts'
import { uniform } from '../sim/strategy/uniform.ts'

export interface ScheduleRate {
  /** Runs a second. */
  readonly ours: number
  readonly fastCheck: number
  /** Shares of runs that fail. */
  readonly oursFailing: number
  readonly fastCheckFailing: number
}

export async function scheduleRates(system: System, runs: number): Promise<ScheduleRate> {
  const model = createModel(system)
  const runner = new Runner(model)
  const strategy = uniform()
  const ourRuns = runs * 50
  let oursFailing = 0
  const start = performance.now()
  for (let seed = 1; seed <= ourRuns; seed++) {
    if (runner.run(strategy, String(seed)).kind === 'violated') oursFailing++
  }
  const between = performance.now()
  let fastCheckFailing = 0
  for (const scheduler of fc.sample(fc.scheduler(), { numRuns: runs, seed: 1 })) {
    if (await fails(model, scheduler)) fastCheckFailing++
  }
  const end = performance.now()
  return {
    ours: (1_000 * ourRuns) / (between - start),
    fastCheck: (1_000 * runs) / (end - between),
    oursFailing: oursFailing / ourRuns,
    fastCheckFailing: fastCheckFailing / runs,
  }
}

/** One run under fast-check; the channels of these models never hold two messages. */
async function fails(model: Model, scheduler: fc.Scheduler): Promise<boolean> {
  const { tables, actors, claims } = model
  const local = Int32Array.from(model.initial)
  const post = (t: number): void => {
    const sends = tables.sendsOf(t)
    for (let i = 0; i < sends.length; i += 2) {
      const [channel, event] = [at(sends, i), at(sends, i + 1)]
      void scheduler.schedule(Promise.resolve()).then(() => {
        const to = channel % actors
        const taken = tables.transition(at(local, to), event)
        local[to] = tables.nextOf(taken)
        post(taken)
      })
    }
  }
  model.starts.forEach(post)
  await scheduler.waitIdle()
  return claims.some((c) => c.property.kind === 'at-rest' && !c.holds(local))
}
