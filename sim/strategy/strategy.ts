/**
 * A strategy decides the order of deliveries. It sees what can be delivered and nothing of the
 * states of the actors.
 */

/** What picking a channel would deliver: a code of the tables and the channel it travels on. */
export interface Head {
  readonly channel: number
  readonly code: number
  /** For a timer, its place among the due timers of its actor. */
  readonly timer?: number
}

/** What can be delivered now, as the running model offers it. */
export interface Pending {
  /** The first `n` entries are the channels whose head can be delivered, in no meaningful order. */
  readonly enabled: Int32Array
  /**
   * When the head of `channel` was sent: higher is later; of the messages that one step sends, the
   * first has the highest stamp. A timer counts as sent before everything else.
   */
  readonly stamp: (channel: number) => number
  /** The head of `channel`; for the timers of an actor, each timer that is due. */
  readonly heads: (channel: number) => readonly Head[]
}

export interface Strategy {
  readonly name: string
  /** Prepares for the run of `seed`; a strategy without randomness ignores it. */
  readonly begin: (seed: string) => void
  /** Which of the `n` enabled channels delivers next: an index into `pending.enabled`. */
  readonly schedule: (pending: Pending, n: number) => number
  /** Which of `n` > 1 due timers of one actor fires: 0 is the one set first. */
  readonly timer: (n: number) => number
  /**
   * Which alternative of an offer: 0 is the default, then come `data` - 1 data alternatives, then
   * `faults` faults. Called when there is more than the default.
   */
  readonly alternative: (data: number, faults: number) => number
}
