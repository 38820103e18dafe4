/**
 * A search that is broken on purpose in one place, and what the gate says of it. Nothing said means
 * that the gate would not notice such a fault in the engine.
 *
 * A mutation changes one instance: the tables of one model, one search. The search is breadth first,
 * because it opens no state before it is asked to, and there is time to break it.
 */
import { invariant } from '../../sim/assert.ts'
import type { Model } from '../../sim/model/model.ts'
import { BreadthFirst } from '../../sim/space/breadth-first.ts'
import { Expansion } from '../../sim/space/expansion.ts'
import { differences } from '../gate.ts'
import type { Oracle } from '../published.ts'

/** A model of an oracle, searched before, so that its tables know every transition. */
export interface Built {
  readonly oracle: Oracle
  readonly model: Model
}

export interface Mutant {
  readonly kind: string
  readonly what: string
  /** What the gate says; empty: nothing. */
  readonly wrong: readonly string[]
}

/** Runs a search that `sabotage` broke before its first step, and asks the gate. */
export function mutant(
  { oracle, model }: Built,
  kind: string,
  what: string,
  sabotage: (expansion: Expansion) => void,
): Mutant {
  const search = new BreadthFirst(model, { mode: 'bfs' })
  const expansion: unknown = Reflect.get(search, 'expansion')
  invariant(expansion instanceof Expansion, 'a search has an expansion')
  sabotage(expansion)
  const limit = 2 * oracle.states + 1_000_000
  for (let opened = 0; search.advance(1_000) && opened < limit;) opened += 1_000
  return {
    kind,
    what: `${oracle.system.name}: ${what}`,
    wrong: differences(oracle, search.result()),
  }
}
