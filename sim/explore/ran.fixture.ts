/** The two ways to run a system in a test: the tables and plain XState. */
import type { AnyMachineSnapshot } from 'xstate'
import { at } from '../assert.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import type { Violation } from '../model/violation.ts'
import type { System } from '../scenario/system.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import { sequential } from '../strategy/sequential.ts'
import type { Strategy } from '../strategy/strategy.ts'
import { confirm, execute } from '../trace/execute.ts'
import type { Trace } from '../trace/trace.ts'
import { Runner } from './run.ts'
import type { Ending, RunnerOptions } from './run.ts'

/** One run by the tables, and its re-execution by plain XState, which must agree. */
export interface Ran {
  readonly model: Model
  readonly runner: Runner
  readonly ending: Ending
  readonly trace: Trace
  /** The deliveries by name. */
  readonly deliveries: readonly string[]
}

export function ran(
  system: System,
  strategy: Strategy = sequential,
  seed = '1',
  options: RunnerOptions = { selfCheck: true },
): Ran {
  const model = createModel(system)
  return ranOn(model, new Runner(model, options), strategy, seed)
}

/** As `ran`, on a runner that may have run before. */
export function ranOn(model: Model, runner: Runner, strategy: Strategy, seed: string): Ran {
  const ending = runner.run(strategy, seed)
  const trace = execute(model, runner.decisions.subarray(0, runner.steps))
  confirm(trace, ending)
  const deliveries = trace.steps.map((s) => formatDelivery(s.delivery))
  return { model, runner, ending, trace, deliveries }
}

/** The snapshot of `id` after the last run, according to the tables. */
export function snapshotOf({ model, runner }: Ran, id: string): AnyMachineSnapshot {
  return at(model.tables.snapshots, at(runner.local, model.names.indexOf(id)))
}

/** The violation of a run that has one. */
export function violation({ ending }: Ran): Violation {
  if (ending.kind !== 'violated') throw new Error(`the run ended in ${ending.kind}`)
  return ending.violation
}

/** What an ending comes to: `passed`, `bound`, or the identity of the violation. */
export function verdict(ending: Ending): string {
  return ending.kind === 'violated' ? ending.violation.kind : ending.kind
}
