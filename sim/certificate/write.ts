/**
 * Writes a certificate: a breadth-first walk of its own over whole states, without reductions and
 * fingerprints. What it writes is not to be trusted either: `endio verify` checks it.
 *
 * Memory: the text of each state as a key, and two levels of states as vectors: some 250 bytes a
 * state of a kernel scenario.
 */
import { at, invariant, read } from '../assert.ts'
import { Ints } from '../model/ints.ts'
import { atRest, claimsByActor, startedMonitor } from '../model/judge.ts'
import type { Model } from '../model/model.ts'
import { violationSentence } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { GlobalState } from '../space/global-state.ts'
import { Moves } from '../space/moves.ts'
import { Dictionary } from './dictionary.ts'
import { certificateSchema, onCycle } from './format.ts'
import type { CertifiedProperty, End, Header } from './format.ts'
import { Graph } from './ranks.ts'

/** What a certificate is of. */
export type Provenance = Pick<Header, 'endio' | 'scenario' | 'design'>

/** Takes one line, without its end. */
export type Sink = (line: string) => void

/** The verdict is not *holds*, so that there is nothing to certify; the message says why. */
export class NotCertifiableError extends Error {
  override readonly name = 'NotCertifiableError'
}

/** States between two yields. */
const batch = 5_000

/** States to a line of ranks. */
const ranksPerLine = 1_000

/**
 * Writes the certificate that `model` violates nothing; yields the number of states written so far,
 * and gives the last line.
 * @throws NotCertifiableError where something is violated, where the bound on steps cuts the search
 * off, where a *sometimes* is never reached and where an *at-rest* is never asked. What `sink` got is then worth nothing.
 */
export function* writeInBatches(
  model: Model,
  provenance: Provenance,
  sink: Sink,
): Generator<number, End> {
  const walk = new CertifyingWalk(model, provenance, sink)
  while (walk.advance()) if (walk.written % batch === 0) yield walk.written
  return walk.end()
}

/** The whole certificate at once. @throws NotCertifiableError as above */
export function writeCertificate(model: Model, provenance: Provenance, sink: Sink): End {
  const work = writeInBatches(model, provenance, sink)
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
  }
}

class CertifyingWalk {
  /** States whose lines are written. */
  written = 0
  private readonly model: Model
  private readonly sink: Sink
  private readonly state: GlobalState
  private readonly moves: Moves
  private readonly dictionary: Dictionary
  private readonly numbers = new Map<string, number>()
  private frontier = new Ints()
  private next = new Ints()
  private position = 0
  private depth = -1
  private transitions = 0
  private rests = 0
  private readonly always: readonly (readonly number[])[]
  /** By claim: the first state in which a *sometimes* holds. */
  private readonly witnesses = new Map<number, number>()
  /** Kept only where an *eventually* has to be ranked. */
  private readonly graph: Graph | undefined

  constructor(model: Model, provenance: Provenance, sink: Sink) {
    const { system, claims } = model
    const { endio, scenario, design } = provenance
    this.model = model
    this.sink = sink
    this.state = new GlobalState(model)
    this.moves = new Moves(this.state)
    this.always = claimsByActor(model, (c) => c.property.kind === 'always')
    this.graph = claims.some((c) => c.property.kind === 'eventually') ? new Graph() : undefined
    const monitors = model.monitors.map((m) => m.property.name)
    const { bound } = system
    const header: Header = {
      ...{ schema: certificateSchema, endio, scenario, design, bound },
      ...{ actors: [...model.names], monitors },
    }
    this.write(header)
    this.dictionary = new Dictionary(this.state, (line) => this.write(line))
    this.refuse(startedMonitor(model))
    for (const [i, claim] of claims.entries()) if (claim.property.kind === 'always') this.ask(i)
    this.numberOf()
  }

  /** Writes one more state; false when there is none. */
  advance(): boolean {
    if (this.position === this.frontier.length && !this.descend()) return false
    const { moves, state, dictionary, graph } = this
    this.position = state.decode(this.frontier.items, this.position, 0, 0)
    const text = dictionary.text()
    const reached = dictionary.reached()
    moves.length = 0
    moves.expand((violation) => this.refuse(violation))
    const successors: number[] = []
    for (let i = 0; i < moves.length; i++) successors.push(this.step(read(moves.decisions, i)))
    if (successors.length === 0) {
      this.refuse(atRest(this.model, state.slots, state.reached))
      this.rests++
    } else if (this.depth >= this.model.system.bound.steps) {
      throw new NotCertifiableError(
        `the bound of ${this.model.system.bound.steps} steps cuts the search off; raise it`,
      )
    }
    graph?.add(reached, successors)
    this.transitions += successors.length
    this.sink(`${text},[${successors.join()}]]`)
    this.written++
    return true
  }

