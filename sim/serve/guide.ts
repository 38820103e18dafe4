/**
 * The strategy that goes to a position: it follows moves as long as the model allows them, notes what
 * could be delivered then, and goes on by the default schedule, which tells where that would end.
 */
import { read } from '../assert.ts'
import type { Model } from '../model/model.ts'
import type { Offer } from '../model/tables.ts'
import { pack } from '../schedule/decision.ts'
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

export class Guide implements Strategy {
  readonly name = 'guide'
  private readonly model: Model
  private readonly moves: readonly Move[]
  private readonly occurrences: Occurrences
  /** The place of the move that is to be made next, and how often a default move has been made. */
  private next = 0
  private repeated = 0
  private taken: Taken[] = []
  private choices: readonly Choice[] | undefined
  private stopped: string | undefined
  private faultsLeft = 0
  private dueTimer = 0
  private take = 0

  constructor(model: Model, moves: readonly Move[]) {
    this.model = model
    this.moves = moves
    this.occurrences = new Occurrences(model)
  }

  /** Where the last run got to. */
  arrived(): Arrived {
    const { taken, choices = [] } = this
    const unmade = this.moves.slice(this.next).find((m) => m.kind === 'deliver')
    const stopped = this.stopped ?? unmade?.deliver
    return { taken, choices, ...(stopped !== undefined && { stopped }) }
  }

  readonly begin = (): void => {
    this.occurrences.clear()
    this.next = 0
    this.repeated = 0
    this.taken = []
    this.choices = undefined
    this.stopped = undefined
    this.faultsLeft = this.model.system.bound.faults
  }

  readonly schedule = (pending: Pending, n: number): number => {
    const options = optionsOf(pending, n, this.occurrences)
    const usual = latest(options)
    const followed = this.choices === undefined ? this.follow(options) : undefined
    if (followed === undefined) this.choices ??= this.choicesOf(pending, options)
    const [option, take] = followed ?? [usual, 0]
    if (followed !== undefined) {
      this.taken.push({ deliver: option.name, take, usual: option === usual && take === 0 })
    }
    this.occurrences.deliver(option.head)
    this.dueTimer = option.timer
    this.take = take
    return option.index
  }

  readonly timer = (n: number): number => Math.min(this.dueTimer, n - 1)

  readonly alternative = (data: number): number => {
    if (this.take >= data) this.faultsLeft--
    return this.take
  }

  /** The next move as an option and its alternative; undefined where the moves are at their end. */
  private follow(options: readonly Option[]): readonly [Option, number] | undefined {
    const move = this.moves[this.next]
    if (move === undefined) return undefined
    if (move.kind === 'default') {
      this.repeated++
      if (this.repeated >= move.steps) this.advance(this.next + 1)
      return [latest(options), 0]
    }
    const option = options.find((o) => o.name === move.deliver)
    if (option === undefined || move.take >= this.eventsOf(option.head.code).events.length) {
      this.stopped = move.deliver
      this.advance(this.moves.length)
      return undefined
    }
    this.advance(this.next + 1)
    return [option, move.take]
  }

  private advance(next: number): void {
    this.next = next
    this.repeated = 0
  }

  private choicesOf(pending: Pending, options: readonly Option[]): readonly Choice[] {
    const usual = latest(options)
    // What was sent last first, as the default schedule has it.
    return options
      .toSorted((a, b) => b.stamp - a.stamp)
      .flatMap((option) => {
        const { events, data } = this.eventsOf(option.head.code)
        return events.map((event, take) => ({
          deliver: option.name,
          take,
          decision: pack(read(pending.enabled, option.index), option.timer, take),
          event,
          to: option.head.channel % this.model.actors,
          usual: option === usual && take === 0,
          fault: take >= data,
        }))
      })
  }

  /** The events that `code` may deliver, the default first; faults only while some may strike. */
  private eventsOf(code: number): Offer {
    if (code >= 0) return { events: [code], data: 1 }
    const { events, data } = this.model.tables.offerOf(code)
    return { events: this.faultsLeft > 0 ? events : events.slice(0, data), data }
  }
}
