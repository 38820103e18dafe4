/**
 * The calls of a log by the file they are about. A call that names no file is about the one that
 * was named last before it, which is right as long as a program works on one file at a time.
 */
import type { FieldValue, Log } from '../ftrace/event.ts'
import type { Call, ParsedCalls } from './calls.ts'
import type { Mapping } from './format.ts'
import { fileOf, isOf } from './pattern.ts'

export interface FileCalls {
  readonly inode: FieldValue
  readonly calls: readonly Call[]
  /** The log has the making of the file: it was empty before. */
  readonly created: boolean
  /** When the log ends, in nanoseconds. */
  readonly end: bigint
}

export function endOf({ events }: Log): bigint {
  return events.reduce((latest, { time }) => (time > latest ? time : latest), 0n)
}

const beginning = (call: Call): number => call.matched[0]?.event.order ?? 0

interface Of {
  readonly inode: FieldValue
  readonly calls: Call[]
  readonly created: boolean
}

/**
 * In the order in which the log names them; files that no followed call is about are left out. An inode
 * that is made again is another file from there on, whose number an unlinked one has left.
 */
export function filesOf(
  mapping: Mapping,
  { calls, outside }: ParsedCalls,
  log: Log,
): readonly FileCalls[] {
  const ordered = calls.toSorted((a, b) => beginning(a) - beginning(b))
  const making = mapping.outside.filter(({ creates }) => creates === true)
  const made = outside.filter((event) => making.some((p) => isOf(p, event)))
  const by = new Map<string, Of>()
  let last: Of | undefined
  for (const call of ordered) {
    if (call.file !== undefined && call.inode !== undefined) {
      const { file, inode } = call
      const times = made.filter(
        (event) => fileOf(mapping, event) === file && event.order < beginning(call),
      ).length
      const key = `${file} ${times}`
      last = by.get(key) ?? { inode, calls: [], created: times > 0 }
      by.set(key, last)
    }
    last?.calls.push(call)
  }
  const end = endOf(log)
  return [...by.values()]
    .filter(({ calls: mine }) => mine.some((call) => call.matched.some(({ seen }) => seen.start)))
    .map((of) => ({ ...of, end }))
}
