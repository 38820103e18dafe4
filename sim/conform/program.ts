/**
 * The text of a call as a nondeterministic automaton over events [Thompson 1968]. What the log
 * never has was not traced: such an element is passed over.
 */
import { at } from '../assert.ts'
import type { LogEvent } from '../ftrace/event.ts'
import type { Element, Mapping, Seen } from './format.ts'
import { fileOf, isSeen, isTraced } from './pattern.ts'

interface Edge {
  readonly seen: Seen
  readonly to: number
}

/** States are numbers; 0 is the first, `last` the one after the whole text. */
export interface Program {
  readonly name: string
  readonly edges: readonly (readonly Edge[])[]
  readonly silent: readonly (readonly number[])[]
  readonly last: number
  /** The file that an event names. */
  readonly fileOf: (event: LogEvent) => string | undefined
}

export function compile(
  mapping: Mapping,
  name: string,
  trace: readonly Element[],
  events: readonly LogEvent[],
): Program {
  const edges: Edge[][] = [[]]
  const silent: number[][] = [[]]
  const fresh = (): number => {
    edges.push([])
    return silent.push([]) - 1
  }
  const link = (from: number, to: number): void => {
    at(silent, from).push(to)
  }
  const sequence = (elements: readonly Element[], from: number): number =>
    elements.reduce((here, element) => one(element, here), from)
  const one = (element: Element, from: number): number => {
    if ('do' in element) return sequence(mapping.fragments[element.do] ?? [], from)
    const to = fresh()
    if ('optional' in element) {
      link(sequence(element.optional, from), to)
      link(from, to)
    } else if ('repeat' in element) {
      const begin = fresh()
      link(from, begin)
      const end = sequence(element.repeat, begin)
      link(end, begin)
      link(end, to)
    } else if ('either' in element) {
      for (const branch of element.either) link(sequence(branch, from), to)
    } else if (isTraced(element, events)) at(edges, from).push({ seen: element, to })
    else link(from, to)
    return to
  }
  const last = sequence(trace, 0)
  return { name, edges, silent, last, fileOf: (event) => fileOf(mapping, event) }
}

/** One event of a call with the element it was taken for. */
export interface Matched {
  readonly seen: Seen
  readonly event: LogEvent
}

export interface Match {
  readonly program: string
  readonly matched: readonly Matched[]
  /** The text has come to its end; a call that the end of the log cuts off has not. */
  readonly complete: boolean
}

/** The text stopped short of its end at an event that is none of `expected`. */
export interface Mismatch {
  readonly program: string
  readonly matched: readonly Matched[]
  readonly event: LogEvent
  readonly expected: readonly Seen[]
}

interface Path {
  readonly before: Path | undefined
  readonly matched: Matched
}

type Front = Map<number, Path | undefined>

/**
 * The longest way through `program` along `events` from `start` on; undefined when its text does not
 * begin there.
 */
export function matchFrom(
  program: Program,
  events: readonly LogEvent[],
  start: number,
): Match | Mismatch | undefined {
  let front: Front = closure(program, new Map([[0, undefined]]))
  let complete: Path | undefined
  let file: string | undefined
  for (let i = start; ; i++) {
    if (front.has(program.last)) complete = front.get(program.last)
    const event = events[i]
    if (event === undefined) {
      const ended = front.has(program.last)
      const path = ended ? front.get(program.last) : [...front.values()][0]
      return i === start ? undefined : result(program, path, ended)
    }
    const named = program.fileOf(event)
    // A call is about one file.
    const other = file !== undefined && named !== undefined && named !== file
    file ??= named
    const next: Front = other ? new Map() : step(program, front, event)
    if (next.size === 0) {
      if (complete !== undefined) return result(program, complete, true)
      if (i === start) return undefined
      const matched = listed([...front.values()][0])
      return { program: program.name, matched, event, expected: expected(program, front) }
    }
    front = next
  }
}

function result({ name }: Program, path: Path | undefined, complete: boolean): Match {
  return { program: name, matched: listed(path), complete }
}

function listed(path: Path | undefined): readonly Matched[] {
  const list: Matched[] = []
  for (let p = path; p !== undefined; p = p.before) list.push(p.matched)
  return list.toReversed()
}

function expected({ edges }: Program, front: Front): readonly Seen[] {
  return [...front.keys()].flatMap((state) => at(edges, state).map(({ seen }) => seen))
}

function step(program: Program, front: Front, event: LogEvent): Front {
  const next: Front = new Map()
  for (const [state, before] of front) {
    for (const { seen, to } of at(program.edges, state)) {
      if (!next.has(to) && isSeen(seen, event)) next.set(to, { before, matched: { seen, event } })
    }
  }
  return closure(program, next)
}

/** Earlier entries win, so that what stands first in the text is taken first. */
function closure({ silent }: Program, front: Front): Front {
  const all: Front = new Map()
  const visit = (state: number, path: Path | undefined): void => {
    if (all.has(state)) return
    all.set(state, path)
    for (const to of at(silent, state)) visit(to, path)
  }
  for (const [state, path] of front) visit(state, path)
  return all
}
