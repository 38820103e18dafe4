/**
 * A run that goes on for ever and never reaches the goal of an *eventually*: a way to a fair cycle,
 * and once around it, past everything that makes it fair.
 */
import { at, read } from '../assert.ts'
import { unpack } from '../schedule/decision.ts'
import { fairComponents } from './cycles.ts'
import type { Component } from './cycles.ts'
import { wayTo } from './graph.ts'
import type { StateGraph } from './graph.ts'

/** Packed decisions: `stem` leads from the first state to the cycle, `loop` around it. */
export interface Lasso {
  readonly stem: Int32Array
  readonly loop: Int32Array
}

/** A lasso on which the goal with `bit` in the graph's `goals` never holds, if there is one. */
export function lassoWithout(graph: StateGraph, bit: number): Lasso | undefined {
  const inside = (state: number): boolean => (read(graph.goals, state) & bit) === 0
  const fair = fairComponents(graph, inside)
  const member = new Map(fair.flatMap((c) => c.states.map((s) => [s, c] as const)))
  const stem = wayTo(graph, (s) => member.has(s))
  if (stem === undefined) return undefined
  const start = stateAfter(graph, stem)
  const component = member.get(start)
  if (component === undefined) return undefined
  return { stem: Int32Array.from(stem), loop: Int32Array.from(around(graph, component, start)) }
}

/** Once around: a step of every channel that delivers inside, a state where each other is empty. */
function around(graph: StateGraph, component: Component, start: number): readonly number[] {
  const walk = new ComponentWalk(graph, component, start)
  const channelOf = (e: number): number => unpack(at(graph.decision, e)).channel
  const delivering = new Map(component.steps.map((e) => [channelOf(e), e]))
  for (const e of [...delivering.values()].toSorted((a, b) => a - b)) walk.take(e)
  for (const channel of waitingIn(graph, start)) {
    if (!delivering.has(channel)) walk.to((s) => !waitingIn(graph, s).has(channel))
  }
  walk.to((s) => s === start)
  return walk.decisions
}

function waitingIn({ first, decision }: StateGraph, state: number): ReadonlySet<number> {
  const steps = decision.subarray(at(first, state), at(first, state + 1))
  return new Set(Array.from(steps, (d) => unpack(d).channel))
}

class ComponentWalk {
  readonly decisions: number[] = []
  private readonly graph: StateGraph
  private readonly members: ReadonlySet<number>
  private readonly source: ReadonlyMap<number, number>
  private state: number

  constructor(graph: StateGraph, { states, steps }: Component, start: number) {
    this.graph = graph
    this.members = new Set(states)
    const source = new Map<number, number>()
    for (const s of states) {
      for (let e = at(graph.first, s); e < at(graph.first, s + 1); e++) source.set(e, s)
    }
    this.source = new Map(steps.map((e) => [e, source.get(e) ?? start]))
    this.state = start
  }

  /** Goes to the source of step `e` and takes it. */
  take(e: number): void {
    const from = this.source.get(e)
    this.to((s) => s === from)
    this.step(e)
  }

  /** Goes a shortest way, inside the component, to a state of which `wanted` is true. */
  to(wanted: (state: number) => boolean): void {
    const by = new Map<number, number>([[this.state, -1]])
    const queue = [this.state]
    for (let i = 0; i < queue.length; i++) {
      const state = at(queue, i)
      if (wanted(state)) {
        this.follow(by, state)
        return
      }
      for (let e = at(this.graph.first, state); e < at(this.graph.first, state + 1); e++) {
        const next = at(this.graph.target, e)
        if (by.has(next) || !this.members.has(next)) continue
        by.set(next, e)
        queue.push(next)
      }
    }
  }

  private follow(by: ReadonlyMap<number, number>, end: number): void {
    const steps: number[] = []
    for (let e = by.get(end) ?? -1; e >= 0; e = by.get(this.source.get(e) ?? -1) ?? -1) {
      steps.unshift(e)
    }
    for (const e of steps) this.step(e)
  }

  private step(e: number): void {
    this.decisions.push(at(this.graph.decision, e))
    this.state = at(this.graph.target, e)
  }
}

function stateAfter(graph: StateGraph, decisions: readonly number[]): number {
  return decisions.reduce((state, d) => {
    const from = at(graph.first, state)
    const e = graph.decision.subarray(from, at(graph.first, state + 1)).indexOf(d)
    return at(graph.target, from + e)
  }, 0)
}
