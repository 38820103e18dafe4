/**
 * The stages wired together for a caller that has a scenario: what the command line calls and what
 * `import … from 'endio'` gives. Everything here is synchronous and pure but for loading.
 */
import type { Bisection, BisectOptions } from './counterexample/bisect.ts'
import { bisectTrace } from './counterexample/bisect.ts'
import { counterexampleOf } from './counterexample/counterexample.ts'
import type { Counterexample } from './counterexample/counterexample.ts'
import { Runner } from './explore/run.ts'
import type { RunnerOptions } from './explore/run.ts'
import { sweepSeeds } from './explore/sweep.ts'
import { strategyFor } from './explore/strategies.ts'
import type { SeedRange } from './explore/seeds.ts'
import type { SweepOptions, SweepResult } from './explore/sweep.ts'
import { createModel } from './model/model.ts'
import type { Model } from './model/model.ts'
import { bind } from './scenario/bind.ts'
import { defaultDesign } from './scenario/design.ts'
import type { Design, Scenario } from './scenario/scenario.ts'
import { searchModel } from './space/search.ts'
import type { SearchFailure, SearchOptions, SearchResult } from './space/search.ts'
import { formatDelivery } from './schedule/delivery.ts'
import type { Deviation, Schedule, ScheduleStep } from './schedule/schedule.ts'
import { constrained } from './strategy/constrained.ts'
import { replay } from './strategy/replay.ts'
import type { Alignment } from './strategy/replay.ts'
import { sequential } from './strategy/sequential.ts'
import type { Strategy } from './strategy/strategy.ts'
import { confirm, execute } from './trace/execute.ts'
import type { Trace } from './trace/trace.ts'

/** A scenario with one choice per variant, ready to run. */
export interface Study {
  readonly scenario: Scenario
  readonly design: Design
  readonly model: Model
}

/**
 * Closes `scenario` over `design`; without one, over its default design.
 * @throws ScenarioError when an input does not fit its machine.
 * @throws StartError, ImpureMachineError when a machine cannot be run.
 */
export function study(scenario: Scenario, design: Design = defaultDesign(scenario)): Study {
  return { scenario, design, model: createModel(bind(scenario, design)) }
}

/** A scenario stands for its default design; a study is made once where many runs share it. */
export type Subject = Scenario | Study

function studyOf(subject: Subject): Study {
  return 'model' in subject ? subject : study(subject)
}

/** How the order of deliveries of one run is decided. */
export type RunSource =
  | { readonly kind: 'seed'; readonly seed: string; readonly strategy?: string }
  | { readonly kind: 'default' }
  | { readonly kind: 'deviations'; readonly deviations: readonly Deviation[] }
  | { readonly kind: 'schedule'; readonly schedule: Schedule }

export interface RunResult {
  readonly trace: Trace
  readonly source: RunSource
  /** For a full schedule: how far the model still follows it. */
  readonly alignment?: Alignment
  /** Deviations that this model could not obey. */
  readonly ignored: readonly Deviation[]
}

/**
 * One run, found by the tables and executed again by plain XState.
 * @throws InternalError when the two disagree.
 */
export function run(
  subject: Subject,
  source: RunSource = { kind: 'default' },
  options: RunnerOptions = {},
): RunResult {
  const { model } = studyOf(subject)
  const runner = new Runner(model, options)
  const go = (strategy: Strategy, seed = ''): Trace => {
    const ending = runner.run(strategy, seed)
    const trace = execute(model, runner.decisions.subarray(0, runner.steps))
    confirm(trace, ending)
    return trace
  }
  const deviate = (deviations: readonly Deviation[]): RunResult => {
    const strategy = constrained(model, deviations)
    const trace = go(strategy)
    const atRest = trace.ending.kind === 'passed'
    const ignored = [...strategy.void(), ...strategy.unused(atRest), ...untaken(trace, deviations)]
    return { trace, source, ignored }
  }
  switch (source.kind) {
    case 'seed':
      return { trace: go(strategyFor(model, source.strategy), source.seed), source, ignored: [] }
    case 'default':
      return { trace: go(sequential), source, ignored: [] }
    case 'deviations':
      return deviate(source.deviations)
    case 'schedule': {
      const { decisions } = source.schedule
      if (decisions.kind === 'deviations') return deviate(decisions.deviations)
      const strategy = replay(model, decisions.steps)
      const trace = go(strategy)
      const takes = decisions.steps.flatMap(({ deliver, take = 0 }): readonly Deviation[] =>
        take === 0 ? [] : [{ kind: 'take', deliver, alternative: take }],
      )
      return { trace, source, ignored: untaken(trace, takes), alignment: strategy.alignment() }
    }
  }
}

