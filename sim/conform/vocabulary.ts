/** What a mapping may name of a scenario: actors, their states, and the fields that values come from. */
import * as z from 'zod'
import { at } from '../assert.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { stream } from '../prng.ts'
import { bind } from '../scenario/bind.ts'
import type { Design, Scenario } from '../scenario/scenario.ts'
import { GlobalState } from '../space/global-state.ts'
import { Moves } from '../space/moves.ts'

export interface Vocabulary {
  readonly scenario: string
  readonly params: readonly string[]
  readonly actors: readonly string[]
  /** The machine of an actor, undefined where there is no such actor. */
  readonly machine: (actor: string) => string | undefined
  /** With dots, parents included. */
  readonly states: (actor: string) => readonly string[]
  /** Of the context. */
  readonly fields: (actor: string) => readonly string[]
  /** Keys of the input; undefined where the machine takes any. */
  readonly inputs: (actor: string) => readonly string[] | undefined
  /** Fields of the messages that some runs of the scenario send. */
  readonly messages: () => readonly string[]
}

/** Runs whose messages are looked at: tasks that a design leaves no choice say all in the first. */
const runs = 16

export function vocabularyOf(scenario: Scenario, design: Design): Vocabulary {
  const model = createModel({ ...bind(scenario, design), properties: [] })
  const entries = new Map(scenario.actors.map((entry) => [entry.id, entry.machine]))
  const kind = (actor: string): ReturnType<typeof scenario.catalogue.machines.get> =>
    scenario.catalogue.machines.get(entries.get(actor) ?? '')
  let messages: readonly string[] | undefined
  return {
    scenario: scenario.name,
    params: Object.keys(scenario.params),
    actors: [...entries.keys()],
    machine: (actor) => entries.get(actor),
    states: (actor) => [...(kind(actor)?.states ?? [])],
    fields: (actor) => fieldsOf(model, actor),
    inputs: (actor) => {
      const input = kind(actor)?.input
      return input instanceof z.ZodObject ? Object.keys(input.shape) : undefined
    },
    messages: () => (messages ??= messagesOf(model)),
  }
}

/** A counted actor is named by its first. */
function fieldsOf({ names, initial, tables }: Model, actor: string): readonly string[] {
  const index = names.findIndex((name) => name === actor || name === `${actor}.0`)
  const context: unknown = index < 0 ? {} : at(tables.snapshots, at(initial, index)).context
  return typeof context === 'object' && context !== null ? Object.keys(context) : []
}

function messagesOf(model: Model): readonly string[] {
  const state = new GlobalState(model)
  const moves = new Moves(state)
  const [mark, lo, hi] = [state.mark, state.lo, state.hi]
  for (let run = 0; run < runs; run++) {
    const draw = stream(`${run}`, 'schedule')
    for (let step = 0; step < model.system.bound.steps; step++) {
      moves.length = 0
      moves.expand(() => {})
      if (moves.length === 0) break
      if (state.apply(at(moves.decisions, draw(moves.length))) !== undefined) break
    }
    state.undo(mark, lo, hi)
  }
  const events = model.tables.events.flatMap((list) => list.map(({ event }) => event))
  return [...new Set(events.flatMap((event) => Object.keys(event)))].toSorted()
}
