/**
 * A strategy decides the order of deliveries. It sees what can be delivered and nothing of the
 * states of the actors.
 *
 * What is scheduled is the head of a channel: the oldest message from one actor to another, or the
 * timers of an actor. Where a paper schedules threads, the file of the strategy says what takes
 * their place.
 */
import { maxEffects } from '../model/xstate.ts'

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
  /** Of a strategy that enumerates: what its seeds come to. */
  readonly enumeration?: () => Enumeration
}

/** The seeds of a strategy that goes through a bounded set of schedules, one a seed from 1 on. */
export interface Enumeration {
  /** What is true when the set has been run: 'every schedule with at most 2 delays'. */
  readonly claim: string
  /** Seeds 1 to `size` are the whole set; undefined where it is not known to end yet. */
  readonly size: number | undefined
  /** Why `claim` is not true of all these seeds, from the runs so far of this strategy. */
  readonly doubt: string | undefined
}

/** Whether seeds `first` to `last`, all run, make the claim of `enumeration` true. */
export function covers(
  { size, doubt }: Enumeration,
  { first, last }: { readonly first: number; readonly last: number },
): boolean {
  return size !== undefined && doubt === undefined && first <= 1 && last >= size
}

/** The step that sent a message with this stamp; 0 for the start, and for every timer. */
export function sendingStep(stamp: number): number {
  return Math.max(0, Math.floor(stamp / maxEffects))
}

/**
 * The seed of an enumerating strategy as a number.
 * @throws RangeError when it is none.
 */
export function seedNumber(seed: string): number {
  const number = Number(seed)
  if (/^\d{1,15}$/.test(seed)) return number
  throw new RangeError(`an enumerating strategy counts its seeds; '${seed}' is not a whole number`)
}
