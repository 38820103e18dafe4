/** The library: `import { loadScenario, study, run, sweep, check, bisect } from 'endio'`. */
export {
  bisect,
  check,
  counterexample,
  run,
  scheduleOf,
  scheduleOfTrace,
  study,
  sweep,
  traceOfFailure,
} from './api.ts'
export type { RunResult, RunSource, Study } from './api.ts'
export { InternalError } from './assert.ts'
export type { Bisection } from './counterexample/bisect.ts'
export type { Counterexample, NearestPass, Pair } from './counterexample/counterexample.ts'
export { formatProblem, ScenarioError } from './errors.ts'
export type { ErrorCode, Problem } from './errors.ts'
export { confidenceOf } from './estimate/confidence.ts'
export type { Confidence } from './estimate/confidence.ts'
export type { Truth } from './estimate/truth.ts'
export type { Failure, SweepPart } from './explore/part.ts'
export { mergeParts } from './explore/part.ts'
export type { SeedRange } from './explore/seeds.ts'
export type { SweepResult } from './explore/sweep.ts'
export { createModel, StartError } from './model/model.ts'
export type { Model } from './model/model.ts'
export type { Violation } from './model/violation.ts'
export { failureId, violatedProperty, violationSentence } from './model/violation.ts'
export { ImpureMachineError } from './model/xstate.ts'
export type { Finding } from './predict/finding.ts'
export { predict } from './predict/predict.ts'
export { bind } from './scenario/bind.ts'
export type { PropertyTemplate } from './scenario/catalogue.ts'
export { defaultDesign, designs, expected, formatDesign } from './scenario/design.ts'
export { goldenText } from './report/golden.ts'
export { loadScenario, readScenario } from './scenario/load.ts'
export type { Design, Scenario } from './scenario/scenario.ts'
export type {
  Actor,
  Bound,
  Holder,
  MonitorProperty,
  Property,
  StateProperty,
  System,
} from './scenario/system.ts'
export type { Access, Lock, Synchronisation } from './scenario/synchronisation.ts'
export { formatDeviation, parseDeviations, scheduleSchema } from './schedule/schedule.ts'
export type { Deviation, Schedule } from './schedule/schedule.ts'
export { omissionProbability } from './space/result.ts'
export type { SearchFailure, SearchOptions, SearchResult } from './space/search.ts'
export { needsSpace, memberFor } from './strategy/registry.ts'
export { covers } from './strategy/strategy.ts'
export type { Enumeration, Strategy } from './strategy/strategy.ts'
export type { ScheduleSpace, Way } from './strategy/urw.ts'
export type { Step, Trace } from './trace/trace.ts'
export { compare, judgeCheck, observations } from './verdict/check.ts'
export type { CheckVerdict, Comparison } from './verdict/check.ts'
export { mismatches } from './verdict/expectation.ts'
export type { Mismatch } from './verdict/expectation.ts'
export { judgeRun, judgeSweep } from './verdict/verdict.ts'
export type { Verdict } from './verdict/verdict.ts'
