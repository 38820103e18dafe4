/**
 * Replay of a full schedule by meaning. Each recorded delivery is *aligned* when it can be
 * delivered now. When it cannot, the model has changed since: a deliverable message that the
 * schedule does not know is *inserted* first; failing that, recorded deliveries that cannot happen
 * are *skipped*. After the last recorded delivery the default schedule goes on (*extended*).
 */
import type { Model } from '../model/model.ts'
import type { ScheduleStep } from '../schedule/schedule.ts'
import { latest, optionsOf } from './constrained.ts'
import type { Option } from './constrained.ts'
import { Occurrences } from './occurrences.ts'
import type { Strategy } from './strategy.ts'

export interface Alignment {
  readonly aligned: number
  readonly skipped: readonly string[]
  readonly inserted: readonly string[]
  readonly extended: readonly string[]
}

export interface Replay extends Strategy {
  /** How the last run followed the record; what it never reached counts as skipped. */
  readonly alignment: () => Alignment
}

export function replay(model: Model, steps: readonly ScheduleStep[]): Replay {
  const occurrences = new Occurrences(model)
  let at = 0
  let aligned = 0
  let skipped: string[] = []
  let inserted: string[] = []
  let extended: string[] = []
  let timer = 0
  let alternative = 0

  const choose = (options: readonly Option[]): Option => {
    const byName = new Map(options.map((o) => [o.name, o]))
    const ahead = steps.slice(at)
    const recorded = new Set(ahead.map((s) => s.deliver))
    const now = ahead[0] && byName.get(ahead[0].deliver)
    const fresh = options.filter((o) => !recorded.has(o.name))
    if (now === undefined && fresh.length > 0) {
      const chosen = latest(fresh)
      ;(ahead.length > 0 ? inserted : extended).push(chosen.name)
      alternative = 0
      return chosen
    }
    const offset = ahead.findIndex((s) => byName.has(s.deliver))
    skipped.push(...ahead.slice(0, offset).map((s) => s.deliver))
    at += offset + 1
    aligned++
    const step = ahead[offset]
    alternative = step?.take ?? 0
    return (step && byName.get(step.deliver)) ?? latest(options)
  }

  return {
    name: 'replay',
    begin: () => {
      occurrences.clear()
      at = 0
      aligned = 0
      skipped = []
      inserted = []
      extended = []
    },
    schedule: (pending, n) => {
      const chosen = choose(optionsOf(pending, n, occurrences))
      occurrences.deliver(chosen.head)
      timer = chosen.timer
      return chosen.index
    },
    timer: (n) => Math.min(timer, n - 1),
    alternative: (data, faults) => (alternative < data + faults ? alternative : 0),
    alignment: () => ({
      aligned,
      skipped: [...skipped, ...steps.slice(at).map((s) => s.deliver)],
      inserted,
      extended,
    }),
  }
}
