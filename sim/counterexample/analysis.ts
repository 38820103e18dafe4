/**
 * Everything that is asked of a reduced counterexample beyond the race itself: when it could no
 * longer be avoided, and which choices of the design close it. In stages, so that a caller can show
 * progress, and stop with what is known.
 */
import type { Model } from '../model/model.ts'
import { violatedProperty } from '../model/violation.ts'
import type { Design, Scenario } from '../scenario/scenario.ts'
import { TooManyGoalsError } from '../space/global-state.ts'
import { TooLargeError } from '../space/graph.ts'
import { changes } from './choices.ts'
import type { Changes } from './choices.ts'
import type { Counterexample } from './counterexample.ts'
import { noReturn } from './no-return.ts'
import type { NoReturn } from './no-return.ts'
import { sampleNoReturn } from './sampled.ts'
import type { SampledNoReturn } from './sampled.ts'

export interface Analysis {
  /** Absent while it is computed, and when the run fails before its first step. */
  readonly noReturn?: NoReturn | SampledNoReturn
  /** Why the point of no return is sampled: a clause. */
  readonly unexplored?: string
  readonly changes?: Changes
  /** False while it is computed. */
  readonly complete: boolean
}

/** What is known, and a word on what is being done: `states` or `runs` of the present stage. */
export interface AnalysisProgress {
  readonly known: Analysis
  readonly done: number
  readonly unit: 'states' | 'runs'
}

export interface AnalysisOptions {
  /** Most states that are explored of one design. */
  readonly maxStates?: number
}

/** As a graph, some 400 MB. */
const defaultMaxStates = 2_000_000

/** No decisions: of a run without end only the choices of the design are looked at. */
export type Failing = Pick<Counterexample, 'decisions' | 'violation'>

/** Analyses in stages; the last value yielded is the result. */
export function* analyse(
  subject: { readonly scenario: Scenario; readonly design: Design; readonly model: Model },
  { decisions, violation }: Failing,
  options: AnalysisOptions = {},
): Generator<AnalysisProgress, void> {
  const { scenario, design, model } = subject
  const maxStates = options.maxStates ?? defaultMaxStates
  let known: Analysis = { complete: false }
  if (decisions.length > 0) {
    for (const progress of whenDecided(model, { decisions, violation }, maxStates)) {
      known = { ...known, ...progress.known }
      yield { ...progress, known }
    }
  }
  for (const found of changes(scenario, design, violatedProperty(violation), maxStates)) {
    known = { ...known, changes: found }
    yield { known, done: found.states, unit: 'states' }
  }
  yield { known: { ...known, complete: true }, done: 0, unit: 'states' }
}

/** Exact where the space is small enough, else sampled. */
function* whenDecided(
  model: Model,
  { decisions, violation }: Pick<Counterexample, 'decisions' | 'violation'>,
  maxStates: number,
): Generator<AnalysisProgress> {
  let unexplored: string
  try {
    const work = noReturn(model, decisions, violation, maxStates)
    for (;;) {
      const next = work.next()
      const known = next.done === true ? { noReturn: next.value } : {}
      const done = next.done === true ? next.value.states : next.value
      yield { known: { ...known, complete: false }, done, unit: 'states' }
      if (next.done === true) return
    }
  } catch (error) {
    unexplored = reasonOf(error)
  }
  for (const found of sampleNoReturn(model, decisions, violation, 'no-return')) {
    yield {
      known: { noReturn: found, unexplored, complete: false },
      done: found.runs,
      unit: 'runs',
    }
  }
}

/** Why a design cannot be explored whole. @throws any error that says something else. */
function reasonOf(error: unknown): string {
  if (error instanceof TooLargeError) return 'there are more states than may be explored'
  if (error instanceof TooManyGoalsError) return `no state can be kept, ${error.message}`
  throw error
}
