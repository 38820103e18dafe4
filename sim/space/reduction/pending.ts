/** Who can be delivered to in a global state, and over which channels. */
import { at, read } from '../../assert.ts'
import { dueTimers } from '../../model/timers.ts'
import type { GlobalState } from '../global-state.ts'

export class PendingByReceiver {
  /** A bit per actor that has something coming. */
  receivers = 0
  /** A bit per actor that is the target or the owner of a timer. */
  timed = 0
  /** By actor: the channels that hold a message to it. */
  readonly channels: readonly number[][]
  /** All channels, timers included, in order. */
  readonly all: number[] = []
  private readonly state: GlobalState

  constructor(state: GlobalState) {
    this.state = state
    this.channels = state.model.names.map(() => [])
  }

  /** Looks at the present state. */
  refresh(): void {
    const { enabled, model, contents } = this.state
    this.receivers = 0
    this.timed = 0
    this.all.length = 0
    for (const channels of this.channels) channels.length = 0
    for (let word = 0; word < enabled.length; word++) {
      let bits = read(enabled, word)
      while (bits !== 0) {
        const bit = bits & -bits
        bits ^= bit
        const channel = (word << 5) | (31 - Math.clz32(bit))
        this.all.push(channel)
        if (channel < model.actors ** 2) this.message(channel)
        else {
          this.timed |= 1 << (channel - model.actors ** 2)
          const due = dueTimers(contents.timersOf(this.state.contentOf(channel)))
          for (const timer of due) this.timed |= 1 << (timer.channel % model.actors)
          this.receivers |= this.timed
        }
      }
    }
  }

  private message(channel: number): void {
    const receiver = channel % this.state.model.actors
    this.receivers |= 1 << receiver
    at(this.channels, receiver).push(channel)
  }
}
