/** The library: `import { loadScenario, study, run, sweep, bisect } from 'endio'`. */
export { bisect, counterexample, run, scheduleOf, study, sweep } from './api.ts'
export type { RunResult, RunSource, Study } from './api.ts'
export { InternalError } from './assert.ts'
export type { Bisection } from './counterexample/bisect.ts'
export type { Counterexample, NearestPass, Pair } from './counterexample/counterexample.ts'
export { formatProblem, ScenarioError } from './errors.ts'
export type { ErrorCode, Problem } from './errors.ts'
export type { Failure, SeedRange, SweepResult } from './explore/sweep.ts'
export { createModel, StartError } from './model/model.ts'
export type { Model } from './model/model.ts'
export type { Violation } from './model/violation.ts'
export { failureId, violatedProperty, violationSentence } from './model/violation.ts'
export { ImpureMachineError } from './model/xstate.ts'
export { bind } from './scenario/bind.ts'
export type { PropertyTemplate } from './scenario/catalogue.ts'
export { defaultDesign, designs, expected, formatDesign } from './scenario/design.ts'
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
export { formatDeviation, parseDeviations, scheduleSchema } from './schedule/schedule.ts'
export type { Deviation, Schedule } from './schedule/schedule.ts'
export { strategies } from './strategy/registry.ts'
export type { Strategy } from './strategy/strategy.ts'
export type { Step, Trace } from './trace/trace.ts'
export { mismatches } from './verdict/expectation.ts'
export type { Mismatch } from './verdict/expectation.ts'
export { judgeRun, judgeSweep } from './verdict/verdict.ts'
export type { Verdict } from './verdict/verdict.ts'
