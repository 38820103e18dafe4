/** How many mutants of a log are refused, by what was done to them. */
import type { Log } from '../ftrace/event.ts'
import { stream } from '../prng.ts'
import { parseCalls } from './calls.ts'
import { conform } from './conform.ts'
import type { ConformOptions, Conformance } from './conform.ts'
import { mutate, mutations } from './mutate.ts'
import type { Doubt, Mutation } from './mutate.ts'

export interface Tally {
  readonly mutation: Mutation
  /** Different mutants; a log may have no place for some. */
  readonly made: number
  readonly refused: number
  /** Those that a run explains all the same. */
  readonly accepted: readonly Accepted[]
}

export interface Accepted {
  /** What was done, with lines. */
  readonly about: string
  readonly doubt: Doubt
}

/** Tries so many times as many draws as mutants are wanted before it gives up finding new ones. */
const patience = 4

/** `wanted` mutants of each kind, or as many as there are. The same seed makes the same ones. */
export async function* tally(
  log: Log,
  options: ConformOptions,
  wanted: number,
  seed: string,
): AsyncGenerator<Tally, void> {
  const parsed = parseCalls(options.mapping, log)
  for (const mutation of mutations) {
    const draw = stream(`${seed} ${mutation}`, 'schedule')
    const accepted: Accepted[] = []
    const known = new Set<string>()
    let refused = 0
    for (let i = 0; i < patience * wanted && known.size < wanted; i++) {
      const mutant = mutate(options.mapping, { log, parsed, mutation, draw })
      if (mutant === undefined) break
      if (known.has(mutant.about)) continue
      known.add(mutant.about)
      if (isRefused(await conform(mutant.log, options))) refused++
      else accepted.push({ about: mutant.about, doubt: mutant.doubt })
    }
    yield { mutation, made: known.size, refused, accepted }
  }
}

/** Not to be explained: a search that gave up has explained nothing either, but refuses nothing. */
export function isRefused({ strays, homeless, misfits, files }: Conformance): boolean {
  return (
    strays.length + homeless.length + misfits.length > 0 ||
    files.some(({ explained }) => explained.kind === 'refused')
  )
}
