/**
 * Which orders of a run a program can force. Seen from user space a task is an interval of the run,
 * with one point inside it where an asynchronous call has been submitted. What was over before a
 * task began is over before its thread goes on; what overlaps is inside calls, and left to chance.
 */
import type { Task } from '../../scenario/reproducer.ts'
import { parseDelivery } from '../../schedule/delivery.ts'
import type { Deviation } from '../../schedule/schedule.ts'
import type { Trace } from '../../trace/trace.ts'

/** A thread goes on when the call of `task` has got so far. */
export interface Wait {
  readonly task: string
  readonly until: 'submitted' | 'returned'
}

export interface ThreadOrder {
  readonly task: Task
  readonly waits: readonly Wait[]
  /** Tasks that it overlaps with and that it does not wait for at all. */
  readonly free: boolean
}

interface Interval {
  readonly task: Task
  /** Indices of steps; Infinity for what the run did not come to. */
  readonly begin: number
  readonly submitted: number
  readonly end: number
}

/** The threads in the order in which their tasks begin. */
export function threadOrders(tasks: readonly Task[], trace: Trace): readonly ThreadOrder[] {
  const spans = tasks
    .map((task) => intervalOf(task, trace))
    .toSorted((a, b) => a.begin - b.begin || a.submitted - b.submitted)
  const threads: ThreadOrder[] = []
  for (const [i, span] of spans.entries()) {
    const waits = spans.slice(0, i).flatMap((before) => waitOf(before, span))
    threads.push({ task: span.task, waits: reduced(waits, threads), free: waits.length < i })
  }
  return threads
}

function intervalOf(task: Task, { steps, final }: Trace): Interval {
  const own = steps.filter(({ delivery }) => delivery.from === task.actor)
  const any = steps.filter((s) => [s.delivery.from, s.delivery.to].includes(task.actor))
  const done = final.get(task.actor)?.status === 'done'
  const end = done ? (any.at(-1)?.index ?? Infinity) : Infinity
  const submitted = own.findLast((s) => s.event.type === task.submits)?.index ?? end
  return { task, begin: own[0]?.index ?? Infinity, submitted, end }
}

function waitOf({ task, submitted, end }: Interval, after: Interval): readonly Wait[] {
  // A task that the run did not come to starts when the others are done: it played no part.
  if (end < after.begin || after.begin === Infinity) {
    return [{ task: task.actor, until: 'returned' }]
  }
  return submitted < after.begin ? [{ task: task.actor, until: 'submitted' }] : []
}

/** Without the waits that another wait implies. */
function reduced(waits: readonly Wait[], threads: readonly ThreadOrder[]): readonly Wait[] {
  const implied = (wait: Wait): boolean =>
    waits.some((other) => {
      const through = threads.find(({ task }) => task.actor === other.task)?.waits ?? []
      return through.some(
        (w) => w.task === wait.task && (w.until === wait.until || w.until === 'returned'),
      )
    })
  return waits.filter((w) => !implied(w))
}

/** An order that the run rests on, and whether the program makes it so. */
export interface RaceOrder {
  readonly first: string
  readonly second: string
  readonly forced: boolean
}

/** The deviations of the run in words of calls and of what happens inside them. */
export function raceOrders(
  deviations: readonly Deviation[],
  threads: readonly ThreadOrder[],
): readonly RaceOrder[] {
  return deviations.flatMap((d) => {
    if (d.kind !== 'order') return []
    const [first, second] = [placeOf(d.first, threads), placeOf(d.second, threads)]
    const forced =
      first.thread !== undefined &&
      second.thread?.waits.some(
        (w) => w.task === first.thread?.task.actor && w.until === 'returned',
      )
    return [{ first: first.words, second: second.words, forced: forced === true }]
  })
}

function placeOf(
  name: string,
  threads: readonly ThreadOrder[],
): { readonly words: string; readonly thread?: ThreadOrder } {
  const delivery = parseDelivery(name)
  if (delivery === undefined) return { words: name }
  const { from, to, type } = delivery
  const thread = threads.find(({ task }) => task.actor === from || task.helpers.includes(from))
  const words = `${type}(${to}) of ${from}`
  if (thread === undefined) return { words }
  const { actor } = thread.task
  return { words: from === actor ? words : `${words}, for ${actor}`, thread }
}
