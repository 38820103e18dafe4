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

/**
 * The sender of a message, or of a timer: `a~` for the timer of `a` that is due first by the order
 * of setting, `a~1` for the next. A timer and a message may be of one type, and either may come
 * first, so they must not share a name.
 */
export function senderName(actor: string, timer: number | undefined): string {
  return timer === undefined ? actor : `${actor}~${timer === 0 ? '' : timer}`
}

/** The actor that sent a delivery; of a timer, the one that set it. */
export function senderOf({ from }: Pick<Delivery, 'from'>): string {
  return from.replace(/~\d*$/, '')
}

/** `from>to:type`, with `#nth` from the second on. Percent-encoded: what would not parse, or not show as it is. */
export function formatDelivery({ from, to, type, nth }: Delivery): string {
  const safe = type.replace(/[\s#%\p{Cc}\p{Bidi_Control}]/gu, encodeURIComponent)
  return `${from}>${to}:${safe}${nth === 1 ? '' : `#${nth}`}`
}

const pattern = /^([^>\s]+)>([^:\s]+):([^\s#]+)(?:#(\d+))?$/

/** The inverse of `formatDelivery`, or undefined when `text` is not of that form. */
export function parseDelivery(text: string): Delivery | undefined {
  const [, from, to, type, nth] = pattern.exec(text) ?? []
  if (from === undefined || to === undefined || type === undefined) return undefined
  return { from, to, type: decoded(type), nth: nth === undefined ? 1 : Number(nth) }
}

function decoded(type: string): string {
  try {
    return decodeURIComponent(type)
  } catch {
    return type
  }
}
