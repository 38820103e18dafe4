/** Which reductions a search uses, and what they learned must be for its result to stand. */
import type { Model } from '../../model/model.ts'
import type { GlobalState } from '../global-state.ts'
import { isReducible, Outlook } from './outlook.ts'
import { PersistentSets } from './persistent.ts'
import { ReplyCollapse } from './reply.ts'
import { Visibility } from './visibility.ts'

/** Each is a switch of its own; none by default. */
export interface Reductions {
  /** Deliver at once what nothing else can precede. */
  readonly reply?: boolean
  /** Deliver only to a set of actors that nobody outside can come to send to first. */
  readonly persistent?: boolean
}

/** What one search reduces by; it is made from the tables as they are when the search begins. */
export class Reduction {
  readonly reply: ReplyCollapse | undefined
  readonly persistent: PersistentSets | undefined
  private readonly model: Model
  private readonly visibility: Visibility
  private readonly outlook: Outlook
  private readonly known: number

  constructor(state: GlobalState, { reply, persistent }: Reductions) {
    const { model } = state
    this.model = model
    this.visibility = new Visibility(model)
    this.outlook = new Outlook(model)
    this.known = learned(model, this.visibility)
    const fits = isReducible(model)
    if (fits && reply === true) this.reply = this.replyOn(state)
    if (fits && persistent === true) {
      this.persistent = new PersistentSets(state, this.outlook, this.visibility)
    }
  }

  /** The names of what is in force; a model of too many actors is searched without. */
  get labels(): readonly string[] {
    return [...(this.reply ? ['reply'] : []), ...(this.persistent ? ['persistent'] : [])]
  }

  /** The same collapse on another global state of the model. */
  replyOn(state: GlobalState): ReplyCollapse {
    return new ReplyCollapse(state, this.outlook, this.visibility)
  }

  /**
   * Whether the search that is over met no transition and no look of a predicate that the reduction
   * did not know of. If it did, it must be repeated.
   */
  get stands(): boolean {
    return learned(this.model, this.visibility) === this.known
  }
}

/** Grows with every transition, and with everything that a predicate looks at. */
function learned({ tables }: Model, visibility: Visibility): number {
  return tables.cells.length + visibility.learned
}
