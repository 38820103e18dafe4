/**
 * The text of a log to events. It may be what `trace-cmd report`, `cat trace` or `perf script`
 * printed: headers, empty lines and stacks are passed over, lost events are told, and a line that is
 * none of these is a problem with its place, because a log that is not understood proves nothing.
 */
import { problem } from '../errors.ts'
import type { Problem } from '../errors.ts'
import type { Log, LostEvents } from './event.ts'
import { parseHeader } from './header.ts'
import { byTime, Parts } from './order.ts'
import type { Parted, Unplaced } from './order.ts'
import { parsePayload } from './payload.ts'

/** Problems that are told of one log. */
const maxProblems = 20
/** A longer line is no event of any tool. */
const maxLine = 4096

const lostEvents =
  /^\s*CPU:?\s?(\d+)\s+\[(?:LOST (\d+) EVENTS|EVENTS DROPPED)\]|\[LOST (\d+) EVENTS\]|^#.*\boverrun\b|PERF_RECORD_LOST lost (\d+)/i
/** Fewer in the buffer than were written: the oldest were overwritten. */
const entries = /^# entries-in-buffer\/entries-written: (\d+)\/(\d+)\b/
/** With this each buffer begins, where several were printed one after another. */
const heading = /^# tracer:|^cpus=\d/
/** Comments, the heading of trace-cmd, a buffer that begins late, and lines of a stack. */
const passedOver =
  /^\s*$|^#|^cpus=\d+\s*$|^version = |^CPU \d+ is empty|^#+ CPU \d+ buffer started #+$|^\s*=> |^\s+[0-9a-f]{8,16} .*\)\s*$|^\s*<stack trace>/

export interface ReadLog {
  readonly log: Log
  readonly problems: readonly Problem[]
}

/** Never throws. A log with problems must not be used. */
export function readLog(file: string, text: string): ReadLog {
  const read: Parted[] = []
  const lost: LostEvents[] = []
  const problems: Problem[] = []
  const parts = new Parts()
  const lines = text.split('\n')
  let cutOff: number | undefined
  for (const [index, raw] of lines.entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const number = index + 1
    const dropped = lostOf(number, line)
    if (dropped !== undefined) lost.push(dropped)
    if (dropped !== undefined || passedOver.test(line)) {
      if (heading.test(line)) parts.heading()
      continue
    }
    const event = line.length > maxLine ? 'a line longer than any event' : eventOf(number, line)
    // Whoever reads a buffer while it is written, or runs out of disk, ends within a line.
    if (number === lines.length && read.length > 0 && isCutOff(event, read)) cutOff = number
    else if (typeof event !== 'string') read.push(parts.add(event))
    else if (problems.length < maxProblems) problems.push(refuse(file, number, line, event))
  }
  if (read.length === 0 && problems.length === 0) {
    problems.push(refuse(file, 1, '', 'there is no event in this file'))
  }
  const ended = read.every(({ event }) => event.line < lines.length)
  const unended = ended ? undefined : lines.length
  return { log: { file, events: byTime(read), lost, cutOff, unended }, problems }
}

/** Undefined where the line does not tell of lost events. */
function lostOf(line: number, text: string): LostEvents | undefined {
  const [, kept, written] = entries.exec(text) ?? []
  if (written !== undefined) {
    const count = Number(written) - Number(kept)
    return count > 0 ? { line, cpu: undefined, count } : undefined
  }
  const found = lostEvents.exec(text)
  if (found === null) return undefined
  const [, cpu, count, other, perf] = found
  const said = count ?? other ?? perf
  return {
    line,
    cpu: cpu === undefined ? undefined : Number(cpu),
    count: said === undefined ? undefined : Number(said),
  }
}

/** Whether a last line without an end is less than a whole event, as far as that can be told. */
function isCutOff(event: Unplaced | string, read: readonly Parted[]): boolean {
  if (typeof event === 'string') return true
  const { kind, name, fields } = event
  const like = read.flatMap((r) => (r.event.kind === kind && r.event.name === name ? r.event : []))
  if (like.length === 0 || kind === 'mark') return false
  const [field = '', value = ''] = [...fields].at(-1) ?? []
  const others = like.map((other) => other.fields.get(field))
  const begun = others.some((other) => typeof other === 'string' && other.startsWith(`${value}`))
  return (
    like.every((other) => other.fields.size > fields.size) || (begun && !others.includes(value))
  )
}

/** The event, or what is wrong with the line. */
function eventOf(number: number, text: string): Unplaced | string {
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
