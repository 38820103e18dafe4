/**
 * The events of a log to calls: what each task did, one after the other, by the programs of the
 * mapping. An event that no call begins with is a refusal, unless the mapping passes it over or it
 * names another file.
 */
import { at } from '../assert.ts'
import type { FieldValue, Log, LogEvent } from '../ftrace/event.ts'
import type { Mapping, Seen } from './format.ts'
import { fileOf, isOf, isSeen } from './pattern.ts'
import { compile, matchFrom } from './program.ts'
import type { Match, Matched, Mismatch, Program } from './program.ts'

/** One call of one task, as far as the log has it. */
export interface Call {
  /** The key in `calls` of the mapping. */
  readonly kind: string
  readonly thread: string
  readonly matched: readonly Matched[]
  readonly complete: boolean
  /** The file it is about, with its filesystem; undefined where no event says so. */
  readonly file: string | undefined
  readonly inode: FieldValue | undefined
}

/** An event at which a task leaves the programs of the mapping. */
export interface Stray {
  readonly event: LogEvent
  readonly thread: string
  /** The call that it broke off; undefined where none had begun. */
  readonly call: { readonly kind: string; readonly matched: readonly Matched[] } | undefined
  readonly expected: readonly Seen[]
  /** The event itself has its place, but its call does not go on after it. */
  readonly brokenOff: boolean
  /** The path of the kernel that the mapping says it does not cover, if this is one. */
  readonly uncovered?: string | undefined
}

export interface ParsedCalls {
  readonly calls: readonly Call[]
  readonly strays: readonly Stray[]
  /** Events passed over between calls, of whatever file. */
  readonly outside: readonly LogEvent[]
  /** How many events `ignore` takes out, by its reason. */
  readonly ignored: ReadonlyMap<string, number>
}

/** The events of one task, or those of the interrupts of one CPU, in order. */
export function threadOf(mapping: Mapping, event: LogEvent): string {
  const inInterrupt = event.interrupt || mapping.interrupts.includes(event.name)
  if (inInterrupt) return `interrupt on CPU ${event.cpu}`
  return event.pid === 0 ? `idle on CPU ${event.cpu}` : `${event.task}-${event.pid}`
}

export function parseCalls(mapping: Mapping, log: Log): ParsedCalls {
  const ignored = new Map<string, number>()
  const kept = log.events.filter((event) => {
    const pattern = mapping.ignore.find((p) => isOf(p, event))
    if (pattern !== undefined) ignored.set(pattern.because, (ignored.get(pattern.because) ?? 0) + 1)
    return pattern === undefined
  })
  const threads = new Map<string, LogEvent[]>()
  for (const event of kept) {
    const thread = threadOf(mapping, event)
    const list = threads.get(thread)
    if (list === undefined) threads.set(thread, [event])
    else list.push(event)
  }
  const programs = Object.entries(mapping.calls).map(([name, { trace }]) =>
    compile(mapping, name, trace, kept),
  )
  const parser = new Parser(mapping, programs)
  for (const [thread, events] of threads) parser.thread(thread, events)
  return { calls: parser.calls, strays: parser.strays, outside: parser.outside, ignored }
}

class Parser {
  readonly calls: Call[] = []
  readonly strays: Stray[] = []
  readonly outside: LogEvent[] = []
  private readonly mapping: Mapping
  private readonly programs: readonly Program[]
  private readonly marks: readonly Seen[]

  constructor(mapping: Mapping, programs: readonly Program[]) {
    this.mapping = mapping
    this.programs = programs
    const seen = programs.flatMap(({ edges }) => edges.flatMap((list) => list.map((e) => e.seen)))
    this.marks = seen.filter((one) => 'mark' in one)
  }

  /** After a stray the task is followed no further: what comes next has lost its place. */
  thread(thread: string, events: readonly LogEvent[]): void {
    let i = 0
    while (i < events.length) {
      const event = at(events, i)
      const found = this.best(events, i)
      if (found === undefined || ('event' in found && this.isOutside(event))) {
        if (!this.isOutside(event)) {
          this.stray({ event, thread, call: undefined, expected: [], brokenOff: false })
          return
        }
        this.outside.push(event)
        i++
      } else if ('event' in found) {
        const call = { kind: found.program, matched: found.matched }
        const { event: stray, expected } = found
        this.stray({ event: stray, thread, call, expected, brokenOff: false })
        return
      } else {
        this.calls.push(this.callOf(thread, found))
        i += found.matched.length
      }
    }
  }

  private stray(stray: Stray): void {
    const path = this.mapping.uncovered.find((pattern) => isOf(pattern, stray.event))
    this.strays.push({ ...stray, uncovered: path?.about })
  }

  /** The longest call that begins at event `i`; one that fails only where none succeeds. */
  private best(events: readonly LogEvent[], i: number): Match | Mismatch | undefined {
    const found = this.programs.flatMap((program) => matchFrom(program, events, i) ?? [])
    const matches = found.filter((m) => !('event' in m))
    const among = matches.length > 0 ? matches : found
    return among.toSorted((a, b) => b.matched.length - a.matched.length)[0]
  }

  /** A mark that some call has is not passed over where that call is not. */
  private isOutside(event: LogEvent): boolean {
    if (event.kind === 'mark' && this.marks.some((seen) => isSeen(seen, event))) return false
    return this.mapping.outside.some((p) => isOf(p, event))
  }

  private callOf(thread: string, { program, matched, complete }: Match): Call {
    const { inode } = this.mapping.file
    const named = matched.find(({ event }) => event.fields.has(inode))
    return {
      kind: program,
      thread,
      matched,
      complete,
      file: named && fileOf(this.mapping, named.event),
      inode: named?.event.fields.get(inode),
    }
  }
}
