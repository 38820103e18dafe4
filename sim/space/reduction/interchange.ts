/**
 * Whether ids that are declared interchangeable are: at the start, in every step that the search
 * uses, and for every property in every state that it keeps.
 *
 * For a step the question is put to XState: the local state and the event under another naming must
 * give the same answer under that naming. With few ids every permutation is tried, with more those
 * that exchange two neighbours. This is a test of what was used and not a proof: a machine could tell
 * apart what no tried permutation shows. A counterexample does not rest on it, only "nothing found".
 */
import { at, read } from '../../assert.ts'
import { evaluate } from '../../model/claim.ts'
import type { Claim } from '../../model/claim.ts'
import type { Model } from '../../model/model.ts'
import type { Answer } from '../../model/xstate.ts'
import { empty } from '../contents.ts'
import type { GlobalState } from '../global-state.ts'
import { SymmetryError } from './permutations.ts'
import type { Permutation } from './permutations.ts'
import { RenamedText } from './renamed-text.ts'
import { stepsOf } from './steps.ts'

/** Events of one receiver stay below this (see `model.ts`). */
const eventLimit = 2 ** 20

/** Answers kept before all are forgotten. */
const maxAnswers = 200_000

export class Interchange {
  private readonly model: Model
  private readonly text: RenamedText
  private readonly identity: Permutation
  private readonly permutations: readonly Permutation[]
  /** Pairs of a local state and an event. */
  private readonly checked = new Set<number>()
  private readonly answers = new Map<string, boolean>()

  /** @throws SymmetryError when the first state, or what a monitor observes, tells ids apart. */
  constructor(state: GlobalState, identity: Permutation, permutations: readonly Permutation[]) {
    this.model = state.model
    this.text = new RenamedText(state.model)
    this.identity = identity
    this.permutations = permutations
    for (const permutation of permutations) {
      this.checkObservers(permutation)
      this.checkStart(state, permutation)
    }
  }

  /** @throws SymmetryError when a property of the present state tells ids apart. */
  checkClaims(state: GlobalState): void {
    const rests = state.enabled.every((word) => word === 0)
    for (const [index, claim] of this.model.claims.entries()) {
      if (claim.property.kind === 'at-rest' && !rests) continue
      for (const permutation of this.permutations) {
        const here = claim.holds(state.slots)
        if (this.holds(index, claim, state.slots, permutation) === here) continue
        const [now, then] = here ? ['true', 'false'] : ['false', 'true']
        const { name } = claim.property
        complain(permutation, `property ${name} is ${now}, and ${then} once they are exchanged`)
      }
    }
  }

  /** @throws SymmetryError when a step that the present state allows tells ids apart. */
  checkSteps(state: GlobalState): void {
    const { model } = this
    for (const { receiver, channel, event } of stepsOf(state)) {
      this.checkStep(read(state.slots, receiver), event)
      for (const monitor of at(model.observers, receiver)) {
        const seen = model.observation(monitor, channel, event)
        this.checkStep(read(state.slots, monitor.index), seen)
      }
    }
  }

  private checkStep(local: number, event: number): void {
    const key = local * eventLimit + event
    if (this.checked.has(key)) return
    this.checked.add(key)
    const { tables, xstate } = this.model
    const actor = at(tables.actorOf, local)
    const snapshot = at(tables.snapshots, local)
    const received = at(at(tables.events, actor), event).event
    const answer = xstate.transition(actor, snapshot, received)
    for (const permutation of this.permutations) {
      const other = xstate.transition(
        permutation.actor(actor),
        xstate.renamedSnapshot(actor, snapshot, permutation),
        xstate.renamedEvent(received, permutation),
      )
      const difference = this.difference(answer, other, permutation)
      if (difference === undefined) continue
      const where = xstate.where(actor, snapshot, received)
      complain(permutation, `${where} ${difference} once they are exchanged`)
    }
  }

  /** How `other`, the answer under another naming, differs from `answer`, if it does. */
  private difference(answer: Answer, other: Answer, permutation: Permutation): string | undefined {
    const { text, identity } = this
    const { xstate } = this.model
    if (answer.kind !== 'next' || other.kind !== 'next') {
      return answer.kind === other.kind
        ? undefined
        : `is ${said[answer.kind]}, and ${said[other.kind]}`
    }
    const wanted = xstate.renamedKey(answer.snapshot, permutation)
    if (wanted !== xstate.key(other.snapshot)) return 'leads to another state'
    const expected = text.effects(answer.effects, permutation)
    const got = text.effects(other.effects, identity)
    if (expected.sends !== got.sends) return 'sends other messages'
    return expected.timers === got.timers ? undefined : 'sets other timers'
  }

  private holds(
    index: number,
    { reads, property }: Claim,
    slots: Int32Array,
    permutation: Permutation,
  ): boolean {
    const locals = reads.map((actor) => read(slots, permutation.origin(actor)))
    const key = `${this.permutations.indexOf(permutation)} ${index} ${locals.join()}`
    const known = this.answers.get(key)
    if (known !== undefined) return known
    const { tables, xstate } = this.model
    const snapshots = locals.map((local) =>
      xstate.renamedSnapshot(at(tables.actorOf, local), at(tables.snapshots, local), permutation),
    )
    const answer = evaluate(property, snapshots)
    if (this.answers.size >= maxAnswers) this.answers.clear()
    this.answers.set(key, answer)
    return answer
  }

  private checkObservers(permutation: Permutation): void {
    for (const { property } of this.model.monitors) {
      const { observes, name } = property
      const left = observes.find((id) => !observes.includes(permutation.id(id)))
      if (left === undefined) continue
      complain(permutation, `${name} observes ${left} and not ${permutation.id(left)}`)
    }
  }

  private checkStart(state: GlobalState, permutation: Permutation): void {
    const { model, text, identity } = this
    const { names, initial, channels } = model
    const parts = (naming: Permutation): ReadonlyMap<string, string> => {
      const locals = initial.map(
        (local, i) =>
          [
            text.state(local, naming),
            `${names[i] ?? 'a monitor'} starts in another state`,
          ] as const,
      )
      const filled = Array.from({ length: channels }, (_, channel) => channel).flatMap(
        (channel) => {
          const content = state.contentOf(channel)
          const key = text.content(state.contents, channel, content, naming)
          return content === empty ? [] : [[key, this.startOf(channel)] as const]
        },
      )
      return new Map([...locals, ...filled])
    }
    const now = parts(identity)
    const exchanged = parts(permutation)
    const lost = [...exchanged].find(([key]) => !now.has(key))
    if (lost !== undefined)
      complain(permutation, `at the start, ${lost[1]} once they are exchanged`)
  }

  private startOf(channel: number): string {
    const { names, actors } = this.model
    const sender = channel < actors * actors ? Math.floor(channel / actors) : channel % actors
    return `${at(names, sender)} sends other messages or sets other timers`
  }
}

const said = { next: 'handled', unhandled: 'unhandled', error: 'an error' } as const

function complain({ moved }: Permutation, what: string): never {
  const ids = `${moved.slice(0, -1).join(', ')} and ${at(moved, moved.length - 1)}`
  throw new SymmetryError(`${ids} are not interchangeable: ${what}`)
}
