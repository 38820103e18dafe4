/**
 * What can still become of a run, by state: can it fail in a given way, can it end well, must it
 * fail? Backward reachability over the state graph: exact where the graph is whole.
 */
import { read } from '../assert.ts'
import { outcome } from './graph.ts'
import type { StateGraph } from './graph.ts'

export interface Futures {
  /** The failure that `canFail` is about, as an index into the graph's failures. */
  readonly failure: number
  /** 1 where a run can still end in the failure. */
  readonly canFail: Uint8Array
  /** 1 where a run can still end without any violation, or go on for ever without one. */
  readonly canPass: Uint8Array
  /** 1 where a run can still avoid the failure: by passing, or by another failure. */
  readonly canAvoid: Uint8Array
}

/** `endless`: states on a cycle that a run may follow for ever without any violation. */
export function futuresOf(
  graph: StateGraph,
  failure: number,
  endless: ReadonlySet<number> = new Set(),
): Futures {
  const sources = predecessors(graph)
  const fails: number[] = []
  const passes: number[] = [...endless]
  const avoids: number[] = [...endless]
  for (let s = 0; s < graph.states; s++) {
    const end = read(graph.outcome, s)
    if (end === outcome.passed) passes.push(s)
    const steps = refusals(graph, s)
    if (end === outcome.failed + failure || steps.includes(failure)) fails.push(s)
    const differs = end !== outcome.inner && end !== outcome.failed + failure
    if (differs || steps.some((f) => f !== failure)) avoids.push(s)
  }
  return {
    failure,
    canFail: backward(graph.states, sources, fails),
    canPass: backward(graph.states, sources, passes),
    canAvoid: backward(graph.states, sources, avoids),
  }
}

/** The failures that steps of `state` are themselves. */
function refusals({ first, target }: StateGraph, state: number): readonly number[] {
  const found: number[] = []
  for (let e = read(first, state); e < read(first, state + 1); e++) {
    if (read(target, e) < 0) found.push(-1 - read(target, e))
  }
  return found
}

/** Edges turned round: the sources of state s are `source[first[s]]` to `source[first[s + 1] - 1]`. */
interface Predecessors {
  readonly first: Int32Array
  readonly source: Int32Array
}

function predecessors({ states, first, target }: StateGraph): Predecessors {
  const starts = new Int32Array(states + 1)
  for (const s of target) if (s >= 0) starts[s + 1] = read(starts, s + 1) + 1
  for (let s = 0; s < states; s++) starts[s + 1] = read(starts, s + 1) + read(starts, s)
  const source = new Int32Array(read(starts, states))
  const filled = starts.slice()
  for (let s = 0; s < states; s++) {
    for (let e = read(first, s); e < read(first, s + 1); e++) {
      const to = read(target, e)
      if (to < 0) continue
      const place = read(filled, to)
      source[place] = s
      filled[to] = place + 1
    }
  }
  return { first: starts, source }
}

function backward(
  states: number,
  { first, source }: Predecessors,
  goals: readonly number[],
): Uint8Array {
  const reached = new Uint8Array(states)
  const open = [...goals]
  for (const s of goals) reached[s] = 1
  for (let s = open.pop(); s !== undefined; s = open.pop()) {
    for (let e = read(first, s); e < read(first, s + 1); e++) {
      const from = read(source, e)
      if (reached[from] === 1) continue
      reached[from] = 1
      open.push(from)
    }
  }
  return reached
}

/** What the runs from one state can end in. */
export interface Endings {
  readonly passes: boolean
  /** Indices into the graph's failures, ascending. */
  readonly failures: readonly number[]
}

/** By forward search from `start`; see `futuresOf` for `endless`. */
export function endingsFrom(
  graph: StateGraph,
  start: number,
  endless: ReadonlySet<number> = new Set(),
): Endings {
  if (start < 0) return { passes: false, failures: [-1 - start] }
  const seen = new Uint8Array(graph.states)
  const failures = new Set<number>()
  let passes = false
  const open = [start]
  seen[start] = 1
  for (let s = open.pop(); s !== undefined; s = open.pop()) {
    const end = read(graph.outcome, s)
    if (end === outcome.passed || endless.has(s)) passes = true
    if (end >= outcome.failed) failures.add(end - outcome.failed)
    for (let e = read(graph.first, s); e < read(graph.first, s + 1); e++) {
      const next = read(graph.target, e)
      if (next < 0) failures.add(-1 - next)
      else if (seen[next] === 0) {
        seen[next] = 1
        open.push(next)
      }
    }
  }
  return { passes, failures: [...failures].toSorted((a, b) => a - b) }
}
