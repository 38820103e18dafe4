/**
 * The runs that PCT would need: Burckhardt, Kothari, Musuvathi and Nagarakatte, "A Randomized
 * Scheduler with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010. With n tasks and at most k
 * steps, a run finds a bug of depth d (d orders suffice for it) with probability at least
 * 1 / (n k^(d-1)). The guarantee fails if some run is longer than k; here k is the longest seen.
 */
export interface PctBudget {
  readonly depth: number
  readonly tasks: number
  readonly steps: number
  /** Runs that find each bug of this depth with the asked confidence; may exceed 2^53. */
  readonly runs: number
}

export function pctBudget(
  tasks: number,
  steps: number,
  depth: number,
  confidence: number,
): PctBudget {
  const runs = Math.ceil(-Math.log(1 - confidence) * tasks * steps ** (depth - 1))
  return { depth, tasks, steps, runs }
}
