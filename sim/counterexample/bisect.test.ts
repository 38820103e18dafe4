import { describe, expect, it } from 'vitest'
import { at } from '../assert.ts'
import { Runner } from '../explore/run.ts'
import { failureId } from '../model/violation.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import { formatDeviation } from '../schedule/schedule.ts'
import { constrained } from '../strategy/constrained.ts'
import { uniform } from '../strategy/uniform.ts'
import { execute } from '../trace/execute.ts'
import type { Trace } from '../trace/trace.ts'
import { bisectTrace } from './bisect.ts'
import { traceOf } from './counterexample.ts'
import { everyOrder } from './deviations.ts'
import { lostUpdate } from './lost-update.fixture.ts'

const strategy = uniform()

function traceOfSeed(tasks: number, seed: string): Trace {
  const model = lostUpdate(tasks)
  const runner = new Runner(model)
  runner.run(strategy, seed)
  return execute(model, runner.decisions.subarray(0, runner.steps))
}

const failing = Array.from({ length: 30 }, (_, i) => traceOfSeed(3, String(i))).filter(
  (t) => t.ending.kind === 'violated',
)

describe('bisect of a lost update', () => {
  it.each(failing)(
    'ends with one order, of an access before the write of another task, run %#',
    (trace) => {
      const { counterexample, complete } = bisectTrace(lostUpdate(3), trace)
      expect(complete).toBe(true)
      expect(counterexample.deviations.map(formatDeviation)).toEqual([
        expect.stringMatching(/^t\d>cell:(read|write) before t\d>cell:write$/),
      ])
      expect(counterexample.pair?.second.event.type).toBe('write')
    },
  )

  it('keeps the identity of the failure', () => {
    for (const trace of failing) {
      const { violation } = bisectTrace(lostUpdate(3), trace).counterexample
      const { ending } = trace
      expect(ending.kind === 'violated' && failureId(ending.violation)).toBe(failureId(violation))
    }
  })

  it('finds the nearest passing run by taking one deviation back', () => {
    const { nearest, deviations } = bisectTrace(lostUpdate(3), at(failing, 0)).counterexample
    expect(nearest?.trace.ending.kind).toBe('passed')
    expect(nearest).toMatchObject({ change: 'withdrawn', deviation: deviations[0] })
  })

  it('refuses a run that passes', () => {
    const model = lostUpdate(2)
    expect(() => bisectTrace(model, traceOf(model, []))).toThrow(RangeError)
  })
})

describe('deviations', () => {
  it('reproduce any run exactly when every order is given', () => {
    for (const seed of ['1', '2', '3', '4', '5']) {
      const trace = traceOfSeed(4, seed)
      const model = lostUpdate(4)
      const names = (t: Trace): readonly string[] => t.steps.map((s) => formatDelivery(s.delivery))
      expect(names(traceOf(model, everyOrder(trace)))).toEqual(names(trace))
    }
  })

  it('that cannot be obeyed are reported', () => {
    const model = lostUpdate(2)
    const impossible = { kind: 'order', first: 'cell>t0:ok', second: 't0>cell:read' } as const
    const strange = constrained(model, [impossible])
    new Runner(model).run(strange, '')
    // t1 can go first, so t0 waits until nothing else is left.
    expect(strange.void()).toEqual([impossible])
  })
})
