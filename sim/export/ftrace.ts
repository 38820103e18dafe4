/**
 * A run as the text that `cat /sys/kernel/tracing/trace` prints:
 * https://docs.kernel.org/trace/ftrace.html#output-format.
 */
import type { Trace } from '../trace/trace.ts'
import { eventsOf, tasksOf } from './events.ts'
import type { TraceEvent } from './events.ts'
import { oneLine } from './plain.ts'

export function ftraceText(trace: Trace): string {
  const events = eventsOf(trace)
  return [
    '# tracer: nop',
    '#',
    `# entries-in-buffer/entries-written: ${events.length}/${events.length}   #P:${tasksOf(trace).length}`,
    '#',
    ...legend,
    ...events.map(line),
    '',
  ].join('\n')
}

const legend = [
  '#                                _-----=> irqs-off/BH-disabled',
  '#                               / _----=> need-resched',
  '#                              | / _---=> hardirq/softirq',
  '#                              || / _--=> preempt-depth',
  '#                              ||| / _-=> migrate-disable',
  '#                              |||| /     delay',
  '#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION',
  '#              | |         |   |||||     |         |',
] as const

function line({ task, microseconds, name, fields }: TraceEvent): string {
  const who = `${task.comm.padStart(16)}-${String(task.pid).padEnd(7)}`
  const when = (microseconds / 1_000_000).toFixed(6).padStart(12)
  return `${who} [${String(task.cpu).padStart(3, '0')}] ..... ${when}: ${name}: ${fieldText(fields)}`
}

/** `name=value name=value`, as the print format of the events says it. */
function fieldText(fields: TraceEvent['fields']): string {
  return fields.map(([name, value]) => `${name}=${oneLine(String(value))}`).join(' ')
}
