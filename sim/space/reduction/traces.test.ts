/**
 * The dependence against published numbers of traces (the programs `readers` and `lastzero` of the
 * benchmarks of stateless model checkers) and against all runs of generated systems.
 */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { systems } from '../../model/random.fixture.ts'
import { createModel } from '../../model/model.ts'
import { planted } from '../planted.fixture.ts'
import { lastZero, readers } from './shared-memory.fixture.ts'
import { allRuns, traceOf } from './traces.fixture.ts'
import { countTraces } from './traces.ts'

const limit = 20_000

describe('programs whose number of traces is known', () => {
  it.each([1, 2, 3, 4, 5])('%i readers of a cell that is written once: 2^n', (n) => {
    const { complete, violated } = countTraces(createModel(readers(n)), 'tables', limit)
    expect({ complete, violated }).toEqual({ complete: 2 ** n, violated: 0 })
  })

  it.each([1, 2, 3, 4])('%i readers, all in some order with the writer: (n + 1)!', (n) => {
    const factorial = Array.from({ length: n + 1 }, (_, i) => i + 1).reduce((a, b) => a * b, 1)
    const { complete } = countTraces(createModel(readers(n)), 'receiver', limit)
    expect(complete).toBe(factorial)
  })

  it.each([
    [2, 5],
    [3, 12],
    [4, 28],
    [5, 64],
  ])('the last zero of %i cells: (n + 3) 2^(n - 2) = %i', (n, traces) => {
    const { complete, violated } = countTraces(createModel(lastZero(n)), 'tables', limit)
    expect({ complete, violated }).toEqual({ complete: traces, violated: 0 })
  })

  it('says when there are more than were asked for', () => {
    const { stopped, complete } = countTraces(createModel(readers(4)), 'receiver', 10)
    expect(stopped).toBe(true)
    expect(complete).toBeLessThanOrEqual(10)
  })
})

test.prop([systems, planted], { numRuns: 40, seed: 3 })(
  'counts each trace of a generated system once',
  (system, properties) => {
    const monitors = properties.filter((p) => p.kind === 'monitor')
    const model = createModel({ ...system, properties: monitors })
    const runs = allRuns(model, 300)
    fc.pre(runs !== undefined)
    const traces = new Set(runs.complete.map((run) => traceOf(model, run)))
    const counted = countTraces(model, 'receiver', limit)
    expect(counted.complete).toBe(traces.size)
    expect(counted.violated > 0).toBe(runs.violated > 0)
    expect(countTraces(model, 'tables', limit).complete).toBeLessThanOrEqual(traces.size)
  },
)
