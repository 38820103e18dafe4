/**
 * Persistent sets: in a state, it is enough to deliver to a set of actors t that nobody outside can
 * come to send to before one of t acts (Godefroid, LNCS 1032, 1996; the closure over possible senders
 * is Overman's algorithm with messages for operations). The deliveries must not be seen by any claim
 * or monitor, must not be violations, and must not take from the budget of faults, which all share.
 *
 * Whoever expands a state by a persistent set must expand it in full when every successor was known
 * already; else a cycle could put off a delivery for ever (the closed-set proviso, Bošnački and
 * Holzmann, SPIN 2005).
 */
import { at, read } from '../../assert.ts'
import type { Model } from '../../model/model.ts'
import type { GlobalState } from '../global-state.ts'
import type { Outlook } from './outlook.ts'
import { PendingByReceiver } from './pending.ts'
import type { Visibility } from './visibility.ts'

export class PersistentSets {
  private readonly state: GlobalState
  private readonly model: Model
  private readonly outlook: Outlook
  private readonly visibility: Visibility
  private readonly pending: PendingByReceiver

  constructor(state: GlobalState, outlook: Outlook, visibility: Visibility) {
    this.state = state
    this.model = state.model
    this.outlook = outlook
    this.visibility = visibility
    this.pending = new PendingByReceiver(state)
  }

  /** The channels of a smallest persistent set, or undefined when it would be all of them. */
  pick(): readonly number[] | undefined {
    const { pending, model } = this
    pending.refresh()
    let best: readonly number[] | undefined
    for (let actor = 0; actor < model.actors; actor++) {
      if (at(pending.channels, actor).length === 0) continue
      const channels = this.channelsOf(this.closure(1 << actor))
      if (channels === undefined || channels.length >= (best ?? pending.all).length) continue
      if (channels.every((c) => this.isHarmless(c))) best = channels
    }
    return best
  }

  /** Adds to the actors `chosen` whoever may come to send to one of them before they act. */
  private closure(chosen: number): number {
    const { state, outlook, pending } = this
    let set = chosen
    for (let grown = true; grown;) {
      grown = false
      let movers = pending.receivers & ~set
      let open = movers
      while (open !== 0) {
        const bit = open & -open
        open ^= bit
        const mask = outlook.of(read(state.slots, 31 - Math.clz32(bit)))
        if ((mask & set) !== 0) {
          set |= bit
          grown = true
          break
        }
        open |= mask & ~movers
        movers |= mask
      }
    }
    return set
  }

  private channelsOf(actors: number): readonly number[] | undefined {
    const { pending } = this
    if ((pending.timed & actors) !== 0) return undefined
    return pending.channels.flatMap((channels, a) => ((actors & (1 << a)) === 0 ? [] : channels))
  }

  private isHarmless(channel: number): boolean {
    const { state, visibility } = this
    const { tables, actors } = this.model
    const receiver = channel % actors
    const code = read(state.contents.head.items, state.contentOf(channel))
    const offer = code < 0 ? tables.offerOf(code) : { events: [code], data: 1 }
    if (offer.events.length > offer.data) return false
    const from = read(state.slots, receiver)
    return offer.events.every((event) => visibility.takesUnseen(receiver, from, event))
  }
}
