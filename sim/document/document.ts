/**
 * Everything that one page shows, as plain data: what `html` embeds and the page draws. Nothing of it
 * is computed from anything that is not here, so that a page needs no network.
 */
import type { Chart } from './chart.ts'
import type { RunRecord } from './run.ts'

export interface Document {
  readonly schema: 'endio.report/1'
  readonly endio: string
  readonly scenario: ScenarioRecord
  readonly headline: Headline
  /** What stands first: a run, or the tables that compare many. */
  readonly leads: 'run' | 'tables'
  /** The first is what the page opens with; the others are one click away. */
  readonly runs: readonly RunRecord[]
  readonly tables: readonly Table[]
  /** By machine. */
  readonly charts: Readonly<Record<string, Chart>>
  readonly facts: readonly Fact[]
  readonly downloads: readonly Download[]
  /** The race in the form for a mail; empty where there is none. */
  readonly mail: string
}

export interface ScenarioRecord {
  readonly name: string
  readonly hash: string
  readonly title: string
  /** As the user named it, and its text. */
  readonly file: string
  readonly text: string
}

/** The answer, in sentences. */
export interface Headline {
  readonly outcome: 'violated' | 'holds' | 'passed' | 'open'
  /** The outcome in a few words: `violated: store-has-block`. */
  readonly verdict: string
  /** What goes wrong, or that nothing does. */
  readonly finding: string
  /** The law that is broken. */
  readonly law?: string
  /** What the finding rests on, or more of it. */
  readonly detail?: string
  /** The two accesses whose order decides: it goes wrong when `first` comes first. */
  readonly order?: { readonly first: string; readonly second: string }
  /** Deviations of the default schedule that the run needs besides; absent where there are none. */
  readonly besides?: number
  /** What it takes, where no one order decides. */
  readonly why?: string
  /** What closes it, the best first. */
  readonly closes: readonly Closing[]
  /** Said where nothing is known to close it. */
  readonly open?: string
}

export interface Closing {
  readonly choice: string
  /** What the claim rests on. */
  readonly proof: string
}

/** Designs, properties or races side by side. */
export interface Table {
  readonly title: string
  readonly note: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

export interface Cell {
  readonly text: string
  readonly tone: 'plain' | 'good' | 'bad' | 'doubt'
  /** The run that shows it: an index into `runs`. */
  readonly run?: number
  /** More words, such as a violation or a proof. */
  readonly detail?: string
}

export interface Fact {
  readonly label: string
  readonly text: string
}

/** A file that the page offers. */
export interface Download {
  readonly name: string
  readonly mediaType: string
  readonly content:
    | { readonly kind: 'text'; readonly text: string }
    /** Raw deflate (RFC 1951): the formats of other tools repeat themselves. */
    | { readonly kind: 'deflated'; readonly base64: string }
}
