/**
 * Depth-first search: each state is expanded once, the latest met first. It holds the visited
 * fingerprints and one path, nothing else, which makes it the fast way to a verdict. A
 * counterexample is some path, not a shortest one.
 *
 * The successors of a state are looked up together before any is followed: the look-ups are cache
 * misses that do not depend on each other, and the processor overlaps them.
 */
import { read } from '../assert.ts'
import type { Model } from '../model/model.ts'
import { Expansion } from './expansion.ts'
import type { Refused } from './moves.ts'
import type { CheckOptions, CheckResult, Stop } from './result.ts'
import { Visited } from './visited.ts'

export class DepthFirst {
  private readonly options: CheckOptions
  private readonly visited = new Visited()
  private readonly expansion: Expansion
  /** The decisions that lead to the present state. */
  private readonly path: Int32Array
  /** By depth: the first of the state's moves, and what `undo` needs to come back to the state. */
  private readonly starts: Int32Array
  private readonly marks: Int32Array
  private readonly los: Int32Array
  private readonly his: Int32Array
  private depth = 0
  private deepest = 0
  private stopped: Stop | undefined

  constructor(model: Model, options: CheckOptions) {
    const levels = model.system.bound.steps + 2
    this.options = options
    this.expansion = new Expansion(model, this.visited, options)
    this.path = new Int32Array(levels)
    this.starts = new Int32Array(levels)
    this.marks = new Int32Array(levels)
    this.los = new Int32Array(levels)
    this.his = new Int32Array(levels)
    this.open(undefined)
  }

  /** Goes on until `states` more were expanded; false when there is nothing left to do. */
  advance(states: number): boolean {
    const { expansion, path, starts, marks, los, his } = this
    const { moves, state } = expansion
    for (let opened = 0; opened < states;) {
      if (moves.length > read(starts, this.depth)) {
        const decision = read(moves.decisions, --moves.length)
        path[this.depth++] = decision
        state.apply(decision)
        this.open(decision)
        opened++
        if (this.outgrown()) return false
      } else if (this.depth === 0) return false
      else {
        const depth = --this.depth
        state.undo(read(marks, depth), read(los, depth), read(his, depth))
      }
    }
    return true
  }

  result(): CheckResult {
    const { expansion, visited, deepest } = this
    const { findings, transitions, exact, collisions } = expansion
    const stopped = this.stopped ?? (expansion.cut ? 'steps' : undefined)
    return {
      mode: 'dfs',
      exact: exact !== undefined,
      states: exact?.size ?? visited.size,
      transitions,
      depth: deepest,
      ends: findings.ends,
      failures: findings.failures,
      witnesses: findings.witnesses,
      bytes: visited.bytes + (exact?.bytes ?? 0),
      ...(exact && { collisions }),
      ...(expansion.symmetry && { reductions: ['symmetry'] }),
      ...(stopped && { stopped }),
    }
  }

  private open(decision: number | undefined): void {
    const { expansion, depth } = this
    const { state, moves } = expansion
    this.starts[depth] = moves.length
    this.marks[depth] = state.mark
    this.los[depth] = state.lo
    this.his[depth] = state.hi
    if (depth > this.deepest) this.deepest = depth
    expansion.open(depth, decision, this.here, this.refused)
  }

  private readonly here = (): Int32Array => this.path.subarray(0, this.depth)

  private readonly refused: Refused = (violation, decision) => {
    this.path[this.depth] = decision
    this.expansion.findings.record(violation, this.depth + 1, () =>
      this.path.subarray(0, this.depth + 1),
    )
  }

  private outgrown(): boolean {
    const { maxStates = Infinity, maxBytes = Infinity } = this.options
    const { visited, expansion } = this
    if (visited.size >= maxStates) this.stopped = 'states'
    else if (visited.bytesSoon + (expansion.exact?.bytes ?? 0) > maxBytes) this.stopped = 'memory'
    return this.stopped !== undefined
  }
}
