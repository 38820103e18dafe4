/**
 * What the runs from each state of a design can end in: exact, because every state was explored.
 * A state keeps a byte for "can pass" and one per failure, of which few models have more than a
 * handful.
 */
import { at, invariant } from '../assert.ts'
import type { Model } from '../model/model.ts'
import { violatedProperty } from '../model/violation.ts'
import { endlessStates, followed, successor } from '../space/ways.ts'
import { futuresOf } from '../space/futures.ts'
import { buildGraph } from '../space/graph.ts'
import type { StateGraph } from '../space/graph.ts'
import type { Outlook } from './protocol.ts'

export class Atlas {
  readonly states: number
  private readonly graph: StateGraph
  private readonly canPass: Uint8Array
  /** By failure of the graph. */
  private readonly canFail: readonly Uint8Array[]

  private constructor(graph: StateGraph) {
    this.graph = graph
    this.states = graph.states
    const endless = endlessStates(graph)
    const futures = graph.failures.map((_, failure) => futuresOf(graph, failure, endless))
    this.canFail = futures.map((f) => f.canFail)
    // A design without failures has no other end than passing.
    this.canPass = futures[0]?.canPass ?? new Uint8Array(graph.states).fill(1)
  }

  /**
   * Yields the number of states known.
   * @throws TooLargeError when there are more than `maxStates`.
   */
  static *explore(model: Model, maxStates: number): Generator<number, Atlas> {
    return new Atlas(yield* buildGraph(model, maxStates))
  }

  /** The state that `decisions` lead to; below zero, their last is the violation -1 - state. */
  stateAfter(decisions: Int32Array): number {
    const way = followed(this.graph, decisions)
    return at(way, way.length - 1)
  }

  /** Where `decision` leads from `state`. */
  after(state: number, decision: number): number {
    invariant(state >= 0, 'nothing follows a violation')
    return successor(this.graph, state, decision)
  }

  outlook(state: number): Outlook {
    const { failures } = this.graph
    const possible = failures.filter((_, f) =>
      state < 0 ? f === -1 - state : at(this.canFail, f)[state] === 1,
    )
    return {
      passes: state >= 0 && this.canPass[state] === 1,
      failures: [...new Set(possible.map(violatedProperty))],
    }
  }
}
