/** Takes one violation for none: of an invariant, or of the rule that rest is not deadlock. */
import { at } from '../../sim/assert.ts'
import { flag } from '../../sim/model/tables.ts'
import { stream } from '../../sim/prng.ts'
import { mutant } from './mutant.ts'
import type { Built, Mutant } from './mutant.ts'

const kind = 'skip an evaluation'

/**
 * Skips the evaluation of an invariant in one of the `violating` states. An evaluation that would
 * have said that all is well can be skipped without a trace, so only these are.
 */
export function skipInvariant(built: Built, violating: number, seed: string): readonly Mutant[] {
  if (violating === 0) return []
  const skipped = stream(`${built.oracle.system.name} ${seed}`, 'fault')(violating)
  const { claims } = built.model
  let violations = 0
  for (const claim of claims) {
    const holds = claim.holds.bind(claim)
    claim.holds = (local) => holds(local) || violations++ === skipped
  }
  try {
    return [mutant(built, kind, `in violating state ${skipped}`, () => undefined)]
  } finally {
    // Back to the method of the class.
    for (const claim of claims) Reflect.deleteProperty(claim, 'holds')
  }
}

/** Takes one stuck local state for a resting one. */
export function skipDeadlock(built: Built): readonly Mutant[] {
  const { oracle, model } = built
  if ((oracle.deadlocks ?? 0) === 0) return []
  const { flags, snapshots } = model.tables
  const stuck = snapshots.findIndex((s) => s.value === 'stuck')
  const before = at(flags.items, stuck)
  flags.items[stuck] = before | flag.resting
  try {
    return [mutant(built, kind, 'of a deadlock', () => undefined)]
  } finally {
    flags.items[stuck] = before
  }
}
