/**
 * A run in the Trace Event Format of Chrome, which https://ui.perfetto.dev opens. Each actor is a
 * thread: its states are slices inside one another as they are in the chart, a delivery is a slice of
 * ten microseconds in the state that it finds, a message is a flow from the step that sent it, and
 * every number of a context that the run changes is a counter.
 */
import type { AnyMachineSnapshot } from 'xstate'
import { stateName } from '../model/value.ts'
import { senderOf } from '../schedule/delivery.ts'
import type { Step, Trace } from '../trace/trace.ts'
import { fieldsOf, plain } from './plain.ts'

/** Times are microseconds. */
export type ChromeEvent = Placed &
  (
    | { readonly ph: 'M'; readonly name: string; readonly args: object }
    | {
        readonly ph: 'X'
        readonly name: string
        readonly cat: 'state' | 'step'
        readonly ts: number
        readonly dur: number
        readonly args?: object
      }
    | {
        readonly ph: 'C'
        readonly name: string
        readonly ts: number
        readonly args: Readonly<Record<string, number>>
      }
    | {
        readonly ph: 's' | 'f'
        readonly name: string
        readonly cat: 'message'
        readonly id: number
        readonly ts: number
        /** The flow ends in the slice that is open then, not in the next. */
        readonly bp?: 'e'
      }
    | {
        readonly ph: 'i'
        readonly name: string
        readonly cat: 'violation'
        readonly ts: number
        readonly s: 'p'
      }
  )

interface Placed {
  readonly pid: number
  readonly tid: number
}

const pid = 1
/** Of one step. */
const unit = 10

export function chromeText(trace: Trace, name: string): string {
  const lines = chromeEvents(trace, name).map((event) => JSON.stringify(event))
  return `{"displayTimeUnit":"ms","traceEvents":[\n${lines.join(',\n')}\n]}\n`
}

export function chromeEvents(trace: Trace, name: string): readonly ChromeEvent[] {
  const tids = new Map([...trace.final.keys()].map((id, i) => [id, i + 1]))
  const tid = (id: string): number => tids.get(id) ?? 0
  const head: readonly ChromeEvent[] = [
    { ph: 'M', pid, tid: 0, name: 'process_name', args: { name } },
    ...[...tids].flatMap(([id, n]): readonly ChromeEvent[] => [
      { ph: 'M', pid, tid: n, name: 'thread_name', args: { name: id } },
      { ph: 'M', pid, tid: n, name: 'thread_sort_index', args: { sort_index: n } },
      { ph: 'X', pid, tid: n, name: 'start', cat: 'step', ts: 0, dur: unit },
    ]),
  ]
  const body = [
    ...[...tids].flatMap(([id, n]) => statesOf(trace, id, n)),
    ...trace.steps.flatMap((step) => stepEvents(step, tid)),
    ...[...tids].flatMap(([id, n]) => countersOf(trace, id, n)),
  ]
  return [...head, ...inOrder(body), ...violationOf(trace)]
}

/** By time; of slices that begin at once, the longer is around the shorter. */
function inOrder(events: readonly ChromeEvent[]): readonly ChromeEvent[] {
  const ts = (e: ChromeEvent): number => (e.ph === 'M' ? 0 : e.ts)
  const dur = (e: ChromeEvent): number => (e.ph === 'X' ? e.dur : 0)
  return events.toSorted((a, b) => ts(a) - ts(b) || dur(b) - dur(a))
}

function stepEvents(step: Step, tid: (id: string) => number): readonly ChromeEvent[] {
  const { index, delivery, event, cause } = step
  const [from, to] = [tid(senderOf(delivery)), tid(delivery.to)]
  const middle = unit / 2
  const args = {
    step: index,
    from: delivery.from,
    ...Object.fromEntries(fieldsOf(event)),
    context: plain(step.after.context),
  }
  const flow = { pid, name: event.type, cat: 'message', id: index } as const
  return [
    { ph: 'X', pid, tid: to, name: event.type, cat: 'step', ts: index * unit, dur: unit, args },
    { ph: 's', tid: from, ts: cause * unit + middle, ...flow },
    { ph: 'f', tid: to, ts: index * unit + middle, bp: 'e', ...flow },
  ]
}

/** A state lasts to the end of the step that leaves it. */
function statesOf(trace: Trace, id: string, tid: number): readonly ChromeEvent[] {
  const slices: ChromeEvent[] = []
  const open: { readonly name: string; readonly ts: number }[] = []
  const change = (path: readonly string[], now: number): void => {
    const same = open.findIndex(({ name }, i) => name !== path[i])
    for (let depth = open.length; depth > (same < 0 ? path.length : same); depth--) {
      const { name, ts } = open.pop() ?? { name: '', ts: now }
      slices.push({ ph: 'X', pid, tid, name, cat: 'state', ts, dur: now - ts })
    }
    for (const name of path.slice(open.length)) open.push({ name, ts: now })
  }
  const first = trace.initial.get(id)
  if (first !== undefined) change(pathOf(first.value), 0)
  for (const { delivery, index, after } of trace.steps) {
    if (delivery.to === id) change(pathOf(after.value), (index + 1) * unit)
  }
  change([], (trace.steps.length + 2) * unit)
  // Inner ones end first. Of slices of the same extent viewers take the earlier for the outer.
  return slices.toReversed()
}

/** The states that one is in, outermost first; regions side by side are one name. */
function pathOf(value: AnyMachineSnapshot['value']): readonly string[] {
  if (typeof value === 'string') return [value]
  const [[name, inner] = [], ...others] = Object.entries(value)
  if (name === undefined || inner === undefined) return []
  return others.length > 0 ? [stateName(value)] : [name, ...pathOf(inner)]
}

function countersOf(trace: Trace, id: string, tid: number): readonly ChromeEvent[] {
  const snapshots = [
    { ts: 0, context: trace.initial.get(id)?.context },
    ...trace.steps
      .filter((s) => s.delivery.to === id)
      .map((s) => ({ ts: (s.index + 1) * unit, context: s.after.context })),
  ]
  const numbers = snapshots.map(({ ts, context }) => ({
    ts,
    values: new Map(Object.entries({ ...context }).filter(isNumber)),
  }))
  const names = new Set(numbers.flatMap(({ values }) => [...values.keys()]))
  return [...names].flatMap((name) => {
    const values = numbers.flatMap(({ ts, values }) => {
      const value = values.get(name)
      return value === undefined ? [] : [{ ts, value }]
    })
    const changes = values.filter(({ value }, i) => value !== values[i - 1]?.value)
    if (changes.length < 2) return []
    return changes.map(({ ts, value }): ChromeEvent => ({
      ...{ ph: 'C', pid, tid, name: `${id}.${name}`, ts, args: { [name]: value } },
    }))
  })
}

function isNumber(entry: readonly [string, unknown]): entry is [string, number] {
  return Number.isFinite(entry[1])
}

function violationOf({ ending, steps }: Trace): readonly ChromeEvent[] {
  if (ending.kind !== 'violated') return []
  const { violation } = ending
  const name = violation.kind === 'property' ? violation.name : violation.kind
  const ts = (steps.length + 1) * unit
  return [{ ph: 'i', pid, tid: 0, name: `violated: ${name}`, cat: 'violation', ts, s: 'p' }]
}
