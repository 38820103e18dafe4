/** Ways through the state graph: where decisions lead, and which states a run may visit for ever. */
import { at, invariant, read } from '../assert.ts'
import { fairComponents } from './cycles.ts'
import { outcome } from './graph.ts'
import type { StateGraph } from './graph.ts'

/** The states that `decisions` lead through, the first one included; below zero, a violation. */
export function followed(graph: StateGraph, decisions: Int32Array): readonly number[] {
  const way = [0]
  for (const decision of decisions) way.push(successor(graph, at(way, way.length - 1), decision))
  return way
}

/** Where the decision `taken` leads from `state`; below zero, the violation -1 minus it. */
export function successor(
  { first, target, decision }: StateGraph,
  state: number,
  taken: number,
): number {
  const from = at(first, state)
  const e = decision.subarray(from, at(first, state + 1)).indexOf(taken)
  invariant(e >= 0, `the state space has no step ${taken} from state ${state}`)
  return at(target, from + e)
}

/** States on a fair cycle that violates nothing: the goals of every *eventually* have held. */
export function endlessStates(graph: StateGraph): ReadonlySet<number> {
  const goals = graph.model.claims.reduce((bits, _, i) => bits | graph.goalBit(i), 0)
  const fair = fairComponents(
    graph,
    (s) => read(graph.outcome, s) === outcome.inner && (read(graph.goals, s) & goals) === goals,
  )
  return new Set(fair.flatMap((c) => c.states))
}
