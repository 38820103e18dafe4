/** What the command line of `solve` says, checked against the scenarios. */
import { ScenarioError } from '../../errors.ts'
import { parseChoice } from '../../scenario/design.ts'
import { BUILT_IN_PROPERTIES } from '../../scenario/scenario.ts'
import type { Choice, Scenario } from '../../scenario/scenario.ts'
import { nearest } from '../../scenario/suggest.ts'
import type { Settings } from '../../solve/variables.ts'
import { UsageError } from '../failure.ts'

export interface SolveWords {
  readonly require: readonly string[]
  readonly forbid: readonly string[]
  readonly given: readonly string[]
}

/**
 * The invariants asked for; undefined for all.
 * @throws UsageError for one that no scenario asks.
 */
export function requiredNames(
  { require: words }: SolveWords,
  asked: readonly (readonly string[])[],
): ReadonlySet<string> | undefined {
  const names = words.flatMap((w) => w.split(','))
  if (names.length === 0) return undefined
  const known = [...new Set(asked.flat())]
  for (const name of names) refuseUnknown('--require', name, known, 'no scenario asks for')
  // They end a run, so what comes after them is never seen.
  return new Set([...names, ...BUILT_IN_PROPERTIES])
}

/** @throws UsageError, ScenarioError for a variant or choice that no scenario has. */
export function solveSettings(words: SolveWords, scenarios: readonly Scenario[]): Settings {
  const given = words.given.flatMap((w) => w.split(','))
  const variants = [...new Set(scenarios.flatMap((s) => Object.keys(s.variants)))]
  for (const name of given) refuseUnknown('--given', name, variants, 'there is no variant')
  const forbidden = new Map<string, readonly Choice[]>()
  for (const word of words.forbid) {
    const { variant, choice } = choiceOf(word, scenarios)
    const isGiven = given.includes(variant) || scenarios.some((s) => s.cost[variant] === 'given')
    if (isGiven) throw new UsageError(`--forbid '${word}': ${variant} is given, not chosen`)
    forbidden.set(variant, [...(forbidden.get(variant) ?? []), choice])
  }
  return { given, forbidden }
}

function choiceOf(
  word: string,
  scenarios: readonly Scenario[],
): { readonly variant: string; readonly choice: Choice } {
  const parsed = scenarios.map((s) => parseChoice(s, word))
  const found = parsed.find((p) => 'choice' in p)
  if (found !== undefined) return found
  const problems = parsed.flatMap((p) => ('problem' in p ? [p.problem] : []))
  // One that knows the variant has more to say than one that does not.
  const best = problems.find((p) => p.code === 'unknown-choice') ?? problems[0]
  throw new ScenarioError(best === undefined ? [] : [best])
}

function refuseUnknown(
  option: string,
  name: string,
  known: readonly string[],
  complaint: string,
): void {
  if (known.includes(name)) return
  const near = nearest(name, known)
  const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean '${near}'?`
  throw new UsageError(`${option}: ${complaint} '${name}'; ${hint}`)
}
