/** A program whose number of Mazurkiewicz trace classes is known. */
import type { System } from '../../sim/scenario/system.ts'

export interface TraceOracle {
  readonly system: System
  /** Where the number is from. */
  readonly source: string
  /** Complete schedules up to exchanging neighbours that commute. */
  readonly classes: number
  /** Whether the brute force of `classes.ts` can count them; the others are for reductions only. */
  readonly countable: boolean
}
