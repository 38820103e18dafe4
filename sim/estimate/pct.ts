/**
 * The runs that PCT would need: Burckhardt, Kothari, Musuvathi and Nagarakatte, "A Randomized
 * Scheduler with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010. With n threads and at most k
 * steps, a run finds a bug of depth d (d orders suffice for it) with probability at least
 * 1 / (n k^(d-1)). A thread is a channel that is used, as in sim/strategy/pct.ts. The guarantee fails
 * if some run is longer than k or uses more channels; here k is the longest run seen, and the channels
 * are those that the pilot runs use.
 */
export interface PctBudget {
  readonly depth: number
  readonly channels: number
  readonly steps: number
  /** Runs that find each bug of this depth with the asked confidence; may exceed 2^53. */
  readonly runs: number
}

export function pctBudget(
  channels: number,
  steps: number,
  depth: number,
  confidence: number,
): PctBudget {
  const runs = Math.ceil(-Math.log(1 - confidence) * channels * steps ** (depth - 1))
  return { depth, channels, steps, runs }
}
