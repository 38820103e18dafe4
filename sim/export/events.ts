/**
 * A run as events of the kernel's tracing: each actor a task with a pid on a CPU of its own, so that
 * the rows of KernelShark are the actors; each step an event of the task that sent the message, as
 * the mail draws it. There is no clock: step n happens at n microseconds.
 */
import { at } from '../assert.ts'
import { senderOf } from '../schedule/delivery.ts'
import type { Trace } from '../trace/trace.ts'
import { fieldsOf, identifiers, stateWord } from './plain.ts'
import type { Scalar } from './plain.ts'

export interface Task {
  readonly comm: string
  readonly pid: number
  readonly cpu: number
}

export interface TraceEvent {
  readonly task: Task
  /** From the start of the run. */
  readonly microseconds: number
  /** The type of the message as an identifier. */
  readonly name: string
  readonly fields: readonly (readonly [string, Scalar])[]
}

/** Process 0 is the idle task of every CPU. */
const firstPid = 1

export function tasksOf(trace: Trace): readonly Task[] {
  return [...trace.final.keys()].map((comm, cpu) => ({ comm, pid: firstPid + cpu, cpu }))
}

export function eventsOf(trace: Trace): readonly TraceEvent[] {
  const tasks = new Map(tasksOf(trace).map((t) => [t.comm, t]))
  const names = identifiers([...new Set(trace.steps.map((s) => s.event.type))])
  return trace.steps.map(({ index, delivery, event, after }) => {
    const task = tasks.get(senderOf(delivery)) ?? at([...tasks.values()], 0)
    return {
      task,
      microseconds: index,
      name: names.get(event.type) ?? '',
      fields: [['to', delivery.to], ...named(fieldsOf(event)), ['state', stateWord(after)]],
    }
  })
}

/** What the kernel and this file give every event. */
const ownFields = [
  ...['common_type', 'common_flags', 'common_preempt_count', 'common_pid'],
  ...['to', 'state'],
]

/** Arguments whose names are not those of the fields that every event has. */
function named(fields: TraceEvent['fields']): TraceEvent['fields'] {
  const names = identifiers(
    fields.map(([name]) => name),
    ownFields,
  )
  return fields.map(([name, value]) => [names.get(name) ?? name, value])
}
