/** An exhaustive search driven from the command line: limits, progress, Ctrl-C. */
import type { Study } from '../api.ts'
import type { CheckedDesign } from '../report/check.ts'
import { expected, formatDesign } from '../scenario/design.ts'
import { confirmFailure } from '../space/check.ts'
import type { Reductions } from '../space/reduction/reduction.ts'
import { searchInBatches } from '../space/search.ts'
import type { SearchMode, SearchResult } from '../space/search.ts'
import { compare, judgeCheck } from '../verdict/check.ts'
import { BUILT_IN_PROPERTIES } from '../scenario/scenario.ts'
import { UsageError } from './failure.ts'
import { drain } from './interrupt.ts'
import { defaultMemory, parseMemory, withinMemory } from './memory.ts'
import { progress } from './progress.ts'
import type { Terminal } from './terminal.ts'

export interface SearchWords {
  readonly mode?: SearchMode
  readonly exact?: boolean
  readonly reduce?: Reductions
  readonly maxStates?: string
  readonly maxMemory?: string
}

/** How `check` searches, as far as the command line says. @throws UsageError */
export interface SearchSettings {
  readonly mode: SearchMode
  readonly exact: boolean
  readonly reductions: Reductions
  readonly maxStates: number
  readonly maxBytes: number
}

export function searchSettings(words: SearchWords, usual: SearchMode): SearchSettings {
  const { mode = usual, exact = false, reduce = {}, maxStates, maxMemory } = words
  return {
    mode,
    exact,
    reductions: reduce,
    maxStates: maxStates === undefined ? Infinity : parseStates(maxStates),
    maxBytes: maxMemory === undefined ? defaultMemory() : parseMemory(maxMemory),
  }
}

function parseStates(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new UsageError(`--max-states '${text}' is not a positive whole number; try 1000000`)
}

export interface Searched {
  readonly checked: CheckedDesign
  readonly interrupted: boolean
  /** What it took by the clock; never part of a result. */
  readonly seconds: number
}

/** Searches one design, with progress on the error stream. */
export async function searchStudy(
  study: Study,
  settings: SearchSettings,
  terminal: Terminal,
): Promise<Searched> {
  const { model, scenario, design } = study
  const { maxBytes, ...options } = settings
  const start = terminal.now()
  const bar = progress(terminal, undefined, 'states')
  const work = withinMemory(searchInBatches(model, { ...options, maxBytes }), maxBytes)
  const { last, interrupted } = await drain(work, (known) => {
    const failures = `${known.failures.length} kinds of failure`
    bar.update(known.states, `${known.mode} depth ${known.depth}, ${failures}`)
  })
  const result: SearchResult | undefined = last
  if (result === undefined) throw new RangeError('a search yields at least once')
  // A search that was stopped has not done it itself.
  for (const failure of result.failures) confirmFailure(model, failure)
  const expectation = expected(scenario, design)
  const checked: CheckedDesign = {
    design: formatDesign(design),
    bound: model.system.bound,
    result,
    verdict: judgeCheck(result),
    comparison: expectation && compare(expectation, propertiesOf(study), result),
  }
  return { checked, interrupted, seconds: (terminal.now() - start) / 1_000 }
}

/** What can be violated: the scenario's own properties, then those that every scenario has. */
export function propertiesOf({ model }: Study): readonly string[] {
  const own = model.system.properties.filter((p) => p.kind !== 'sometimes').map((p) => p.name)
  return [...own, ...BUILT_IN_PROPERTIES]
}

/** What a search took, for the error stream. */
export function costs(states: number, seconds: number): string {
  const rss = Math.round(process.memoryUsage.rss() / 2 ** 20)
  const rate = Math.round(states / Math.max(seconds, 0.001))
  return `${states} states in ${seconds.toFixed(1)} s, ${rate}/s, ${rss} MiB`
}
