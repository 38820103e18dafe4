/**
 * Exhaustive search: every order of deliveries and every choice, up to what the model is bounded by.
 * What it reports has been executed again by plain XState.
 */
import type { Model } from '../model/model.ts'
import { startedMonitor } from '../model/judge.ts'
import { failureId, violatedProperty } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { confirm, execute } from '../trace/execute.ts'
import { BreadthFirst } from './breadth-first.ts'
import { DepthFirst } from './depth-first.ts'
import { confirmLasso } from './confirm.ts'
import type { CheckFailure } from './findings.ts'
import { graphOf } from './graph.ts'
import type { StateGraph } from './graph.ts'
import { lassoWithout } from './lasso.ts'
import { refuseCombinations } from './reduction/combinations.ts'
import { SleepSearch } from './reduction/sleep.ts'
import type { CheckOptions, CheckResult } from './result.ts'

/** States between two yields: some tens of milliseconds. */
const batch = 50_000

/**
 * Searches and yields what is known after each batch of states; the last value is the result. The
 * caller decides whether to go on.
 * @throws InternalError when plain XState disagrees with a failure that was found.
 */
export function* checkInBatches(
  model: Model,
  options: CheckOptions = {},
): Generator<CheckResult, void> {
  const monitor = startedMonitor(model)
  if (monitor !== undefined) {
    yield violatedAtStart(options, { ...failureOf(monitor) })
    return
  }
  yield concluded(model, yield* searchUntilItStands(model, options))
}

/**
 * The result of a search that has ended: failures confirmed, and those that no state shows added.
 * @throws InternalError when plain XState disagrees with a failure that was found.
 */
export function concluded(model: Model, result: CheckResult): CheckResult {
  for (const failure of result.failures) confirmFailure(model, failure)
  return { ...result, failures: withEndless(model, result) }
}

/** A search that can be stopped between batches. */
interface Search {
  readonly stands: boolean
  readonly advance: (states: number) => boolean
  readonly result: () => CheckResult
}

function searchOf(model: Model, options: CheckOptions): Search {
  refuseCombinations(options)
  if (options.sleep !== undefined) return new SleepSearch(model, options, options.sleep)
  return options.mode === 'bfs' ? new BreadthFirst(model, options) : new DepthFirst(model, options)
}

/**
 * A reduction rests on what the tables and the predicates have shown so far. A search that learned
 * more is repeated with what it learned; the last one met nothing that its reduction did not know.
 */
function* searchUntilItStands(
  model: Model,
  options: CheckOptions,
): Generator<CheckResult, CheckResult> {
  for (;;) {
    const search = searchOf(model, options)
    while (search.stands && search.advance(batch)) yield search.result()
    if (search.stands) return search.result()
  }
}

/**
 * Adds lassos, the failures of *eventually* that no state shows, and says of each *eventually* that
 * is violated whether some run keeps it. Only a whole state space has them all.
 */
function withEndless(
  model: Model,
  { stopped, states, reductions, failures }: CheckResult,
): readonly CheckFailure[] {
  if (stopped !== undefined) return failures
  if (model.claims.every((c) => c.property.kind !== 'eventually')) return failures
  // A reduction keeps no cycles: they are looked for among all states.
  const graph = graphOf(model, reductions.length === 0 ? states : Infinity)
  const all = [...failures, ...lassosIn(graph)]
  return all.map((failure) => {
    const name = violatedProperty(failure.violation)
    const i = model.claims.findIndex(
      ({ property }) => property.kind === 'eventually' && property.name === name,
    )
    if (i < 0) return failure
    // What has held stays so, whatever comes after.
    const bit = graph.goalBit(i)
    return { ...failure, holdsOnSome: graph.goals.some((g) => (g & bit) !== 0) }
  })
}

function lassosIn(graph: StateGraph): readonly CheckFailure[] {
  const { model } = graph
  return model.claims.flatMap((claim, i): readonly CheckFailure[] => {
    if (claim.property.kind !== 'eventually') return []
    const lasso = lassoWithout(graph, graph.goalBit(i))
    if (lasso === undefined) return []
    confirmLasso(model, claim, lasso)
    const { stem, loop } = lasso
    const { name, law, reads } = claim.property
    const steps = `${stem.length} ${stem.length === 1 ? 'step' : 'steps'}`
    const detail = `never becomes true: after ${steps}, a fair cycle of ${loop.length}`
    const violation: Violation = { kind: 'property', name, law: law ?? name, detail, actors: reads }
    return [{ id: failureId(violation), violation, states: 1, decisions: stem, loop }]
  })
}

/** The whole search at once. */
export function checkModel(model: Model, options: CheckOptions = {}): CheckResult {
  let result: CheckResult | undefined
  for (const known of checkInBatches(model, options)) result = known
  if (result === undefined) throw new RangeError('checkInBatches yields at least once')
  return result
}

/** @throws InternalError when plain XState does not find this failure on this way. */
export function confirmFailure(model: Model, { violation, decisions, loop }: CheckFailure): void {
  // A lasso was confirmed where it was found.
  if (loop !== undefined) return
  confirm(execute(model, decisions), { kind: 'violated', violation })
}

function failureOf(violation: CheckFailure['violation']): CheckFailure {
  return { id: failureId(violation), violation, states: 1, decisions: new Int32Array() }
}

/** No step is taken from a first state that a monitor calls violated. */
function violatedAtStart({ mode = 'dfs', exact = false }: CheckOptions, failure: CheckFailure) {
  return {
    mode,
    exact,
    reductions: [],
    states: 1,
    transitions: 0,
    depth: 0,
    ends: 0,
    failures: [failure],
    witnesses: [],
    bytes: 0,
  } satisfies CheckResult
}