  end(): End {
    const { locals, messages, timers } = this.dictionary
    const { written: states, transitions, rests } = this
    const properties = this.properties()
    const end = { states, transitions, rests, locals, messages, timers, properties }
    this.write({ end })
    return end
  }

  private descend(): boolean {
    if (this.next.length === 0) return false
    ;[this.frontier, this.next] = [this.next, this.frontier]
    this.next.length = 0
    this.position = 0
    this.depth++
    return true
  }

  /** Takes a step and comes back; gives the number of the state it leads to. */
  private step(decision: number): number {
    const { state, dictionary } = this
    const { mark } = state
    const taking = dictionary.take(decision)
    this.refuse(state.apply(decision))
    dictionary.taken(taking)
    for (const claim of at(this.always, taking.to)) this.ask(claim)
    const number = this.numberOf()
    state.undo(mark, 0, 0)
    return number
  }

  /** The number of the present state, which is queued when it is new. */
  private numberOf(): number {
    const text = this.dictionary.text()
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    const number = this.numbers.size
    this.numbers.set(text, number)
    this.state.encode(this.next)
    for (const [i, claim] of this.model.claims.entries()) {
      if (claim.property.kind !== 'sometimes' || this.witnesses.has(i)) continue
      if (claim.holds(this.state.slots)) this.witnesses.set(i, number)
    }
    return number
  }

  private ask(index: number): void {
    const claim = at(this.model.claims, index)
    if (!claim.holds(this.state.slots)) this.refuse(claim.violation(this.state.slots))
  }

  private refuse(violation: Violation | undefined): void {
    if (violation === undefined) return
    throw new NotCertifiableError(
      `only a verdict that holds has a certificate, and here ${violationSentence(violation)}; the counterexample is the evidence`,
    )
  }

  /** In the order of the scenario, claims first. */
  private properties(): CertifiedProperty[] {
    const claims = this.model.claims.map(({ property: { name, kind } }, i) => ({ name, kind, i }))
    const never = claims.find(({ kind, i }) => kind === 'sometimes' && !this.witnesses.has(i))
    if (never !== undefined) {
      throw new NotCertifiableError(
        `${never.name} is never reached: the verdict is vacuous, and has no certificate`,
      )
    }
    const unasked = claims.find(({ kind }) => kind === 'at-rest')
    if (unasked !== undefined && this.rests === 0) {
      throw new NotCertifiableError(
        `no run ends, so ${unasked.name} is never asked: the verdict is vacuous, and has no certificate`,
      )
    }
    const goals = claims.filter((c) => c.kind === 'eventually')
    const covered = this.rank(goals.length)
    const claimed = claims.map(({ name, kind, i }): CertifiedProperty => {
      const goal = goals.findIndex((g) => g.i === i)
      if (goal >= 0 && (covered & (1 << goal)) === 0) {
        return { name, kind, covered: false, because: onCycle }
      }
      const witness = this.witnesses.get(i)
      return { name, kind, covered: true, ...(witness !== undefined && { witness }) }
    })
    const monitors = this.model.monitors.map(({ property: { name } }): CertifiedProperty => {
      return { name, kind: 'monitor', covered: true }
    })
    return [...claimed, ...monitors]
  }

  /** Writes the ranks and gives the bits of the *eventually* claims that they cover. */
  private rank(goals: number): number {
    const { graph } = this
    if (graph === undefined) return 0
    let covered = 0
    for (let i = 0; i < goals; i++) if (graph.ranks(1 << i) !== undefined) covered |= 1 << i
    if (covered === 0) return 0
    const ranks = graph.ranks(covered)
    invariant(ranks !== undefined, 'a cycle that lacks one of several lacks it alone too')
    for (let i = 0; i < ranks.length; i += ranksPerLine) {
      this.write({ ranks: i, of: Array.from(ranks.subarray(i, i + ranksPerLine)) })
    }
    return covered
  }

  private write(line: object): void {
    this.sink(JSON.stringify(line))
  }
}
