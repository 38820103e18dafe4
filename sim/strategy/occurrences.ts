/** Names the heads of channels as deliveries, counting what has been delivered so far. */
import { at } from '../assert.ts'
import type { Model } from '../model/model.ts'
import { formatDelivery, senderName } from '../schedule/delivery.ts'
import type { Delivery } from '../schedule/delivery.ts'
import type { Head } from './strategy.ts'

export class Occurrences {
  private readonly model: Model
  private readonly counts = new Map<string, number>()

  constructor(model: Model) {
    this.model = model
  }

  /** The delivery that `head` would be if it were next, in the form of `formatDelivery`. */
  next(head: Head): string {
    const base = this.base(head)
    return formatDelivery({ ...base, nth: (this.counts.get(countKey(base)) ?? 0) + 1 })
  }

  /** Records that `head` is delivered. */
  deliver(head: Head): void {
    const key = countKey(this.base(head))
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
  }

  clear(): void {
    this.counts.clear()
  }

  /** An offer is named after its default, whichever alternative is taken. */
  private base({ channel, code, timer }: Head): Omit<Delivery, 'nth'> {
    const { names, actors, tables } = this.model
    const to = channel % actors
    const event = code < 0 ? at(tables.offerOf(code).events, 0) : code
    const { type } = at(at(tables.events, to), event)
    const sender = at(names, Math.floor(channel / actors))
    return { from: senderName(sender, timer), to: at(names, to), type }
  }
}

function countKey({ from, to, type }: Omit<Delivery, 'nth'>): string {
  return `${from}>${to}:${type}`
}
