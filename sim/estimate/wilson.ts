/**
 * Wilson's score interval ("Probable Inference", JASA 1927): shorter than the exact one of
 * binomial.ts, and covering the truth with 95 % on average over truths instead of for every one.
 * For comparing many shares of few runs each, where an exact interval hides what is there; what a
 * sweep claims rests on the exact one.
 */
import type { Interval } from './binomial.ts'

/** Of the standard normal distribution, two-sided 95 %. */
const z = 1.959964

/** Where the share is of which `successes` of `trials` are a sample, with 95 % confidence. */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 }
  const share = successes / trials
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials))
  const [centre, scale] = [share + (z * z) / (2 * trials), 1 + (z * z) / trials]
  return {
    low: successes === 0 ? 0 : (centre - spread) / scale,
    high: successes === trials ? 1 : (centre + spread) / scale,
  }
}
