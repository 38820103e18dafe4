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
import type { CheckOptions, CheckResult, Stop } from './result.ts'
import { longestChain } from './reduction/chain.ts'
import { Trail } from './trail.ts'
import { Visited } from './visited.ts'

export class DepthFirst {
  private readonly options: CheckOptions
  private readonly visited = new Visited()
  private readonly expansion: Expansion
  private readonly trail: Trail
  private level = 0
  private deepest = 0
  private stopped: Stop | undefined

  constructor(model: Model, options: CheckOptions) {
    this.options = options
    this.expansion = new Expansion(model, this.visited, options)
    this.trail = new Trail(this.expansion, model.system.bound.steps + 2, longestChain)
    for (const decision of this.expansion.prefix) this.trail.took(decision)
    this.open(undefined)
  }

  /** Goes on until `states` more were expanded; false when there is nothing left to do. */
  advance(states: number): boolean {
    const { expansion, trail } = this
    const { moves, state } = expansion
    for (let opened = 0; opened < states;) {
      if (moves.length > read(trail.starts, this.level)) {
        const decision = read(moves.decisions, --moves.length)
        trail.took(decision)
        state.apply(decision)
        expansion.settle(trail.took)
        this.level++
        this.open(decision)
        opened++
        if (this.outgrown()) return false
      } else if (this.level === 0) return false
      else trail.back(--this.level)
    }
    return true
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
    const { expansion, trail } = this
    trail.remember(this.level)
    if (trail.depth > this.deepest) this.deepest = trail.depth
    expansion.open(trail.depth, decision, trail.here, trail.refused)
  }

  private outgrown(): boolean {
    const { maxStates = Infinity, maxBytes = Infinity } = this.options
    const { visited, expansion } = this
    if (visited.size >= maxStates) this.stopped = 'states'
    else if (visited.bytesSoon + (expansion.exact?.bytes ?? 0) > maxBytes) this.stopped = 'memory'
    return this.stopped !== undefined
  }
}
