/**
 * The part of a line before the event, as three tools print it:
 *
 *     lab-286     [001] d.h2.    76.905161: …          cat trace (trace-cmd report: with or without flags)
 *     lab   286 [001]    76.905161: …                  perf script (also 286/286 with -F +tid)
 *
 * The flags of `cat trace` are irqs-off, need-resched, hardirq/softirq, preempt depth and, since
 * Linux 5.17, migrate-disable [Documentation/trace/ftrace.rst]. `perf script` has none: whether an
 * event came from an interrupt is not known there. A probe that traps (Z) is taken for its task.
 */
import type { LogEvent } from './event.ts'

export interface Header extends Pick<LogEvent, 'task' | 'pid' | 'cpu' | 'interrupt' | 'time'> {
  /** What follows the time. */
  readonly rest: string
}

const time = String.raw`(\d{1,12})\.(\d{1,9}):`
const tracefs = new RegExp(
  String.raw`^\s*(.{1,64}?)-(\d{1,10})\s+(?:\(\s*(?:\d+|-+)\)\s+)?\[(\d{1,5})\]\s+(?:(\S{4,6})\s+)?${time}\s?(.*)$`,
)
const perf = new RegExp(
  String.raw`^\s*(.{1,64}?)\s+(?:\d{1,10}/)?(\d{1,10})\s+\[(\d{1,5})\]\s+(?:(\S{4,6})\s+)?${time}\s?(.*)$`,
)

/** Undefined when `line` begins in no known way. */
export function parseHeader(line: string): Header | undefined {
  const match = tracefs.exec(line) ?? perf.exec(line)
  if (match === null) return undefined
  const [, task = '', pid, cpu, flags = '', seconds = '', fraction = '', rest = ''] = match
  return {
    task: task.trim(),
    pid: Number(pid),
    cpu: Number(cpu),
    interrupt: /^..[hHs]/.test(flags),
    time: BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0')),
    rest,
  }
}
