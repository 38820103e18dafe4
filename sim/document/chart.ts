/** A statechart as a page lists it: its states in the order of the machine, each with its transitions. */
import type { NodeRole } from '../graph/graph.ts'

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

/** Boxes of states, and lines that transitions share; whole pixels from the left and the top. */
export interface ChartDrawing {
  readonly width: number
  readonly height: number
  /** Outer boxes come before what stands in them. */
  readonly boxes: readonly DrawnBox[]
  readonly lines: readonly DrawnLine[]
}

/** `x` and `y` are the top left corner. */
export interface DrawnBox {
  readonly role: NodeRole
  /** The state; absent of the dot where a state is entered, and of what stands for any state. */
  readonly path?: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** The middle of the words. */
  readonly at: readonly [x: number, y: number]
  readonly words: readonly DrawnWords[]
}

export interface DrawnLine {
  /** Of an SVG path, and the corners of the arrow's head. */
  readonly d: string
  readonly head: string
  /** The middle of the words. */
  readonly at?: readonly [x: number, y: number]
  /** Nothing written where a transition has neither event nor guard. */
  readonly words: readonly DrawnWords[]
}

/** One line of text, and the number of the transition that it says. */
export interface DrawnWords {
  readonly text: string
  readonly transition?: number
}
