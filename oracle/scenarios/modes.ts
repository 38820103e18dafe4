/** The reductions that each design of each scenario is searched with, and what each must keep. */
import type { CheckOptions } from '../../sim/space/result.ts'

export interface ReducedMode {
  readonly name: string
  readonly options: CheckOptions
  /** How the result calls what was in force. */
  readonly labels: readonly string[]
  /** Steps are left out and no state is: every count but that of the transitions stays. */
  readonly keepsStates: boolean
  /** Above so many states a design is not searched so, unless all is asked for: it would cost minutes. */
  readonly most: number
}

/** Beyond it `both` stands for *persistent*, and *sleep*, whose dependence is the finer, for both. */
const large = 100_000

/** Symmetry is not among them: no scenario declares interchangeable ids. */
export const modes: readonly ReducedMode[] = [
  {
    name: 'reply',
    options: { reductions: { reply: true } },
    labels: ['reply'],
    keepsStates: false,
    most: Infinity,
  },
  {
    name: 'persistent',
    options: { reductions: { persistent: true } },
    labels: ['persistent'],
    keepsStates: false,
    most: large,
  },
  {
    name: 'both',
    options: { reductions: { reply: true, persistent: true } },
    labels: ['reply', 'persistent'],
    keepsStates: false,
    most: Infinity,
  },
  {
    name: 'sleep-receiver',
    options: { sleep: 'receiver' },
    labels: ['sleep (receiver)'],
    keepsStates: true,
    most: large,
  },
  {
    name: 'sleep',
    options: { sleep: 'tables' },
    labels: ['sleep (tables)'],
    keepsStates: true,
    most: Infinity,
  },
]
