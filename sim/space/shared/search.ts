/**
 * One worker of a depth-first search that several do together: the set of visited states is shared,
 * and a state is expanded by whoever added it first. A worker without work is given the shallowest
 * moves of another's stack, below which the most may be left to find.
 */
import { read } from '../../assert.ts'
import type { Model } from '../../model/model.ts'
import { Expansion } from '../expansion.ts'
import type { CheckFailure, Witness } from '../findings.ts'
import { Trail } from '../trail.ts'
import { signal } from './control.ts'
import type { Control } from './control.ts'
import { mostGiven } from './mail.ts'
import type { Mailboxes } from './mail.ts'
import type { SharedVisited } from './visited.ts'

/** What one worker knows; the sums and unions over all workers are the result. */
export interface Share {
  readonly states: number
  readonly transitions: number
  readonly ends: number
  readonly failures: readonly CheckFailure[]
  readonly witnesses: readonly Witness[]
  /** Some state was further away than the bound on steps. */
  readonly cut: boolean
}

/** What a worker shares with the others. */
export interface Shared {
  readonly control: Control
  readonly visited: SharedVisited
  readonly mailboxes: Mailboxes
  readonly me: number
}

/** The shared search lasts until nobody has work left or somebody halts it. */
export class SharedSearch {
  private readonly shared: Shared
  private readonly expansion: Expansion
  /** Its levels are its steps. */
  private readonly trail: Trail
  /** Moves below this one of the stack were given away. */
  private base = 0

  constructor(model: Model, shared: Shared) {
    this.shared = shared
    this.expansion = new Expansion(model, shared.visited, {})
    this.trail = new Trail(this.expansion, model.system.bound.steps + 2, 0)
  }

  /**
   * Goes on to the end of the whole search; every `period` states it looks what the others need,
   * and tells what it knows. The first worker begins.
   * @throws HaltedError
   */
  run(period: number, tell: () => void): void {
    const { me, control, visited, mailboxes } = this.shared
    if (me === 0) this.open(undefined)
    for (let begun = me === 0; ; begun = true) {
      if (begun) while (this.advance(period)) this.lookUp(tell)
      this.lookUp(tell)
      if (!control.awaitMail(() => visited.grow())) return
      this.take(mailboxes.read(me).path, mailboxes.read(me).moves)
    }
  }

  get share(): Share {
    const { findings, transitions, cut } = this.expansion
    const { ends, failures, witnesses } = findings
    return { states: this.shared.visited.added, transitions, ends, failures, witnesses, cut }
  }

  /** Goes on until `states` more were expanded; false when there is nothing left to do. */
  private advance(states: number): boolean {
    const { expansion, trail } = this
    const { moves, state } = expansion
    for (let opened = 0; opened < states;) {
      if (moves.length > read(trail.starts, trail.depth)) {
        const decision = read(moves.decisions, --moves.length)
        trail.took(decision)
        state.apply(decision)
        this.open(decision)
        opened++
      } else if (trail.depth === 0) return false
      else trail.back(trail.depth - 1)
    }
    return true
  }

  private lookUp(tell: () => void): void {
    const { control, visited } = this.shared
    // Which states the bound leaves out depends on who came first: no result to go on for.
    if (this.expansion.cut) control.halt()
    control.check()
    if (control.signal === signal.grow) visited.grow()
    if (control.someoneIsIdle) this.give()
    tell()
  }

  /** Gives away half of the stack, from below. */
  private give(): void {
    const { control, mailboxes } = this.shared
    const { trail } = this
    const { moves } = this.expansion
    const given = Math.min(mostGiven, (moves.length - this.base) >> 1)
    if (given === 0) return
    const worker = control.choose()
    if (worker === undefined) return
    const pairs = new Int32Array(2 * given)
    let level = 0
    for (let i = 0; i < given; i++) {
      while (level < trail.depth && read(trail.starts, level + 1) <= this.base + i) level++
      pairs[2 * i] = level
      pairs[2 * i + 1] = read(moves.decisions, this.base + i)
    }
    mailboxes.write(worker, { path: trail.decisions.subarray(0, level), moves: pairs })
    control.deliver(worker)
    this.base += given
    for (let d = 0; d <= trail.depth && read(trail.starts, d) < this.base; d++) {
      trail.starts[d] = this.base
    }
  }

  /** Makes `path` the own path and `moves` what is left to do along it. */
  private take(path: Int32Array, moves: Int32Array): void {
    const { trail } = this
    const { state, moves: stack } = this.expansion
    stack.length = 0
    this.base = 0
    let next = 0
    for (trail.depth = 0; ;) {
      trail.remember(trail.depth)
      while (next < moves.length && read(moves, next) === trail.depth) {
        stack.push(read(moves, next + 1), 0, 0)
        next += 2
      }
      if (trail.depth === path.length) return
      const decision = read(path, trail.depth)
      trail.took(decision)
      state.apply(decision)
    }
  }

  private open(decision: number | undefined): void {
    const { trail } = this
    trail.remember(trail.depth)
    this.expansion.open(trail.depth, decision, trail.here, trail.refused)
  }
}
