/**
 * Deliveries named by meaning: sender, receiver, event type, and the how-manieth of these in the
 * run. Such a name survives edits of the model that do not concern it, which an index does not.
 */
export interface Delivery {
  readonly from: string
  readonly to: string
  readonly type: string
  /** 1 for the first delivery of this type from this sender to this receiver. */
  readonly nth: number
}

/** `from>to:type`, with `#nth` from the second on. */
export function formatDelivery({ from, to, type, nth }: Delivery): string {
  return `${from}>${to}:${type}${nth === 1 ? '' : `#${nth}`}`
}

const pattern = /^([^>\s]+)>([^:\s]+):([^\s#]+)(?:#(\d+))?$/

/** The inverse of `formatDelivery`, or undefined when `text` is not of that form. */
export function parseDelivery(text: string): Delivery | undefined {
  const [, from, to, type, nth] = pattern.exec(text) ?? []
  if (from === undefined || to === undefined || type === undefined) return undefined
  return { from, to, type, nth: nth === undefined ? 1 : Number(nth) }
}
