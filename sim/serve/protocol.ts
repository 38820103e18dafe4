/**
 * What a page of the live explorer asks and is told. The page sends positions and gets views; where
 * it is and which branches it has is its own business, so several pages can look at one server.
 */
import type { Chart } from '../document/chart.ts'
import type { Document } from '../document/document.ts'
import type { RunRecord } from '../document/run.ts'

/** A scenario of the list, under one design. */
export interface Place {
  /** An id of the list; never a path of the page's own. */
  readonly scenario: string
  /** `variant=choice`; what is not named is at its default. */
  readonly design: readonly string[]
}

export type Request =
  | { readonly kind: 'list' }
  | ({ readonly kind: 'open' } & Place)
  /** Drawn: a page asks for the charts that its reader looks at, each of which takes a moment. */
  | ({ readonly kind: 'chart'; readonly machine: string } & Place)
  | ({
      readonly kind: 'at'
      /** As `formatMoves` writes them. */
      readonly moves: string
      /** Where to go on from there. */
      readonly go: Onward
    } & Place)
  | ({ readonly kind: 'start'; readonly stream: string; readonly job: Job } & Place)
  | { readonly kind: 'stop'; readonly stream: string }

/**
 * `stay`; `decisive`: by the default schedule to the next position at which it matters which delivery
 * comes next; `end`: by the default schedule to the end.
 */
export type Onward = 'stay' | 'decisive' | 'end'

export type Job =
  | { readonly kind: 'sweep'; readonly first: number; readonly last: number }
  | { readonly kind: 'check' }

export type Answer =
  | { readonly kind: 'list'; readonly endio: string; readonly scenarios: readonly Listed[] }
  | { readonly kind: 'opened'; readonly opened: Opened }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'done' }
  /** What was wrong with the request, or with the scenario it names, as the terminal would say it. */
  | { readonly kind: 'refused'; readonly lines: readonly string[] }

export interface Listed {
  readonly id: string
  readonly name: string
  readonly title: string
}

/** What does not change with the position. */
export interface Opened {
  readonly document: Document
  readonly variants: readonly Variant[]
  /** The design that was chosen, in full. */
  readonly design: readonly string[]
  readonly sweep: { readonly first: number; readonly last: number }
}

export interface Variant {
  readonly name: string
  readonly choices: readonly string[]
}

/** The run up to a position, and what may come next. */
export interface View {
  readonly run: RunRecord
  /** The position in short, and with every delivery by name. */
  readonly moves: string
  readonly names: string
  readonly offers: readonly OfferRecord[]
  readonly prospect: Prospect
  readonly forecast: ForecastRecord
  /** The delivery of the moves that could not be made: the model has changed since. */
  readonly stopped?: string
  /** What `run --schedule` takes. */
  readonly schedule: string
}

export interface OfferRecord {
  readonly deliver: string
  readonly take: number
  /** Actors, as the run numbers them. */
  readonly from: number
  readonly to: number
  readonly call: string
  /** What it would change in its receiver: `i_size 1k -> 5k`. */
  readonly changes: readonly string[]
  readonly usual: boolean
  readonly fault: boolean
  readonly prospect: Prospect
  readonly forecast: ForecastRecord
}

/** Where the default schedule ends: `violates x`, `after 12 more steps`. */
export interface ForecastRecord {
  readonly end: string
  readonly when: string
}

/** What the runs from a state can end in, all of them explored. One that must fail does not pass. */
export interface Outlook {
  readonly passes: boolean
  /** Names of properties, in the order in which the search met them. */
  readonly failures: readonly string[]
}

/** What can become of a run from `state`, one of the `states` of its design. */
export type Prospect =
  | ({ readonly kind: 'explored'; readonly state: number; readonly states: number } & Outlook)
  /** `why`: exploring, or too many states. */
  | { readonly kind: 'unexplored'; readonly why: string }

/** Sent to pages without being asked. */
export type Told =
  | { readonly kind: 'hello'; readonly stream: string }
  /** A scenario or a machine was edited. */
  | { readonly kind: 'changed' }
  /** The explorer has ended, and with it every job and count; a new one starts when it is asked. */
  | { readonly kind: 'failed'; readonly why: string }
  /** The states of `place` are being counted; `done`: views now say what each step leads to. */
  | {
      readonly kind: 'explored'
      readonly place: Place
      readonly states: number
      readonly done: boolean
      readonly why?: string
    }
  | { readonly kind: 'progress'; readonly job: Progress }

/** Of a sweep or a search: what is known so far. */
export interface Progress {
  readonly kind: Job['kind']
  readonly state: 'running' | 'done' | 'stopped' | 'failed'
  /** `12,000 of 50,000 runs`. */
  readonly words: string
  /** From 0 to 1; absent where the end is not known. */
  readonly share?: number
  readonly found: readonly Found[]
}

/** A kind of failure, or a race, with a run that shows it. */
export interface Found {
  readonly id: string
  readonly kind: 'failure' | 'race'
  readonly property: string
  readonly sentence: string
  readonly words: string
  readonly moves: string
}
