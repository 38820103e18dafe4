/** Drops the last message that one transition sends. */
import { at, invariant } from '../../sim/assert.ts'
import type { Model } from '../../sim/model/model.ts'
import { cell } from '../../sim/model/tables.ts'
import { stream } from '../../sim/prng.ts'
import { constraintName } from '../action-system.ts'
import { mutant } from './mutant.ts'
import type { Built, Mutant } from './mutant.ts'

/** Models that send nothing but timers have no such mutant. */
export function dropMessage(built: Built, seed: string): readonly Mutant[] {
  const { oracle, model } = built
  const sending = transitionsThatSend(model)
  if (sending.length === 0) return []
  const draw = stream(`${oracle.system.name} ${seed}`, 'fault')
  const t = at(sending, draw(sending.length))
  const { items } = model.tables.cells
  const end = at(items, t + cell.end)
  items[t + cell.end] = end - 2
  try {
    return [mutant(built, 'drop a message', `of transition ${t}`, () => undefined)]
  } finally {
    invariant(items === model.tables.cells.items, 'the tables were complete')
    items[t + cell.end] = end
  }
}

/**
 * Not those that lead outside a constraint: what is sent there is never delivered, with or without
 * the mutation.
 */
function transitionsThatSend({ tables, claims }: Model): readonly number[] {
  const { cells, snapshots } = tables
  const constraint = claims.find((c) => c.property.name === constraintName)?.property
  const inside = (t: number): boolean =>
    constraint?.holds([at(snapshots, tables.nextOf(t))]) !== false
  const found: number[] = []
  for (let t = 0; t < cells.length;) {
    const end = at(cells.items, t + cell.end)
    if (end > t + cell.sends && inside(t)) found.push(t)
    t = end
  }
  return found
}
