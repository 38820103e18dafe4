/** What the server and the thread of its explorer tell each other: plain data. */
import type { Answer, Request, Told } from '../../serve/protocol.ts'

/** Of the thread, when it starts. */
export interface Start {
  readonly paths: readonly string[]
  readonly maxStates: number
}

export interface Asked {
  readonly id: number
  readonly request: Request
}

export type FromThread =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  /** Without a stream: for all pages. */
  | { readonly kind: 'told'; readonly told: Told; readonly stream?: string }
