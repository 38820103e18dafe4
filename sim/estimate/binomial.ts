/**
 * Exact bounds on a probability from the number of successes in independent trials: Clopper and
 * Pearson, "The Use of Confidence or Fiducial Limits", Biometrika 1934. They cover the truth at
 * least as often as they say, for every truth and every number of trials.
 */
import { invariant } from '../assert.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

/** The two-sided interval: each side is exceeded with probability (1 - confidence) / 2 at most. */
export function exactInterval(successes: number, trials: number, confidence: number): Interval {
  const side = (1 + confidence) / 2
  return {
    low: exactLower(successes, trials, side),
    high: exactUpper(successes, trials, side),
  }
}

/** The one-sided upper bound: below 3 / trials for none in many at 95 %. */
export function exactUpper(successes: number, trials: number, confidence: number): number {
  invariant(successes >= 0 && successes <= trials, `${successes} of ${trials}`)
  if (successes >= trials) return 1
  return solve((p) => 1 - beta(p, successes + 1, trials - successes), 1 - confidence)
}

/** The one-sided lower bound. */
export function exactLower(successes: number, trials: number, confidence: number): number {
  return successes === 0 ? 0 : 1 - exactUpper(trials - successes, trials, confidence)
}

/** Where the falling function `tail` of 0..1 takes the value `target`, by halving. */
function solve(tail: (p: number) => number, target: number): number {
  let [low, high] = [0, 1]
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (tail(middle) > target) low = middle
    else high = middle
  }
  return high
}

/** The regularised incomplete beta function: the chance that Beta(a, b) is below x. */
function beta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  )
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(1 - x, b, a)) / b
}

const most = 10_000
const precise = 1e-15

/** Its continued fraction (Abramowitz and Stegun 26.5.8), evaluated as Lentz does. */
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const away = (v: number): number => (Math.abs(v) < tiny ? tiny : v)
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= most; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    value *= d * c
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < precise) break
  }
  return value
}

const small = 12

/** Stirling's series, shifted to where it is good to the last digit. */
function logGamma(z: number): number {
  let shift = 0
  let x = z
  for (; x < small; x++) shift += Math.log(x)
  const r = 1 / (x * x)
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - (r * 1) / 1680))) / x
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series - shift
}
