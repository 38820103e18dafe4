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
import { longestChain } from './reduction/reply.ts'
import { Visited } from './visited.ts'

export class DepthFirst {
  private readonly options: CheckOptions
  private readonly visited = new Visited()
  private readonly expansion: Expansion
  /** The decisions that lead to the present state. */
  private readonly path: Int32Array
  /**
   * By level: the first of the state's moves, the steps to it (more than levels where a move takes
   * several), and what `undo` needs to come back to it.
   */
  private readonly starts: Int32Array
  private readonly marks: Int32Array
  private readonly los: Int32Array
  private readonly his: Int32Array
  private readonly lengths: Int32Array
  private level = 0
  private depth = 0
  private deepest = 0
  private stopped: Stop | undefined

  constructor(model: Model, options: CheckOptions) {
    const levels = model.system.bound.steps + 2
    this.options = options
    this.path = new Int32Array(levels + longestChain)
    this.expansion = new Expansion(model, this.visited, options)
    this.starts = new Int32Array(levels)
    this.marks = new Int32Array(levels)
    this.los = new Int32Array(levels)
    this.his = new Int32Array(levels)
    this.lengths = new Int32Array(levels)
    for (const decision of this.expansion.prefix) this.took(decision)
    this.open(undefined)
  }

  /** Goes on until `states` more were expanded; false when there is nothing left to do. */
  advance(states: number): boolean {
    const { expansion, starts, marks, los, his, lengths } = this
    const { moves, state } = expansion
    for (let opened = 0; opened < states;) {
      if (moves.length > read(starts, this.level)) {
        const decision = read(moves.decisions, --moves.length)
        this.took(decision)
        state.apply(decision)
        expansion.settle(this.took)
        this.level++
        this.open(decision)
        opened++
        if (this.outgrown()) return false
      } else if (this.level === 0) return false
      else {
        const level = --this.level
        this.depth = read(lengths, level)
        state.undo(read(marks, level), read(los, level), read(his, level))
      }
    }
    return true
  }

  private readonly took = (decision: number): void => {
    this.path[this.depth++] = decision
  }

  /** False when the search met something that its reduction did not know: it must be repeated. */
  get stands(): boolean {
    return this.expansion.stands
  }

  result(): CheckResult {
    const { expansion, visited, deepest } = this
    const { findings, transitions, exact, collisions } = expansion
    const stopped = this.stopped ?? (expansion.cut ? 'steps' : undefined)
    return {
      mode: 'dfs',
      exact: exact !== undefined,
      reductions: expansion.labels,
      states: exact?.size ?? visited.size,
      transitions,
      depth: deepest,
      ends: findings.ends,
      failures: findings.failures,
      witnesses: findings.witnesses,
      bytes: visited.bytes + (exact?.bytes ?? 0),
      ...(exact && { collisions }),
      ...(stopped && { stopped }),
    }
  }

  private open(decision: number | undefined): void {
    const { expansion, depth, level } = this
    const { state, moves } = expansion
    this.starts[level] = moves.length
    this.marks[level] = state.mark
    this.los[level] = state.lo
    this.his[level] = state.hi
    this.lengths[level] = depth
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
