/**
 * Happens-before of one run, by vector clocks (Mattern 1989; locks as in FastTrack, PLDI 2009).
 *
 * `causal`: program order of each task, and messages between tasks. A task waits for the answers of
 * objects, so what it asks of them is in its program order, and an answer orders nobody else.
 * `synchronised`: the above, and release to acquire of locks, flags and events. A reader's release
 * orders later writers only. Which orders of locks were an accident of this run, it does not know.
 */
import { at } from '../assert.ts'
import type { Actor, Holder, System } from '../scenario/system.ts'
import { senderOf } from '../schedule/delivery.ts'
import type { Step } from '../trace/trace.ts'
import { isObject, locksOf } from './action.ts'
import type { Action, LockOf } from './action.ts'
import { Clock } from './clock.ts'

export interface Order {
  /** Whether `first`, which came earlier in the run, had to. */
  readonly before: (first: Action, second: Action) => boolean
}

export type OrderKind = 'causal' | 'synchronised'

/** The order of `actions`, which are all steps of one run. */
export function happensBefore(system: System, actions: readonly Action[], kind: OrderKind): Order {
  const clocks = new Clocks(system)
  const known = new Map(actions.map((action) => [action, clocks.step(action, kind)]))
  return {
    before: (first, second) => {
      const task = clocks.task(first.actor.id)
      const [early, late] = [known.get(first), known.get(second)]
      return early !== undefined && late !== undefined && late.of(task) >= early.of(task)
    },
  }
}

class Clocks {
  private readonly tasks: ReadonlyMap<string, number>
  private readonly objects: ReadonlySet<string>
  private readonly clocks: readonly Clock[]
  /** What a message carries that was sent in a step; key 0 is the start. */
  private readonly sent = new Map<number, Clock>()
  /** What was released through an object, by object and what of it. */
  private readonly releases = new Map<string, Clock>()
  /** Who waits for an event, by object and class. */
  private readonly waiting = new Map<string, Set<string>>()

  constructor({ actors }: System) {
    this.tasks = new Map(actors.map(({ id }, i) => [id, i]))
    this.objects = new Set(actors.filter(isObject).map(({ id }) => id))
    this.clocks = actors.map(() => new Clock(actors.length))
  }

  task(id: string): number {
    return this.tasks.get(id) ?? -1
  }

  step({ step, actor, object }: Action, kind: OrderKind): Clock {
    const clock = this.clock(actor.id)
    if (object === undefined && !this.objects.has(senderOf(step.delivery))) {
      const message = this.sent.get(step.cause)
      if (message !== undefined) clock.join(message)
    }
    clock.tick(this.task(actor.id))
    if (object !== undefined && kind === 'synchronised') this.through(object, step, clock)
    const now = clock.copy()
    this.sent.set(step.index, now)
    return now
  }

  private through(object: Actor, step: Step, clock: Clock): void {
    for (const flag of locksOf(object, 'flag')) this.flag(object, flag, step, clock)
    for (const atomic of locksOf(object, 'atomic')) {
      const section = this.released(object, atomic.class)
      clock.join(section)
      section.join(clock)
    }
    for (const event of locksOf(object, 'event')) this.event(object, event, step, clock)
    this.holders(object, step)
  }

  /** Acquired before the access of this step, released after it. */
  private flag(object: Actor, flag: LockOf<'flag'>, { event }: Step, clock: Clock): void {
    const set = this.released(object, flag.class)
    if (flag.acquire.includes(event.type)) clock.join(set)
    if (flag.release.includes(event.type)) set.join(clock)
  }

  private event(object: Actor, lock: LockOf<'event'>, step: Step, clock: Clock): void {
    const ended = this.released(object, lock.class)
    const { type } = step.event
    if (lock.end.includes(type)) ended.join(clock)
    const key = keyOf(object, lock.class)
    const waiting = this.waiting.get(key) ?? new Set()
    this.waiting.set(key, waiting)
    if (lock.wait.includes(type)) waiting.add(senderOf(step.delivery))
    for (const { to } of step.sent) if (waiting.delete(to)) this.clock(to).join(ended)
  }

  /** Who held the object and no longer does has released it; who newly holds it has acquired. */
  private holders(object: Actor, { before, after }: Step): void {
    if (object.holders === undefined) return
    const [was, is] = [object.holders(before), object.holders(after)]
    const [writes, reads] = [this.released(object, 'exclusive'), this.released(object, 'shared')]
    for (const holder of without(was, is)) {
      const into = holder.mode === 'shared' ? reads : writes
      into.join(this.clock(holder.actor))
    }
    for (const holder of without(is, was)) {
      this.clock(holder.actor).join(writes)
      if (holder.mode !== 'shared') this.clock(holder.actor).join(reads)
    }
  }

  private released(object: Actor, what: string): Clock {
    const key = keyOf(object, what)
    const found = this.releases.get(key) ?? new Clock(this.tasks.size)
    this.releases.set(key, found)
    return found
  }

  private clock(id: string): Clock {
    return at(this.clocks, this.task(id))
  }
}

function keyOf(object: Actor, what: string): string {
  return `${object.id} ${what}`
}

function without(some: readonly Holder[], others: readonly Holder[]): readonly Holder[] {
  return some.filter((h) => !others.some((o) => o.actor === h.actor && o.mode === h.mode))
}
