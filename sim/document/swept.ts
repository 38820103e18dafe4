/** One kind of failure that a sweep found, with the run of its first seed. */
export interface SweptRace {
  readonly property: string
  readonly sentence: string
  readonly failing: number
  readonly seed: string
  readonly run: number
}
