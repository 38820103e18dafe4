/** An exhaustive search driven from the command line: limits, progress, Ctrl-C. */
import type { Study } from '../../api.ts'
import type { CheckedDesign } from '../../report/check.ts'
import { expected, formatDesign } from '../../scenario/design.ts'
import { confirmFailure } from '../../space/check.ts'
import { labelledAsync, searchInBatches } from '../../space/search.ts'
import type { SearchMode, SearchOptions, SearchResult } from '../../space/search.ts'
import { compare, judgeCheck } from '../../verdict/check.ts'
import { BUILT_IN_PROPERTIES } from '../../scenario/scenario.ts'
import { UsageError } from '../failure.ts'
import { drain } from '../terminal/interrupt.ts'
import { defaultMemory, parseMemory, withinMemory } from './memory.ts'
import { progress } from '../terminal/progress.ts'
import { reduces } from './reduce.ts'
import type { Reducing } from './reduce.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { checkInParallel } from '../workers/parallel.ts'

export interface SearchWords {
  readonly mode?: SearchMode
  readonly exact?: boolean
  readonly reduce?: Reducing
  readonly workers?: string
  readonly maxStates?: string
  readonly maxMemory?: string
}

/** How `check` searches, as far as the command line says. @throws UsageError */
export interface SearchSettings {
  readonly mode: SearchMode
  readonly exact: boolean
  readonly reduce: Reducing
  readonly workers: number
  readonly maxStates: number
  readonly maxBytes: number
  /** Whether what is known is enough; without it, everything is explored. */
  readonly enough?: (known: SearchResult) => boolean
}

export function searchSettings(words: SearchWords, usual: SearchMode): SearchSettings {
  const { mode = usual, exact = false, reduce = {}, maxStates, maxMemory } = words
  return {
    mode,
    exact,
    reduce,
    workers: workersOf(words, mode),
    maxStates: maxStates === undefined ? Infinity : parseStates(maxStates),
    maxBytes: maxMemory === undefined ? defaultMemory() : parseMemory(maxMemory),
  }
}

/** The usual search of one design. */
export function usualSettings(maxStates: number): SearchSettings {
  return { ...searchSettings({}, 'auto'), maxStates }
}

/** Several workers share fingerprints and nothing else. @throws UsageError */
function workersOf({ workers = '1', exact, reduce = {} }: SearchWords, mode: SearchMode): number {
  if (!/^[1-9]\d{0,2}$/.test(workers)) {
    throw new UsageError(`--workers '${workers}' is not a number from 1 to 999`)
  }
  if (workers !== '1' && (mode !== 'dfs' || exact === true || reduces(reduce))) {
    throw new UsageError(
      'several workers search depth first, by fingerprints: add --mode dfs; no --exact, no --reduce',
    )
  }
  return Number(workers)
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

/** Each worker loads the scenario again: models cannot be sent. */
function searchInParallel(
  { model, scenario, design }: Study,
  workers: number,
  limits: Pick<SearchOptions, 'maxStates' | 'maxBytes'>,
): AsyncGenerator<SearchResult> {
  const source = { kind: 'scenario', path: scenario.file, hash: scenario.hash, design } as const
  return labelledAsync(checkInParallel(model, source, workers, limits))
}

/** Searches one design, with progress on the error stream. */
export async function searchStudy(
  study: Study,
  settings: SearchSettings,
  terminal: Terminal,
): Promise<Searched> {
  const { model, scenario, design } = study
  const { maxBytes, reduce, workers, enough, ...options } = settings
  const start = terminal.now()
  const bar = progress(terminal, undefined, 'states')
  const limits = { ...options, ...reduce, maxBytes }
  const work =
    workers > 1
      ? searchInParallel(study, workers, limits)
      : until(withinMemory(searchInBatches(model, limits), maxBytes), enough)
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
    verdict: judgeCheck(result, model.system.properties),
    comparison: expectation && compare(expectation, propertiesOf(study), result),
  }
  return { checked, interrupted, seconds: (terminal.now() - start) / 1_000 }
}

function* until(
  work: Iterable<SearchResult>,
  enough: SearchSettings['enough'] = () => false,
): Generator<SearchResult, void> {
  for (const known of work) {
    yield known
    if (enough(known)) return
  }
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
