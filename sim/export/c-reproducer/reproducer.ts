/** What the writer of a C program is given. */
import type { Violation } from '../../model/violation.ts'
import type { Operation, Reproducible, Task } from '../../scenario/reproducer.ts'
import type { Deviation } from '../../schedule/schedule.ts'
import type { Trace } from '../../trace/trace.ts'
import { identifier } from '../plain.ts'

/** A failing run that was reduced, and what its scenario is in user space. */
export interface RaceSource {
  /** Kebab case; names files and functions. */
  readonly name: string
  readonly title: string
  /** Where the question comes from, in words; may be empty. */
  readonly origin: string
  /** `name hash`, and the design. */
  readonly scenario: string
  readonly design: string
  readonly violation: Violation
  readonly trace: Trace
  readonly deviations: readonly Deviation[]
  readonly replay: readonly string[]
  readonly user: Reproducible
}

/** One call of the program: where it stands in its task, and in the table of all calls. */
export interface Call {
  readonly operation: Operation
  /** Its name in C, such as `AIO_0`. */
  readonly id: string
  readonly task: string
}

/** By actor a part of C identifiers, all different without regard to case, in any order of `tasks`. */
export function cNames(tasks: readonly Pick<Task, 'actor'>[]): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const names = new Map<string, string>()
  for (const actor of tasks.map((t) => t.actor).toSorted()) {
    const base = identifier(actor)
    let free = base
    for (let i = 2; taken.has(free.toUpperCase()); i++) free = `${base}_${i}`
    taken.add(free.toUpperCase())
    names.set(actor, free)
  }
  return names
}

export function callsOf({ tasks }: Reproducible): readonly Call[] {
  const names = cNames(tasks)
  return tasks.flatMap(({ actor, operations }) =>
    operations.map((operation, i) => ({
      operation,
      id: `${(names.get(actor) ?? actor).toUpperCase()}_${i}`,
      task: actor,
    })),
  )
}

export const isAsync = ({ operation }: Pick<Call, 'operation'>): boolean =>
  operation.call === 'pwrite' && operation.async

/** The letter of a call that leaves bytes in the file. */
export function fillOf(operation: Operation): string | undefined {
  return operation.call === 'pwrite' || operation.call === 'mmap_store' ? operation.fill : undefined
}

/** Where its bytes lie; calls without a range have none. */
export function rangeOf(operation: Operation): { readonly pos: number; readonly len: number } {
  return 'pos' in operation ? operation : { pos: 0, len: 'len' in operation ? operation.len : 0 }
}
