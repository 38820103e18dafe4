/** A random index, each in proportion to its weight. */
import type { Draw } from '../prng.ts'

/**
 * An index of `weights`, which are not negative and not all 0. A draw has 53 bits: an index is as
 * likely as its share of the sum within 2^-53, and one of weight 0 is never picked.
 */
export function pick(weights: readonly number[], draw: Draw): number {
  const sum = weights.reduce((total, w) => total + w, 0)
  let left = ((draw(2 ** 26) * 2 ** 27 + draw(2 ** 27)) / 2 ** 53) * sum
  let last = 0
  for (const [i, weight] of weights.entries()) {
    if (weight <= 0) continue
    last = i
    left -= weight
    if (left < 0) return i
  }
  return last
}
