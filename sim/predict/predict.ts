/** What single runs show although nothing went wrong in them. */
import type { System } from '../scenario/system.ts'
import type { Trace } from '../trace/trace.ts'
import { actionsOf, isObject } from './action.ts'
import { contexts } from './context.ts'
import { races } from './data-race.ts'
import { attemptsOf, dependenciesOf } from './dependency.ts'
import type { Finding } from './finding.ts'
import { happensBefore } from './happens-before.ts'
import { cycles } from './lock-order.ts'

/**
 * The findings of one run, cycles first; none where no actor declares locks or accesses. Pure.
 * @throws StartError when what a module declares of its accesses throws.
 */
export function predict(system: System, trace: Trace): readonly Finding[] {
  const actions = actionsOf(system, trace)
  const causal = happensBefore(system, actions, 'causal')
  const attempts = attemptsOf(actions)
  return [
    ...cycles(dependenciesOf(system, actions, attempts, causal), attempts, causal),
    ...contexts(system, actions),
    ...races(actions, happensBefore(system, actions, 'synchronised')),
  ]
}

/** Whether `system` declares anything that predictions can rest on. */
export function predictable({ actors }: System): boolean {
  return actors.some(isObject)
}

/** One finding over several runs. */
export interface Prediction {
  readonly finding: Finding
  /** The run that showed it first. */
  readonly seed: string
  /** How many showed it, and how many of these passed. */
  readonly runs: number
  readonly passed: number
}

/** Findings of many runs by key, in the order in which they were first seen. */
export class Predictions {
  private readonly found = new Map<string, Prediction>()

  add(findings: readonly Finding[], seed: string, passed: boolean): void {
    for (const finding of findings) {
      const known = this.found.get(finding.key) ?? { finding, seed, runs: 0, passed: 0 }
      const [runs, good] = [known.runs + 1, known.passed + (passed ? 1 : 0)]
      this.found.set(finding.key, { ...known, runs, passed: good })
    }
  }

  get all(): readonly Prediction[] {
    return [...this.found.values()]
  }
}
