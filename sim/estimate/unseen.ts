/**
 * What a sweep has not seen, from how often it has seen what it saw.
 *
 * **Good–Turing** (Good, "The Population Frequencies of Species", Biometrika 1953): the chance that
 * the next run is of a class that no run was of is about f1 / N, where f1 is the number of classes
 * seen once. It is a point estimate, and half of the time too low.
 *
 * **The bound** uses no formula for its error. The runs with even seeds show some classes; of the
 * runs with odd seeds, a binomial number is of other classes, so Clopper–Pearson bounds the chance
 * of such a run; and the classes of all runs leave out no more than those of half the runs. Needed
 * is only that the runs are independent and of one distribution. It is no good once a sample stands
 * for the classes, and then there is none.
 *
 * **Chao1** (Chao, "Nonparametric Estimation of the Number of Classes", 1984; bias-corrected): at
 * least f1 (f1 - 1) / (2 (f2 + 1)) classes are unseen, in expectation.
 */
import type { ClassCount, ClassCounts } from '../explore/classes.ts'
import { exactUpper } from './binomial.ts'

export interface Unseen {
  /** Distinct classes; estimated when `sampled`. */
  readonly classes: number
  /** Classes that one run was of, and two. */
  readonly f1: number
  readonly f2: number
  /** More classes than are kept: the numbers are scaled up from one class in `sampled`. */
  readonly sampled?: number
  /** Good–Turing: f1 / N. */
  readonly chance: number
  /** With the asked confidence the chance is no higher. */
  readonly chanceAtMost?: number
  /** Chao1: about so many classes are unseen, or more. */
  readonly unseenAtLeast: number
}

export function estimateUnseen(
  { level, kept }: ClassCounts,
  runs: number,
  confidence: number,
): Unseen {
  const scale = 2 ** level
  const seen = (n: number): number => kept.filter((c) => c.even + c.odd === n).length * scale
  const [f1, f2] = [seen(1), seen(2)]
  const chanceAtMost = level > 0 ? undefined : bound(kept, confidence)
  return {
    classes: kept.length * scale,
    f1,
    f2,
    ...(level > 0 && { sampled: scale }),
    chance: runs === 0 ? 1 : Math.min(1, f1 / runs),
    ...(chanceAtMost !== undefined && { chanceAtMost }),
    unseenAtLeast: (f1 * (f1 - 1)) / (2 * (f2 + 1)),
  }
}

function bound(kept: readonly ClassCount[], confidence: number): number {
  const odd = kept.reduce((sum, c) => sum + c.odd, 0)
  const fresh = kept.reduce((sum, c) => sum + (c.even === 0 ? c.odd : 0), 0)
  return exactUpper(fresh, odd, confidence)
}
