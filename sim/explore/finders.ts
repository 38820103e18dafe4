/**
 * Which members of a portfolio found a failure, and how often: what tells which strategy suits a
 * model. Only what a sum over disjoint seeds can say, so that parts add up.
 */

export interface Finder {
  /** The member, as it is written in the portfolio. */
  readonly strategy: string
  readonly runs: number
  /** The lowest seed of the sweep at which it found the failure. */
  readonly seed: string
}

/** In the order of their first seeds. */
export function mergeFinders(a: readonly Finder[], b: readonly Finder[]): readonly Finder[] {
  const finders = new Map(a.map((f) => [f.strategy, f]))
  for (const other of b) {
    const known = finders.get(other.strategy)
    const first = known !== undefined && Number(known.seed) < Number(other.seed) ? known : other
    finders.set(other.strategy, { ...first, runs: (known?.runs ?? 0) + other.runs })
  }
  return [...finders.values()].toSorted((x, y) => Number(x.seed) - Number(y.seed))
}
