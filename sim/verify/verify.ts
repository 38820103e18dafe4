/**
 * Checks a certificate line by line against its system. It shares no code with the searches: what
 * it takes from endio is the reading of scenarios and the adapter to XState.
 *
 * The proof is an induction. State 0 is the first state. Each state's steps are computed again and
 * lead to the very states that its line names, so that no run leaves the set; nothing is violated
 * in any of them, or by a step. Each state is reached, because a state before it leads to it.
 */
import { at } from '../assert.ts'
import { onCycle } from '../certificate/format.ts'
import type { CertifiedProperty, End, Header, RanksLine } from '../certificate/format.ts'
import type { System } from '../scenario/system.ts'
import { Answers } from './answers.ts'
import { Properties } from './properties.ts'
import { readLine, stateOf } from './read-line.ts'
import { RefusedError } from './refused.ts'
import { initialState, stepsOf, textOf, withoutSuccessors } from './steps.ts'
import type { State, Step } from './steps.ts'

/** What was checked. */
export type Proof = End

/** States between two yields. */
const batch = 1_000

/** The *eventually* claims have a bit each, and JavaScript's bits are those of 32-bit integers. */
const mostGoals = 31

export class Verification {
  private readonly system: System
  private readonly answers: Answers
  private readonly properties: Properties
  /** The lines of the states, and where they stand in the file. */
  private readonly states: string[] = []
  private readonly lines: number[] = []
  private readonly ranks: number[] = []
  private line = 1
  private end: End | undefined
  /** States that were named as successors so far, and the steps to them. */
  private named = 1
  private transitions = 0
  private rests = 0

  /** @throws RefusedError when `header` is of another system. */
  constructor(system: System, { bound, actors, monitors }: Header) {
    this.system = system
    this.answers = new Answers(system)
    this.properties = new Properties(system, this.answers)
    const ids = system.actors.map((a) => a.id)
    const watching = this.answers.monitors.map((m) => m.name)
    this.same('actors', actors.join(), ids.join())
    this.same('monitors', monitors.join(), watching.join())
    this.same('steps of the bound', bound.steps, system.bound.steps)
    this.same('faults of the bound', bound.faults, system.bound.faults)
    const goals = this.properties.goals.length
    if (goals > mostGoals) throw this.refused(`${goals} properties are eventually; too many`)
  }

  /** The next line after the header. @throws RefusedError, MalformedError */
  read(text: string): void {
    const line = ++this.line
    const { answers } = this
    if (this.end !== undefined) throw this.refused('a line after the end')
    const { kind, value } = readLine(text, line)
    switch (kind) {
      case 'local':
        return answers.addLocal(value, line)
      case 'message':
        return answers.addMessage(value, line)
      case 'timer':
        return answers.addTimer(value, line)
      case 'state':
        this.states.push(text)
        this.lines.push(line)
        return undefined
      case 'ranks':
        return this.addRanks(value)
      case 'end':
        this.end = value.end
        return undefined
    }
  }

  /**
   * To be called after the last line; yields how many states are checked.
   * @throws RefusedError
   */
  *conclude(): Generator<number, Proof> {
    const { end, states, answers } = this
    if (end === undefined) throw this.refused('the end is missing: the file was cut')
    this.same('states', end.states, states.length)
    this.same('local states', end.locals, answers.locals.length)
    this.same('messages', end.messages, answers.messages.length)
    this.same('timers', end.timers, answers.timers.length)
    const covered = this.covered(end.properties)
    this.distinct()
    this.checkFirst()
    for (let number = 0; number < states.length; number++) {
      this.checkState(number, covered)
      if (number % batch === 0) yield number
    }
    if (this.named < states.length) throw this.refused(`state ${this.named} is never reached`)
    this.same('steps', end.transitions, this.transitions)
    this.same('states at rest', end.rests, this.rests)
    const unasked = this.properties.claims.find((c) => c.property.kind === 'at-rest')
    if (unasked !== undefined && this.rests === 0) {
      throw this.refused(`no state is at rest, so ${unasked.property.name} is never asked`)
    }
    this.checkWitnesses(end.properties)
    return end
  }

  private addRanks({ ranks, of }: RanksLine): void {
    if (ranks !== this.ranks.length) throw this.refused(`ranks begin at ${this.ranks.length}`)
    for (const rank of of) this.ranks.push(rank)
  }

  /** Two states that are the same would make the count too large. */
  private distinct(): void {
    const seen = new Map<string, number>()
    for (const [number, text] of this.states.entries()) {
      const key = text.slice(0, text.lastIndexOf('['))
      const known = seen.get(key)
      if (known !== undefined) throw this.refused(`the same as state ${known}`, number)
      seen.set(key, number)
    }
  }

  private checkFirst(): void {
    const initial = initialState(this.answers, this.system.bound.faults)
    const first = { ...initial, reached: this.properties.reached(initial, 1) }
    const said = this.states[0]
    if (said === undefined) throw this.refused('there is no state')
    if (said.startsWith(textOf(first))) return
    throw this.refused(`not the first state: ${this.difference(first, said)}`, 0)
  }

