import { describe, expect, it } from 'vitest'
import { sweepSeeds } from '../explore/sweep.ts'
import { createModel } from '../model/model.ts'
import { counting } from '../model/register.fixture.ts'
import { uniform } from '../strategy/uniform.ts'
import { confidenceOf } from './confidence.ts'
import { pctBudget } from './pct.ts'
import { estimateSchedules, large } from './schedules.ts'

function of(weights: readonly bigint[]) {
  const sum = weights.reduce((s, w) => s + w, 0n)
  const squares = weights.reduce((s, w) => s + w * w, 0n)
  return estimateSchedules({ sum, squares }, weights.length)
}

describe('the number of schedules', () => {
  it('is the mean weight, with its standard error', () => {
    const { estimate, standardError, effective } = of([2n, 4n, 6n])
    expect(estimate).toEqual({ mantissa: 4, exponent: 0 })
    expect(standardError.mantissa * 10 ** standardError.exponent).toBeCloseTo(2 / Math.sqrt(3), 9)
    expect(effective).toBeCloseTo(144 / 56, 5)
  })

  it('is exact and steady where all weights are equal', () => {
    const { standardError, steady, effective } = of(Array<bigint>(400).fill(10n ** 60n))
    expect([standardError.mantissa, steady, effective]).toEqual([0, true, 400])
  })

  it('is not steady where one run outweighs the others', () => {
    expect(of([10n ** 50n, ...Array<bigint>(999).fill(1n)])).toMatchObject({
      estimate: { mantissa: 1, exponent: 47 },
      steady: false,
    })
  })

  it.each([
    [1n, 1n, 1, 0],
    [999n, 1000n, 9.99, -1],
    [1n, 3n, 3.33333333333333, -1],
    [12_345n * 10n ** 100n, 1n, 1.2345, 104],
    [0n, 7n, 0, 0],
    [1n, 10n ** 20n, 1, -20],
  ])('%d / %d is written in powers of ten', (numerator, denominator, mantissa, exponent) => {
    const quotient = large(numerator, denominator)
    expect(quotient.exponent).toBe(exponent)
    expect(quotient.mantissa).toBeCloseTo(mantissa, 12)
  })
})

describe('the budget of PCT', () => {
  it('counts what the strategy gives priorities to: the channels in use, not the actors', () => {
    const model = createModel(counting(2))
    const confidence = confidenceOf(model, sweepSeeds(model, uniform(), { first: 1, last: 5 }))
    // There and back between the register and each of two clients.
    const expected = [2, 3].map((depth) => pctBudget(4, 6, depth, 0.95))
    expect(confidence).toMatchObject({ kind: 'estimated', pct: expected })
  })

  // ln 20 is a little less than 3.
  it.each([
    [2, 899],
    [3, 53_924],
  ])('of 5 channels and 60 steps for depth %i is %i runs', (depth, runs) => {
    expect(pctBudget(5, 60, depth, 0.95).runs).toBe(runs)
  })
})
