/**
 * The default schedule under deviations. `A before B` holds B back until A has been delivered, for
 * as long as anything else can be; `A takes k` makes the message A take its alternative k. Among
 * what is not held back the default schedule decides. A set of deviations is thus a partial order
 * completed by the default, and leaving one out gives another run: what delta debugging needs.
 */
import { at } from '../assert.ts'
import type { Model } from '../model/model.ts'
import type { Deviation } from '../schedule/schedule.ts'
import { Occurrences } from './occurrences.ts'
import type { Pending, Strategy } from './strategy.ts'

export interface Constrained extends Strategy {
  /** Deviations that the last run could not obey, because nothing else was left to deliver. */
  readonly void: () => readonly Deviation[]
  /**
   * Deviations about deliveries that the last run never made: the model has changed since. What a
   * failure cut off (`atRest` false) may still have been to come.
   */
  readonly unused: (atRest: boolean) => readonly Deviation[]
}

export function constrained(model: Model, deviations: readonly Deviation[]): Constrained {
  const occurrences = new Occurrences(model)
  const waits = new Map<string, (Deviation & { kind: 'order' })[]>()
  const takes = new Map<string, number>()
  for (const d of deviations) {
    if (d.kind === 'take') takes.set(d.deliver, d.alternative)
    else waits.set(d.second, [...(waits.get(d.second) ?? []), d])
  }
  const delivered = new Set<string>()
  let broken: Deviation[] = []
  let timer = 0
  let alternative = 0

  const blockers = (name: string): readonly Deviation[] =>
    waits.get(name)?.filter((d) => !delivered.has(d.first)) ?? []

  return {
    name: 'deviations',
    begin: () => {
      occurrences.clear()
      delivered.clear()
      broken = []
    },
    schedule: (pending, n) => {
      const options = optionsOf(pending, n, occurrences)
      const free = options.filter(({ name }) => blockers(name).length === 0)
      const chosen = latest(free.length > 0 ? free : options)
      if (free.length === 0) broken.push(...blockers(chosen.name))
      delivered.add(chosen.name)
      occurrences.deliver(chosen.head)
      timer = chosen.timer
      alternative = takes.get(chosen.name) ?? 0
      return chosen.index
    },
    timer: (n) => Math.min(timer, n - 1),
    // An alternative that this model does not offer is not taken.
    alternative: (data, faults) => (alternative < data + faults ? alternative : 0),
    void: () => broken,
    unused: (atRest) =>
      deviations.filter((d) =>
        d.kind === 'order'
          ? !delivered.has(d.first) || (atRest && !delivered.has(d.second))
          : !delivered.has(d.deliver),
      ),
  }
}

/** One deliverable message: `index` in `pending.enabled`, `timer` among the channel's heads. */
export interface Option {
  readonly index: number
  readonly timer: number
  readonly name: string
  readonly head: { readonly channel: number; readonly code: number }
  readonly stamp: number
}

/** Everything deliverable, with its name. */
export function optionsOf(
  pending: Pending,
  n: number,
  occurrences: Occurrences,
): readonly Option[] {
  return Array.from(pending.enabled.subarray(0, n)).flatMap((channel, index) =>
    pending.heads(channel).map((head, timer) => ({
      index,
      timer,
      name: occurrences.next(head),
      head,
      stamp: pending.stamp(channel),
    })),
  )
}

/** The option that the default schedule takes; `options` is not empty. */
export function latest(options: readonly Option[]): Option {
  return options.reduce((best, o) => (o.stamp > best.stamp ? o : best), at(options, 0))
}