  /** `number` is known to be the state that it should be; its steps and its properties are not. */
  private checkState(number: number, covered: number): void {
    if (number >= this.named) throw this.refused('no state before it leads to it', number)
    const { answers, properties } = this
    const line = at(this.lines, number)
    const said = stateOf(at(this.states, number))
    const state = withoutSuccessors(said)
    const successors = said[5]
    const steps = stepsOf(answers, state, line)
    if (steps.length !== successors.length) {
      const message = `${steps.length} steps are possible, and ${successors.length} are listed`
      throw this.refused(message, number)
    }
    properties.judge(state, steps.length === 0, line)
    let rank = 0
    for (const [i, step] of steps.entries()) {
      const next = at(successors, i)
      const after = { ...step.state, reached: properties.reached(step.state, line) }
      this.checkStep(number, { ...step, state: after }, next)
      if ((after.reached & covered) !== covered) rank = Math.max(rank, this.rankOf(next) + 1)
    }
    if (covered !== 0 && this.rankOf(number) !== rank) {
      throw this.refused(`its rank is ${rank}, not ${this.rankOf(number)}`, number)
    }
    this.transitions += steps.length
    if (steps.length === 0) this.rests++
  }

  private checkStep(number: number, step: Step, next: number): void {
    const said = this.states[next]
    if (said === undefined) throw this.refused(`there is no state ${next}`, number)
    if (!said.startsWith(textOf(step.state))) {
      const names = this.system.actors.map((a) => a.id)
      const event = at(at(this.answers.messages, step.message).options, step.option)
      const how = `${at(names, step.from)}>${at(names, step.to)}:${event.type}`
      const what = `${how} does not lead to state ${next}`
      throw this.refused(`${what}: ${this.difference(step.state, said)}`, number)
    }
    if (next > this.named) throw this.refused(`state ${this.named} must be named first`, number)
    if (next === this.named) this.named++
  }

  /** The bits of the *eventually* claims that the ranks cover. */
  private covered(said: readonly CertifiedProperty[]): number {
    const { claims, goals } = this.properties
    const { monitors } = this.answers
    const asked = [
      ...claims.map((c) => `${c.property.name} ${c.property.kind}`),
      ...monitors.map((m) => `${m.name} monitor`),
    ]
    this.same('properties', said.map((p) => `${p.name} ${p.kind}`).join(), asked.join())
    const left = said.find((p) => !p.covered && (p.kind !== 'eventually' || p.because !== onCycle))
    if (left !== undefined) throw this.refused(`${left.name} must be covered`)
    const covered = goals.reduce((bits, { property: { name } }, i) => {
      return said.some((p) => p.name === name && p.covered) ? bits | (1 << i) : bits
    }, 0)
    this.same('ranks', this.ranks.length, covered === 0 ? 0 : this.states.length)
    return covered
  }

  private checkWitnesses(said: readonly CertifiedProperty[]): void {
    for (const property of said) {
      const witness = property.covered ? property.witness : undefined
      if (property.kind !== 'sometimes') {
        if (witness === undefined) continue
        throw this.refused(`${property.name} has no use for a witness`)
      }
      const text = witness === undefined ? undefined : this.states[witness]
      if (witness === undefined || text === undefined) {
        throw this.refused(`${property.name} has no state that witnesses it`)
      }
      const line = at(this.lines, witness)
      if (this.properties.witnesses(property.name, withoutSuccessors(stateOf(text)), line)) continue
      throw this.refused(`${property.name} (sometimes) does not hold`, witness)
    }
  }

  private rankOf(state: number): number {
    return this.ranks[state] ?? 0
  }

  /** Where `said`, the line of a state, is not what was computed. */
  private difference(computed: State, said: string): string {
    const other = withoutSuccessors(stateOf(said))
    const { actors, monitors } = this.answers
    const names = [...this.system.actors.map((a) => a.id), ...monitors.map((m) => m.name)]
    const i = computed.locals.findIndex((local, place) => local !== other.locals[place])
    if (i >= 0)
      return `${at(names, i)} is in local state ${computed.locals[i]}, not ${other.locals[i]}`
    const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b)
    if (differs(computed.channels, other.channels)) {
      const row = computed.channels.find((one) => !other.channels.some((two) => !differs(one, two)))
      const [channel, ...messages] = row ?? []
      if (channel === undefined) return 'it holds messages that were not sent'
      const way = `from ${names[Math.floor(channel / actors)]} to ${names[channel % actors]}`
      return `${way} the messages ${messages.join(', ')} wait`
    }
    if (differs(computed.timers, other.timers)) return 'the pending timers differ'
    if (computed.faults !== other.faults) return `${computed.faults} faults are left`
    return 'another set of eventually has held'
  }

  private same(what: string, said: string | number, is: string | number): void {
    if (said !== is) throw this.refused(`${what}: the certificate says ${said}, it is ${is}`)
  }

  /** Blames the line of state `number`, or else the line read last. */
  private refused(message: string, number?: number): RefusedError {
    if (number === undefined) return new RefusedError(this.line, message)
    return new RefusedError(at(this.lines, number), `state ${number}: ${message}`)
  }
}
