/**
 * A small concurrent program with a known bug, and where one exists its repaired twin.
 *
 * The programs are those of SCTBench: Thomson, Donaldson, Betts, "Concurrency Testing Using Schedule
 * Bounding: an Empirical Study", PPoPP 2014; most come from the ESBMC, Inspect and CHESS suites. They
 * are modelled anew, from the shape of the bug. A main thread that only starts and joins is left out.
 */
import type { AnyStateMachine } from 'xstate'
import type { Property, System } from '../../sim/scenario/system.ts'
import { failed, task } from './task.ts'
import type { Statement } from './task.ts'

export interface Program {
  readonly name: string
  /** Threads and steps as published with the suite: PCT's n and k for the original. */
  readonly published: { readonly threads: number; readonly steps: number }
  /** Ordering constraints that the bug needs: PCT's d. */
  readonly depth: number
  /** `failureId` of the bug. */
  readonly failure: string
  readonly bad: System
  readonly ok?: System
  /** Context switches away from a task that could go on, in the run that needs fewest. */
  readonly preemptions?: number
}

/** `failureId` of a false `check`. */
export const assertion = 'property assertion'

/** Ids of the tasks: they alone are neither objects nor at rest from the start. */
export function tasksOf(system: System): readonly string[] {
  return system.actors.filter((a) => a.machine.id === 'task').map((a) => a.id)
}

/** A system of shared objects and tasks in which no `check` may be false. */
export function concurrent(
  name: string,
  objects: Readonly<Record<string, AnyStateMachine>>,
  tasks: Readonly<Record<string, readonly Statement[]>>,
): System {
  const actors = [
    ...Object.entries(objects).map(([id, machine]) => ({ id, machine, input: undefined })),
    ...Object.entries(tasks).map(([id, code]) => ({ id, machine: task(code), input: undefined })),
  ]
  const reads = Object.keys(tasks)
  const property: Property = {
    kind: 'always',
    name: 'assertion',
    law: 'No assertion of the program fails.',
    reads,
    holds: (snapshots) => snapshots.every((s) => s.value !== failed),
    explain: (snapshots) => `of ${reads.filter((_, i) => snapshots[i]?.value === failed).join()}`,
  }
  return { name, actors, properties: [property], bound: { steps: 1_000, faults: 0 } }
}
