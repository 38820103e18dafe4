/**
 * One run as a page shows it. Actors are numbers into `actors`; steps count from 1, and 0 is the
 * start. States are the first ones and what each step changed, so that a run of thousands of steps
 * stays small; `states.ts` puts them together again.
 */
import type { Strip } from '../scenario/strips.ts'
import type { Change } from './change.ts'
import type { Json } from './json.ts'

export interface RunRecord {
  /** What a reader calls it: `the failing run`. */
  readonly name: string
  /** How it was made: `seed 4, uniform`. */
  readonly how: string
  readonly design: string
  readonly ending: EndingRecord
  readonly actors: readonly ActorRecord[]
  readonly start: readonly StateRecord[]
  readonly steps: readonly StepRecord[]
  /** The steps that a reader needs; all where it is empty. */
  readonly essential: readonly number[]
  /** The two accesses whose order decides. */
  readonly pair?: PairRecord
  readonly marks: readonly Mark[]
  /** Distinct states of who holds what, and which of them is after each step. */
  readonly holds: Frames<readonly HoldRecord[]>
  readonly strips: Frames<readonly Strip[]>
  /** Orders that make this run, in words. */
  readonly needs: readonly string[]
  /** The command that shows it again. */
  readonly replay: string
}

/** Values that change seldom: `at[step]` is an index into `values`. */
export interface Frames<T> {
  readonly values: readonly T[]
  readonly at: readonly number[]
}

export type EndingRecord =
  | { readonly kind: 'passed' | 'bound'; readonly sentence: string }
  | {
      readonly kind: 'violated'
      readonly sentence: string
      readonly property: string
      /** The law in one sentence, of a property. */
      readonly law?: string
      /** The actors that the violation speaks of. */
      readonly actors: readonly number[]
    }

export interface ActorRecord {
  readonly id: string
  readonly machine: string
  /** Whether it has a lane: it asks others for something. The rest are objects. */
  readonly lane: boolean
  /** Where the scenario names it, from 1. */
  readonly line?: number
}

export interface StateRecord {
  readonly state: string
  readonly context: Json
}

export interface StepRecord {
  readonly from: number
  readonly to: number
  /** The delivery as schedules name it: `a>b:write#2`. */
  readonly name: string
  /** As a line of C would have it: `i_size_write(inode, 5k)`. */
  readonly call: string
  readonly kind: 'request' | 'message' | 'timer'
  /** The step that sent it; 0 for the start. */
  readonly cause: number
  /** The receiver's new state, where it is another. */
  readonly state?: string
  /** What changed in the receiver's context. */
  readonly changes: readonly Change[]
  /** Which alternative was taken: `takes 1: fault error`. */
  readonly choice?: string
  /** The receiver's transition, as `chart.ts` numbers those of its machine. */
  readonly taken?: number
}

export interface PairRecord {
  readonly first: number
  readonly second: number
}

export interface HoldRecord {
  readonly actor: number
  readonly object: number
  readonly mode: string
}

/** What is to be seen at a step, or (`from`) over a stretch that ends there. */
export interface Mark {
  readonly kind: MarkKind
  readonly step: number
  readonly from?: number
  readonly words: string
}

export type MarkKind =
  'violation' | 'first' | 'second' | 'no-return' | 'window' | 'no-pass' | 'choice'
