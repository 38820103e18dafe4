/**
 * What a module says of the code that its machines follow: which function a state stands for, and
 * in which file that is. Nothing of it changes a run; reports name places by it. Parsed here,
 * trusted later.
 */
import type { AnyMachineSnapshot } from 'xstate'
import * as z from 'zod'

type When = (context: AnyMachineSnapshot['context']) => boolean

const isFunction = (value: unknown): boolean => typeof value === 'function'

export const functionsSchema = z.record(
  z.string(),
  z.array(
    z.strictObject({
      function: z.string(),
      file: z.string().optional(),
      /** Paths with dots; empty for the machine as a whole. */
      states: z.array(z.string()),
      /** Whether it is this function, where the context decides. */
      when: z.custom<When>(isFunction).optional(),
    }),
  ),
)

/** A function of the code; `file` as the project that it is of writes paths. */
export interface CodeFunction {
  readonly function: string
  readonly file?: string | undefined
}

/** The functions that the states of one machine follow. */
export type Functions = readonly (CodeFunction & {
  readonly states: readonly string[]
  readonly when?: When | undefined
})[]

/** The function that a machine is in: of the longest path that applies, the first; or none. */
export function functionAt(
  functions: Functions,
  snapshot: AnyMachineSnapshot,
): CodeFunction | undefined {
  let found: { readonly of: CodeFunction; readonly depth: number } | undefined
  for (const of of functions) {
    if (of.when !== undefined && !of.when(snapshot.context)) continue
    for (const state of of.states) {
      const depth = state === '' ? 0 : state.split('.').length
      if (depth <= (found?.depth ?? -1) || !within(snapshot, state)) continue
      found = { of, depth }
    }
  }
  return found?.of
}

function within(snapshot: AnyMachineSnapshot, state: string): boolean {
  return state === '' || snapshot.matches(state)
}
