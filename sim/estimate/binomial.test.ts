import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactInterval, exactLower, exactUpper } from './binomial.ts'

/** P(X <= k) for X ~ Bin(n, p), by adding up in the scale of logarithms. */
function binomialCdf(k: number, n: number, p: number): number {
  let log = n * Math.log1p(-p)
  let sum = Math.exp(log)
  for (let i = 1; i <= k; i++) {
    log += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p)
    sum += Math.exp(log)
  }
  return sum
}

describe('the exact binomial interval', () => {
  // Clopper and Pearson's own example, and values that R's binom.test prints.
  it.each([
    [0, 10, 0, 0.3084971],
    [1, 10, 0.002528579, 0.445016117],
    [5, 10, 0.187086, 0.812914],
    [10, 10, 0.6915029, 1],
    [7, 20, 0.1539092, 0.5921885],
    [2, 100, 0.002431337, 0.070383932],
  ])('of %i in %i is %f to %f', (successes, trials, low, high) => {
    const interval = exactInterval(successes, trials, 0.95)
    expect(interval.low).toBeCloseTo(low, 6)
    expect(interval.high).toBeCloseTo(high, 6)
  })

  it('of none has the closed form, near 3 / n at 95 %', () => {
    for (const n of [1, 10, 1_000, 1_000_000]) {
      expect(exactUpper(0, n, 0.95) / -Math.expm1(Math.log(0.05) / n)).toBeCloseTo(1, 9)
    }
    expect(exactUpper(0, 1_000_000, 0.95) * 1e6).toBeCloseTo(2.9957, 3)
  })

  it('ends where the tail is exactly what is left of the confidence', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.nat(300),
        fc.constantFrom(0.9, 0.95, 0.99),
        (n, k, c) => {
          fc.pre(k < n)
          expect(binomialCdf(k, n, exactUpper(k, n, c))).toBeCloseTo(1 - c, 8)
          expect(exactLower(k, n, c)).toBeCloseTo(1 - exactUpper(n - k, n, c), 12)
        },
      ),
    )
  })

  it('says nothing of no runs, and all of all runs', () => {
    expect(exactInterval(0, 0, 0.95)).toEqual({ low: 0, high: 1 })
    expect(exactUpper(7, 7, 0.95)).toBe(1)
  })
})
