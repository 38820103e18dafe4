/** One event of a kernel log, whichever tool printed it. */

/** A field of an event: a number where the text is one that a double holds exactly. */
export type FieldValue = number | string

/** What is traced: a function's entry, an event with fields, or a line that a program wrote. */
export type EventKind = 'function' | 'event' | 'mark'

export interface LogEvent {
  /** Line of the file, from 1. */
  readonly line: number
  /** Place in the log, from 0: a file may have its lines in the order of CPUs instead of time. */
  readonly order: number
  /** The line as it stands in the file, without its end. */
  readonly text: string
  /** Name and pid of the task that ran, which an interrupt borrows. */
  readonly task: string
  readonly pid: number
  readonly cpu: number
  /** Whether the event came from an interrupt: its order against the task is that of the CPU only. */
  readonly interrupt: boolean
  /** Nanoseconds on the clock of the trace. */
  readonly time: bigint
  readonly kind: EventKind
  /** The function, the event without its system, or the text of a mark. */
  readonly name: string
  readonly fields: ReadonlyMap<string, FieldValue>
}

/** Events that the ring buffer of a CPU dropped: nothing is known about that CPU at this place. */
export interface LostEvents {
  readonly line: number
  /** Undefined where all are meant, or any. */
  readonly cpu: number | undefined
  /** Undefined where the tool does not say how many. */
  readonly count: number | undefined
}

export interface Log {
  readonly file: string
  /** By time; of one CPU in the order of the file. */
  readonly events: readonly LogEvent[]
  readonly lost: readonly LostEvents[]
  /** The last line, where the file breaks off within it: it is left out. */
  readonly cutOff: number | undefined
  /** The last line, where it has no line end and could be whole all the same. */
  readonly unended: number | undefined
}
