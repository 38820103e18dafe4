/** What the main thread and the workers of one search tell each other. */
import { InternalError } from '../../assert.ts'
import { ScenarioError } from '../../errors.ts'
import type { Problem } from '../../errors.ts'
import { PropertyError } from '../../model/claim.ts'
import { StartError } from '../../model/model.ts'
import { ImpureMachineError } from '../../model/xstate.ts'
import { TooManyGoalsError } from '../../space/global-state.ts'
import type { Share } from '../../space/shared/search.ts'
import type { ModelSource } from './source.ts'

/** Of a worker, when it starts. */
export interface Task {
  readonly source: ModelSource
  readonly workers: number
  /** Which of them this is, from 0. */
  readonly me: number
  readonly control: SharedArrayBuffer
  readonly table: SharedArrayBuffer
  readonly mailboxes: SharedArrayBuffer
  /** States expanded between two looks at what the others need. */
  readonly period: number
}

/** From a worker. A larger table comes back as the bare buffer. */
export type Report =
  | { readonly kind: 'full' }
  | { readonly kind: 'known'; readonly share: Share }
  | { readonly kind: 'ended'; readonly share: Share }
  /** It was told to halt. */
  | { readonly kind: 'halted' }
  | { readonly kind: 'failed'; readonly error: SentError }

/** An error as plain data: messages lose the class. */
export interface SentError {
  readonly name: string
  readonly message: string
  readonly problems?: readonly Problem[]
}

const classes = [InternalError, PropertyError, StartError, ImpureMachineError, TooManyGoalsError]

export function sendable(error: unknown): SentError {
  if (error instanceof ScenarioError) {
    return { name: error.name, message: error.message, problems: error.problems }
  }
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) }
}

/** The error again, of its class where a command tells it from others. */
export function received({ name, message, problems }: SentError): Error {
  if (problems !== undefined) return new ScenarioError(problems)
  const Known = classes.find((c) => c.name === name) ?? Error
  return new Known(message)
}
