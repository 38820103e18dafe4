/**
 * What every order of search does with a state that it meets for the first time: look at it, find
 * what it allows, and keep the successors that are new.
 */
import { InternalError, read } from '../assert.ts'
import type { Model } from '../model/model.ts'
import { failureId } from '../model/violation.ts'
import { stream } from '../prng.ts'
import type { Draw } from '../prng.ts'
import { ExactStates } from './exact.ts'
import { Findings } from './findings.ts'
import type { Path } from './findings.ts'
import { GlobalState } from './global-state.ts'
import { Moves } from './moves.ts'
import type { Refused } from './moves.ts'
import { Reduction } from './reduction/reduction.ts'
import { Symmetry } from './reduction/symmetry.ts'
import type { CheckOptions } from './result.ts'

/** A persistent set holds no step that is a violation. */
const harmless: Refused = (violation) => {
  throw new InternalError(`a persistent set delivers a violation: ${failureId(violation)}`)
}

/** A set of fingerprints. */
export interface Seen {
  /** False when the fingerprint was there. */
  readonly add: (lo: number, hi: number) => boolean
  /** Adds another state with a fingerprint that is there. */
  readonly addAgain: (lo: number, hi: number) => void
}

export class Expansion {
  readonly state: GlobalState
  /** A stack; the new successors of the state opened last are on top. */
  readonly moves: Moves
  readonly findings: Findings
  transitions = 0
  collisions = 0
  /** Some state has successors that the bound on steps cuts off. */
  cut = false
  readonly exact: ExactStates | undefined
  /** Set: `seen` holds the fingerprints of orbits. */
  readonly symmetry: Symmetry | undefined
  private readonly seen: Seen
  private readonly bound: number
  private readonly shuffle: Draw | undefined

  readonly reduction: Reduction | undefined
  /** What is settled before the first state is kept. */
  readonly prefix: readonly number[]

  constructor(model: Model, seen: Seen, options: CheckOptions) {
    const { exact, shuffle, reductions, symmetry } = options
    this.state = new GlobalState(model)
    this.moves = new Moves(this.state)
    this.findings = new Findings(model)
    this.seen = seen
    this.bound = model.system.bound.steps
    this.exact = exact === true ? new ExactStates() : undefined
    this.shuffle = shuffle === undefined ? undefined : stream(shuffle, 'schedule')
    const { reply = false, persistent = false } = reductions ?? {}
    this.reduction =
      reply || persistent ? new Reduction(this.state, { reply, persistent }) : undefined
    const prefix: number[] = []
    this.settle((decision) => prefix.push(decision))
    this.prefix = prefix
    this.symmetry = symmetry === true ? new Symmetry(this.state) : undefined
    this.symmetry?.look()
    const { lo, hi } = this.symmetry ?? this.state
    seen.add(lo, hi)
    this.exact?.add(this.state)
  }

  /**
   * Opens the present state, to which `path` leads and `decision` (none: the first state) led last.
   * `refused` is told of steps that are violations.
   */
  open(depth: number, decision: number | undefined, path: Path, refused: Refused): void {
    const { moves, findings, state } = this
    const start = moves.length
    this.symmetry?.interchange.checkClaims(state)
    if (!findings.meet(state, decision, depth, path)) return
    this.symmetry?.interchange.checkSteps(state)
    if (this.expandInPart(depth)) return
    const successors = moves.expand(refused)
    if (successors === 0) findings.rest(state, depth, path)
    else if (depth < this.bound) {
      this.transitions += successors
      this.keepNew(start)
    } else {
      this.cut = true
      moves.length = start
    }
  }

  /** The reductions in force. */
  get labels(): readonly string[] {
    return [...(this.reduction?.labels ?? []), ...(this.symmetry ? ['symmetry'] : [])]
  }

  /** False when this search met something that its reduction did not know: it must be repeated. */
  get stands(): boolean {
    return this.reduction?.stands ?? true
  }

  /** Takes the steps that need no interleaving of their own, if that reduction is in force. */
  settle(taken: (decision: number) => void): void {
    this.reduction?.reply?.settle(taken)
  }

  /** Expands by a persistent set, if there is one and it leads to a new state. */
  private expandInPart(depth: number): boolean {
    const { moves } = this
    const channels = depth < this.bound ? this.reduction?.persistent?.pick() : undefined
    if (channels === undefined) return false
    const start = moves.length
    for (const channel of channels) {
      this.transitions += moves.expandChannel(channel, harmless)
    }
    this.keepNew(start)
    return moves.length > start
  }

  private keepNew(start: number): void {
    const { moves, seen, exact } = this
    if (this.symmetry !== undefined) this.toOrbits(start, this.symmetry)
    // Before they are added: breadth first numbers states in the order of adding.
    if (this.shuffle !== undefined) moves.shuffle(start, this.shuffle)
    const { decisions, lo, hi, length } = moves
    if (this.reduction?.reply !== undefined) this.settleMoves(start)
    let kept = start
    for (let i = start; i < length; i++) {
      const fresh = seen.add(read(lo, i), read(hi, i))
      if (exact === undefined ? !fresh : !this.addExactly(read(decisions, i), fresh)) continue
      decisions[kept] = read(decisions, i)
      lo[kept] = read(lo, i)
      hi[kept++] = read(hi, i)
    }
    moves.length = kept
  }

  /** Each move from `start` on gets the fingerprint of its orbit. */
  private toOrbits(start: number, symmetry: Symmetry): void {
    const { moves, state } = this
    const { mark, lo, hi } = state
    for (let i = start; i < moves.length; i++) {
      state.apply(read(moves.decisions, i))
      symmetry.look()
      moves.lo[i] = symmetry.lo
      moves.hi[i] = symmetry.hi
      state.undo(mark, lo, hi)
    }
  }

  /** The fingerprints of the states that the moves from `start` on settle to. */
  private settleMoves(start: number): void {
    const { state, moves } = this
    const { mark, lo, hi } = state
    for (let i = start; i < moves.length; i++) {
      state.apply(read(moves.decisions, i))
      this.settle(() => undefined)
      moves.lo[i] = state.lo
      moves.hi[i] = state.hi
      state.undo(mark, lo, hi)
    }
  }

  private addExactly(decision: number, fresh: boolean): boolean {
    const { state } = this
    const { mark, lo, hi } = state
    state.apply(decision)
    this.settle(() => undefined)
    const isNew = this.exact?.add(state) === true
    const [collidedLo, collidedHi] = [state.lo, state.hi]
    state.undo(mark, lo, hi)
    if (isNew && !fresh) {
      this.collisions++
      this.seen.addAgain(collidedLo, collidedHi)
    }
    return isNew
  }
}
