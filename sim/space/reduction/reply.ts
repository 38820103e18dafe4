/**
 * Reply collapse: a message that nothing else can overtake, precede or be seen by is delivered at
 * once, as part of the step that sent it. A task that asks and waits for its answer then takes the
 * answer without an interleaving of its own.
 *
 * A delivery to actor a is collapsed when it is the only thing on its way to a, no other actor can
 * come to send to a before a acts (`Outlook`), and neither a monitor nor a claim that is looked at in
 * every state can tell (`Visibility`). The delivery is then a persistent set of one step, which no
 * property sees (Godefroid, LNCS 1032, 1996). Each state that is kept is expanded in full, and each
 * chain of collapsed deliveries ends (`Chain`), so nothing is put off for ever.
 */
import { at, read } from '../../assert.ts'
import type { Claim } from '../../model/claim.ts'
import type { Model } from '../../model/model.ts'
import { pack } from '../../schedule/decision.ts'
import type { GlobalState } from '../global-state.ts'
import { Chain } from './chain.ts'
import type { Outlook } from './outlook.ts'
import { PendingByReceiver } from './pending.ts'
import type { Visibility } from './visibility.ts'

export class ReplyCollapse {
  private readonly state: GlobalState
  private readonly model: Model
  private readonly outlook: Outlook
  private readonly visibility: Visibility
  private readonly pending: PendingByReceiver
  private readonly always: readonly Claim[]
  private readonly chain: Chain

  constructor(state: GlobalState, outlook: Outlook, visibility: Visibility) {
    this.state = state
    this.model = state.model
    this.outlook = outlook
    this.visibility = visibility
    this.pending = new PendingByReceiver(state)
    this.chain = new Chain(state)
    this.always = state.model.claims.filter((c) => c.property.kind === 'always')
  }

  /** Takes every step that can be collapsed and tells `taken` of each. A violated run has ended. */
  settle(taken: (decision: number) => void): void {
    // The steps taken here change the value of no claim, so that one look is enough.
    if (this.always.some((claim) => !claim.holds(this.state.slots))) return
    this.chain.follow(this.next, taken)
  }

  private readonly next = (): number | undefined => {
    const { pending, model } = this
    pending.refresh()
    for (let actor = 0; actor < model.actors; actor++) {
      const [channel, ...more] = at(pending.channels, actor)
      if (channel === undefined || more.length > 0) continue
      if ((pending.timed & (1 << actor)) !== 0) continue
      if (this.isInvisible(actor, channel) && this.isAlone(actor)) return pack(channel, 0, 0)
    }
    return undefined
  }

  private isInvisible(actor: number, channel: number): boolean {
    const { state, visibility } = this
    const code = read(state.contents.head.items, state.contentOf(channel))
    return code >= 0 && visibility.takesUnseen(actor, read(state.slots, actor), code)
  }

  /** Whether nobody can come to send to `actor` before it acts. */
  private isAlone(actor: number): boolean {
    const { state, outlook, pending } = this
    const self = 1 << actor
    let movers = pending.receivers & ~self
    let open = movers
    while (open !== 0) {
      const bit = open & -open
      open ^= bit
      const mover = 31 - Math.clz32(bit)
      const local = read(state.slots, mover)
      const told = state.contentOf(actor * this.model.actors + mover) !== 0
      const mask = told ? outlook.of(local) : outlook.without(actor, local)
      if ((mask & self) !== 0) return false
      open |= mask & ~movers
      movers |= mask
    }
    return true
  }
}
