/**
 * The strategy that goes to a position: it follows moves as long as the model allows them, notes what
 * could be delivered then, and goes on by the default schedule, which tells where that would end.
 */
import { pack } from '../schedule/decision.ts'
import type { Model } from '../model/model.ts'
import { latest, optionsOf } from '../strategy/constrained.ts'
import type { Option } from '../strategy/constrained.ts'
import { Occurrences } from '../strategy/occurrences.ts'
import type { Pending, Strategy } from '../strategy/strategy.ts'
import type { Move, Taken } from './moves.ts'

/** A delivery that could come next, with one of its alternatives. */
export interface Choice {
  /** As schedules name it. */
  readonly deliver: string
  readonly take: number
  /** Packed. */
  readonly decision: number
  /** The event that arrives, as the tables number those of its receiver. */
  readonly event: number
  readonly to: number
  /** The default schedule delivers this. */
  readonly usual: boolean
  readonly fault: boolean
}

/** Where the moves led. */
export interface Arrived {
  readonly taken: readonly Taken[]
  /** Empty where the run has ended. */
  readonly choices: readonly Choice[]
  /** The delivery that could not be made; it and the moves after it were not followed. */
  readonly stopped?: string
}

export interface Guide extends Strategy {
  /** Of the last run. */
  readonly arrived: () => Arrived
}

export function guide(model: Model, moves: readonly Move[]): Guide {
  const occurrences = new Occurrences(model)
  const { tables, actors } = model
  let rest: readonly Move[] = moves
  let taken: Taken[] = []
  let choices: readonly Choice[] | undefined
  let stopped: string | undefined
  let faultsLeft = 0
  let [timer, alternative] = [0, 0]

  /** The events that `code` may deliver, the default first. */
  const eventsOf = (
    code: number,
  ): { readonly events: readonly number[]; readonly data: number } => {
    if (code >= 0) return { events: [code], data: 1 }
    const { events, data } = tables.offerOf(code)
    return { events: faultsLeft > 0 ? events : events.slice(0, data), data }
  }
  const choicesOf = (pending: Pending, options: readonly Option[]): readonly Choice[] => {
    const usual = latest(options)
    // What was sent last first, as the default schedule has it.
    return options
      .toSorted((a, b) => b.stamp - a.stamp)
      .flatMap((option) => {
        const { events, data } = eventsOf(option.head.code)
        return events.map((event, take) => ({
          deliver: option.name,
          take,
          decision: pack(pending.enabled[option.index] ?? 0, option.timer, take),
          event,
          to: option.head.channel % actors,
          usual: option === usual && take === 0,
          fault: take >= data,
        }))
      })
  }
  /** The next move as an option; undefined where the moves are at their end. */
  const follow = (options: readonly Option[]): readonly [Option, number] | undefined => {
    const [move, ...others] = rest
    if (move === undefined) return undefined
    if (move.kind === 'default') {
      rest = move.steps > 1 ? [{ ...move, steps: move.steps - 1 }, ...others] : others
      return move.steps === 0 ? follow(options) : [latest(options), 0]
    }
    const option = options.find((o) => o.name === move.deliver)
    if (option === undefined || move.take >= eventsOf(option.head.code).events.length) {
      stopped = move.deliver
      rest = []
      return undefined
    }
    rest = others
    return [option, move.take]
  }

  return {
    name: 'guide',
    begin: () => {
      occurrences.clear()
      rest = moves
      taken = []
      choices = undefined
      stopped = undefined
      faultsLeft = model.system.bound.faults
    },
    schedule: (pending, n) => {
      const options = optionsOf(pending, n, occurrences)
      const usual = latest(options)
      const followed = choices === undefined ? follow(options) : undefined
      if (followed === undefined) choices ??= choicesOf(pending, options)
      const [option, take] = followed ?? [usual, 0]
      if (followed !== undefined) {
        taken.push({ deliver: option.name, take, usual: option === usual && take === 0 })
      }
      occurrences.deliver(option.head)
      ;({ timer } = option)
      alternative = take
      return option.index
    },
    timer: (n) => Math.min(timer, n - 1),
    alternative: (data) => {
      if (alternative >= data) faultsLeft--
      return alternative
    },
    arrived: () => {
      const [unmade] = rest.filter((m) => m.kind === 'deliver')
      const missed = stopped ?? unmade?.deliver
      return { taken, choices: choices ?? [], ...(missed !== undefined && { stopped: missed }) }
    },
  }
}
