/** Complete schedules, counted over the explored state space: what URW draws from. */
import { at, read } from '../assert.ts'
import type { StateGraph } from '../space/graph.ts'
import { postorder } from '../space/order.ts'
import { shares } from '../strategy/urw.ts'
import type { ScheduleSpace, Way } from '../strategy/urw.ts'

/** The state space has a cycle, so that schedules have no end and cannot be counted. */
export class EndlessError extends Error {
  override readonly name = 'EndlessError'
}

/**
 * By state, the number of complete schedules from it on. A run ends at rest or with a violation.
 * @throws EndlessError when the graph has a cycle.
 */
export function scheduleCounts(graph: StateGraph): readonly bigint[] {
  const order = postorder(graph)
  if (order === undefined) {
    throw new EndlessError('schedules cannot be counted: a run can come back to a state')
  }
  const counts = Array<bigint>(graph.states).fill(0n)
  for (const state of order) {
    const [from, to] = [read(graph.first, state), read(graph.first, state + 1)]
    let count = from === to ? 1n : 0n
    for (let e = from; e < to; e++) count += countOf(counts, read(graph.target, e))
    counts[state] = count
  }
  return counts
}

/** The graph as URW sees it. @throws EndlessError when the graph has a cycle. */
export function scheduleSpace(graph: StateGraph): ScheduleSpace {
  const counts = scheduleCounts(graph)
  const { first, target, decision } = graph
  return {
    initial: 0,
    ways: (state) => {
      const [from, to] = [at(first, state), at(first, state + 1)]
      const targets = Array.from(target.subarray(from, to))
      const weights = shares(targets.map((t) => countOf(counts, t)))
      return targets.map((next, i): Way => ({
        decision: at(decision, from + i),
        weight: at(weights, i),
        next,
      }))
    },
  }
}

/** A step that is a violation is the end of one schedule. */
function countOf(counts: readonly bigint[], target: number): bigint {
  return target < 0 ? 1n : at(counts, target)
}