/** Alternatives that were asked for and that this model does not offer. */
function untaken(trace: Trace, deviations: readonly Deviation[]): readonly Deviation[] {
  const taken = new Map(
    trace.steps.map((s) => [formatDelivery(s.delivery), s.alternative?.taken ?? 0]),
  )
  return deviations.filter(
    (d) => d.kind === 'take' && taken.has(d.deliver) && taken.get(d.deliver) !== d.alternative,
  )
}

/** Every seed of a range under one strategy. */
export function sweep(
  subject: Subject,
  seeds?: SeedRange,
  options: SweepOptions & { readonly strategy?: string } = {},
): SweepResult {
  const { model, scenario } = studyOf(subject)
  const strategy = strategyFor(model, options.strategy ?? scenario.sweep.strategy)
  return sweepSeeds(model, strategy, seeds ?? scenario.sweep, options)
}

/** Every interleaving and every choice; what it reports was executed again by plain XState. */
export function check(subject: Subject, options: SearchOptions = {}): SearchResult {
  return searchModel(studyOf(subject).model, options)
}

/** The run that shows a failure that `check` found, by plain XState. */
export function traceOfFailure(
  subject: Subject,
  { decisions, loop = new Int32Array() }: Pick<SearchFailure, 'decisions' | 'loop'>,
): Trace {
  return execute(studyOf(subject).model, [...decisions, ...loop])
}

/**
 * The minimal race behind a failing run.
 * @throws RangeError when `trace` does not end in a violation.
 */
export function bisect(subject: Subject, trace: Trace, options: BisectOptions = {}): Bisection {
  return bisectTrace(studyOf(subject).model, trace, options)
}

/** The counterexample that deviations of the default schedule produce, if they do. */
export function counterexample(subject: Subject, deviations: readonly Deviation[]): Counterexample {
  return counterexampleOf(studyOf(subject).model, deviations)
}

/** The run as a value that `run --schedule` takes: deviations where it has them, else every step. */
export function scheduleOf(
  study: Study,
  { trace, source }: Pick<RunResult, 'trace' | 'source'>,
): Schedule {
  const head = headOf(study)
  switch (source.kind) {
    case 'deviations': {
      const decisions = { kind: 'deviations' as const, deviations: source.deviations }
      return { ...head, decisions }
    }
    case 'seed': {
      const { seed, strategy = 'uniform' } = source
      return { ...head, seed, strategy, decisions: { kind: 'steps', steps: stepsOf(trace) } }
    }
    case 'default':
    case 'schedule':
      return scheduleOfTrace(study, trace)
  }
}

/** Every step of `trace`, wherever it comes from. */
export function scheduleOfTrace(study: Study, trace: Trace): Schedule {
  return { ...headOf(study), decisions: { kind: 'steps', steps: stepsOf(trace) } }
}

function headOf({ scenario, design }: Study): Omit<Schedule, 'decisions'> {
  return { endio: 'schedule/1', scenario: scenario.name, hash: scenario.hash, design }
}

function stepsOf(trace: Trace): readonly ScheduleStep[] {
  return trace.steps.map(({ delivery, alternative }) => ({
    deliver: formatDelivery(delivery),
    ...(alternative !== undefined && alternative.taken > 0 && { take: alternative.taken }),
  }))
}
