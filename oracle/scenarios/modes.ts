/** The reductions that each design of each scenario is searched with, and what each must keep. */
import type { CheckOptions } from '../../sim/space/result.ts'

export interface ReducedMode {
  readonly name: string
  readonly options: CheckOptions
  /** How the result calls what was in force. */
  readonly labels: readonly string[]
  /** Steps are left out and no state is: every count but that of the transitions stays. */
  readonly keepsStates: boolean
}

/** Symmetry is not among them: no scenario declares interchangeable ids. */
export const modes: readonly ReducedMode[] = [
  {
    name: 'reply',
    options: { reductions: { reply: true } },
    labels: ['reply'],
    keepsStates: false,
  },
  {
    name: 'persistent',
    options: { reductions: { persistent: true } },
    labels: ['persistent'],
    keepsStates: false,
  },
  {
    name: 'both',
    options: { reductions: { reply: true, persistent: true } },
    labels: ['reply', 'persistent'],
    keepsStates: false,
  },
  {
    name: 'sleep-receiver',
    options: { sleep: 'receiver' },
    labels: ['sleep (receiver)'],
    keepsStates: true,
  },
  { name: 'sleep', options: { sleep: 'tables' }, labels: ['sleep (tables)'], keepsStates: true },
]
