/**
 * Runs that never end: the fair cycles of the state graph.
 *
 * Fairness is weak, per channel: a message that can be delivered is delivered some time, whoever
 * else acts in between; so is a timer. Nothing is promised about which alternative a choice takes.
 * A strongly connected component has a fair cycle exactly when each channel is empty in some state
 * of it or delivers on some step inside it (a cycle through all its states and steps is then fair,
 * and a cycle in part of it cannot be fair where the whole is not). Components by Tarjan,
 * "Depth-first search and linear graph algorithms", SIAM J. Comput. 1972.
 */
import { at, read } from '../assert.ts'
import { unpack } from '../schedule/decision.ts'
import type { StateGraph } from './graph.ts'

/** States that reach each other, and the steps among them as indices into the graph's steps. */
export interface Component {
  readonly states: readonly number[]
  readonly steps: readonly number[]
}

/** The components with a fair cycle among the states of which `inside` is true. */
export function fairComponents(
  graph: StateGraph,
  inside: (state: number) => boolean,
): readonly Component[] {
  return components(graph, inside).filter((c) => isFair(graph, c))
}

function isFair(graph: StateGraph, { states, steps }: Component): boolean {
  const { first, decision } = graph
  const delivered = new Set(steps.map((e) => unpack(at(decision, e)).channel))
  const waiting = (state: number): Set<number> =>
    new Set(
      Array.from(
        decision.subarray(at(first, state), at(first, state + 1)),
        (d) => unpack(d).channel,
      ),
    )
  const [start, ...rest] = states
  if (start === undefined) return false
  // Channels that hold something in every state of the component and never deliver within it.
  const starved = waiting(start)
  for (const channel of delivered) starved.delete(channel)
  for (const state of rest) {
    if (starved.size === 0) break
    const here = waiting(state)
    for (const channel of starved) if (!here.has(channel)) starved.delete(channel)
  }
  return starved.size === 0
}

/** Strongly connected components that have a step, among the states of which `inside` is true. */
function components(graph: StateGraph, inside: (state: number) => boolean): readonly Component[] {
  const { states, first, target } = graph
  const tarjan = new Tarjan(graph, inside)
  for (let s = 0; s < states; s++) if (inside(s)) tarjan.visit(s)
  return tarjan.found.flatMap((members): readonly Component[] => {
    const set = new Set(members)
    const steps: number[] = []
    for (const s of members) {
      for (let e = read(first, s); e < read(first, s + 1); e++) {
        if (set.has(read(target, e))) steps.push(e)
      }
    }
    return steps.length === 0 ? [] : [{ states: members, steps }]
  })
}

/** Without recursion, because the paths are longer than the call stack. */
class Tarjan {
  readonly found: number[][] = []
  private readonly graph: StateGraph
  private readonly inside: (state: number) => boolean
  /** By state: 1 + the order of its discovery, 0 before; and the earliest state it reaches. */
  private readonly order: Int32Array
  private readonly low: Int32Array
  private readonly onStack: Uint8Array
  private readonly stack: number[] = []
  private count = 0

  constructor(graph: StateGraph, inside: (state: number) => boolean) {
    this.graph = graph
    this.inside = inside
    this.order = new Int32Array(graph.states)
    this.low = new Int32Array(graph.states)
    this.onStack = new Uint8Array(graph.states)
  }

  visit(root: number): void {
    if (read(this.order, root) !== 0) return
    const { first } = this.graph
    const path = [{ state: root, step: read(first, root) }]
    this.enter(root)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      if (top.step < read(first, top.state + 1)) {
        const next = this.follow(top.state, top.step++)
        if (next !== undefined) {
          this.enter(next)
          path.push({ state: next, step: read(first, next) })
        }
      } else {
        path.pop()
        this.leave(top.state)
        const parent = path.at(-1)
        if (parent !== undefined) this.lower(parent.state, read(this.low, top.state))
      }
    }
  }

  /** The state that step `e` of `state` leads to, if it is new. */
  private follow(state: number, e: number): number | undefined {
    const next = read(this.graph.target, e)
    if (next < 0 || !this.inside(next)) return undefined
    if (read(this.order, next) === 0) return next
    if (this.onStack[next] === 1) this.lower(state, read(this.order, next))
    return undefined
  }

  private enter(state: number): void {
    this.order[state] = ++this.count
    this.low[state] = this.count
    this.stack.push(state)
    this.onStack[state] = 1
  }

  private leave(state: number): void {
    if (read(this.low, state) !== read(this.order, state)) return
    const from = this.stack.lastIndexOf(state)
    const members = this.stack.splice(from)
    for (const s of members) this.onStack[s] = 0
    this.found.push(members)
  }

  private lower(state: number, order: number): void {
    if (order < read(this.low, state)) this.low[state] = order
  }
}
