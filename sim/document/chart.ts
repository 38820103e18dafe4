/** A statechart as a page lists it: its states in the order of the machine, each with its transitions. */

export interface Chart {
  readonly machine: string
  readonly states: readonly ChartState[]
  readonly transitions: readonly ChartTransition[]
  /** Where each state and transition is drawn; without it, the states are listed. */
  readonly drawing?: ChartDrawing
}

export interface ChartState {
  /** Keys from the root down, with dots; empty for the root. */
  readonly path: string
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history'
  readonly initial: boolean
  readonly tags: readonly string[]
}

export interface ChartTransition {
  /** Paths of states. */
  readonly from: string
  readonly event: string
  readonly targets: readonly string[]
  readonly guarded: boolean
}

/** Boxes by state and lines by transition, in pixels. */
export interface ChartDrawing {
  readonly width: number
  readonly height: number
  readonly boxes: readonly {
    readonly path: string
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
  }[]
  readonly lines: readonly { readonly transition: number; readonly d: string }[]
}
