/**
 * The text of a log to events. It may be what `trace-cmd report`, `cat trace` or `perf script`
 * printed: headers, empty lines and stacks are passed over, lost events are told, and a line that is
 * none of these is a problem with its place, because a log that is not understood proves nothing.
 */
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { Log, LogEvent, LostEvents } from './event.ts'
import { parseHeader } from './header.ts'
import { parsePayload } from './payload.ts'

/** Problems that are told of one log. */
const maxProblems = 20
/** A longer line is no event of any tool. */
const maxLine = 4096

const lostEvents =
  /^\s*CPU:?\s?(\d+)\s+\[(?:LOST (\d+) EVENTS|EVENTS DROPPED)\]|\[LOST (\d+) EVENTS\]|^#.*\boverrun\b|PERF_RECORD_LOST lost (\d+)/i
/** Comments, the heading of trace-cmd, a buffer that begins late, and lines of a stack. */
const passedOver =
  /^\s*$|^#|^cpus=\d+\s*$|^version = |^CPU \d+ is empty|^#+ CPU \d+ buffer started #+$|^\s*=> |^\s+[0-9a-f]{8,16} .*\)\s*$|^\s*<stack trace>/

export interface ReadLog {
  readonly log: Log
  readonly problems: readonly Problem[]
}

/** Never throws. A log with problems must not be used. */
export function readLog(file: string, text: string): ReadLog {
  const events: LogEvent[] = []
  const lost: LostEvents[] = []
  const problems: Problem[] = []
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const number = index + 1
    const dropped = lostEvents.exec(line)
    if (dropped !== null) lost.push(lostOf(number, dropped))
    else if (!passedOver.test(line)) {
      const read = line.length > maxLine ? 'a line longer than any event' : eventOf(number, line)
      if (typeof read !== 'string') events.push(read)
      else if (problems.length < maxProblems) problems.push(refuse(file, number, line, read))
    }
  }
  if (events.length === 0 && problems.length === 0) {
    problems.push(refuse(file, 1, '', 'there is no event in this file'))
  }
  return { log: { file, events, lost }, problems }
}

function lostOf(line: number, [, cpu, count, other, perf]: RegExpExecArray): LostEvents {
  const said = count ?? other ?? perf
  return { line, cpu: Number(cpu ?? 0), count: said === undefined ? undefined : Number(said) }
}

/** The event, or what is wrong with the line. */
function eventOf(number: number, text: string): LogEvent | string {
  const header = parseHeader(text)
  if (header === undefined) {
    return 'this line is no event: expected task-pid [cpu] flags seconds.micros: event, as trace-cmd report, cat trace or perf script print it'
  }
  const { rest, ...place } = header
  const payload = parsePayload(rest.trimStart())
  if (payload === undefined) {
    return 'after the time this line has neither function <-caller nor event: fields'
  }
  return { line: number, text, ...place, ...payload }
}

function refuse(file: string, line: number, excerpt: string, message: string): Problem {
  return problem({
    ...{ code: 'bad-log' as const, message, file, line, col: 1, excerpt },
    length: Math.max(1, Math.min(excerpt.length, 80)),
  })
}
