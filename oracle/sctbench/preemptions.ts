/**
 * The fewest preemptions with which a program fails, by trying every schedule with at most so many.
 * A preemption is a delivery for one task while another, for whom the last delivery was, has
 * something to deliver: its request to an object, or the answer to it. Musuvathi, Qadeer,
 * "Iterative Context Bounding for Systematic Testing of Multithreaded Programs", PLDI 2007.
 *
 * It enumerates schedules and keeps no states, so it shares nothing with the exhaustive search.
 */
import { at } from '../../sim/assert.ts'
import { Runner } from '../../sim/explore/run.ts'
import { createModel } from '../../sim/model/model.ts'
import type { Model } from '../../sim/model/model.ts'
import { sequential } from '../../sim/strategy/sequential.ts'
import type { Pending, Strategy } from '../../sim/strategy/strategy.ts'
import { tasksOf } from './program.ts'
import type { System } from '../../sim/scenario/system.ts'

/** A way through the tree of choices: how many there were, and which was taken. */
interface Choice {
  taken: number
  readonly of: number
}

const nobody = -1

class Enumeration {
  private readonly choices: Choice[] = []
  private readonly taskOf: (channel: number) => number
  private readonly bound: number
  private depth = 0
  private current = nobody
  private preemptions = 0

  constructor(model: Model, tasks: ReadonlySet<number>, bound: number) {
    this.bound = bound
    this.taskOf = (channel) => {
      const [from, to] = [Math.floor(channel / model.actors), channel % model.actors]
      return tasks.has(from) ? from : to
    }
  }

  /** Goes on to the next schedule; false after the last. */
  next(): boolean {
    let last = this.choices.pop()
    while (last !== undefined && last.taken + 1 === last.of) last = this.choices.pop()
    if (last === undefined) return false
    this.choices.push({ taken: last.taken + 1, of: last.of })
    return true
  }

  readonly strategy: Strategy = {
    ...sequential,
    name: 'preemptions',
    begin: () => {
      this.depth = 0
      this.current = nobody
      this.preemptions = 0
    },
    schedule: (pending, n) => this.choose(pending, n),
  }

  private choose({ enabled }: Pending, n: number): number {
    const tasks = Array.from(enabled.subarray(0, n), this.taskOf)
    const going = tasks.indexOf(this.current)
    const others = tasks.flatMap((_, i) => (i === going ? [] : [i]))
    const maySwitch = going < 0 || this.preemptions < this.bound
    const options = [...(going < 0 ? [] : [going]), ...(maySwitch ? others : [])]
    const index = at(options, this.take(options.length))
    if (going >= 0 && index !== going) this.preemptions++
    this.current = at(tasks, index)
    return index
  }

  private take(of: number): number {
    const known = this.choices[this.depth++]
    if (known === undefined) this.choices.push({ taken: 0, of })
    return known?.taken ?? 0
  }
}

export interface Fewest {
  /** Undefined: no schedule with as many as were tried fails. */
  readonly preemptions: number | undefined
  /** Schedules run, of all bounds. */
  readonly schedules: number
}

/** Tries 0, 1, … `max` preemptions. */
export function fewestPreemptions(system: System, max: number): Fewest {
  const model = createModel(system)
  const tasks = new Set(tasksOf(system).map((id) => model.names.indexOf(id)))
  const runner = new Runner(model)
  let schedules = 0
  for (let bound = 0; bound <= max; bound++) {
    const enumeration = new Enumeration(model, tasks, bound)
    do {
      schedules++
      const { kind } = runner.run(enumeration.strategy, '')
      if (kind === 'violated') return { preemptions: bound, schedules }
    } while (enumeration.next())
  }
  return { preemptions: undefined, schedules }
}
