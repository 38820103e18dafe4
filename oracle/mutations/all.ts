/** Every way in which the search is broken, one place at a time. Each must turn its gate red. */
import { invariant } from '../../sim/assert.ts'
import { skipDeadlock, skipInvariant } from './invariant.ts'
import { omitChannel, omitExtra, omitFields, omitLocal } from './key.ts'
import { dropMessage } from './message.ts'
import { mutant } from './mutant.ts'
import type { Built, Mutant } from './mutant.ts'
import { dropSuccessor } from './successor.ts'

/** Models up to this size are broken in several places, larger ones in one. */
const small = 1_000
const seeds = ['1', '2', '3']

export interface Broken extends Built {
  /** States outside the constraint, which a search has counted. */
  readonly outside: number
}

/** The same searches with nothing broken: each must be green, also after all that was broken. */
export function* controls(models: readonly Broken[]): Generator<Mutant, void> {
  for (const built of models) yield mutant(built, 'nothing', 'unbroken', () => undefined)
}

export function* mutants(models: readonly Broken[]): Generator<Mutant, void> {
  for (const built of models) {
    const { oracle, outside } = built
    for (const seed of oracle.states <= small ? seeds : seeds.slice(0, 1)) {
      yield dropSuccessor(built, seed)
      yield* dropMessage(built, seed)
      yield* skipInvariant(built, outside, seed)
    }
    yield* skipDeadlock(built)
    if (oracle.states <= small && oracle.system.actors.length === 1) yield* omitFields(built)
  }
  yield* keyMutants(models)
}

/**
 * One of each kind of field that a state has. Not every field is worth leaving out: the tokens on
 * one link of a ring follow from those on the others.
 */
function* keyMutants(models: readonly Broken[]): Generator<Mutant, void> {
  const of = (name: string): Built => {
    const built = models.find(({ oracle }) => oracle.system.name === name)
    invariant(built !== undefined, `there is no model ${name}`)
    return built
  }
  const register = of('single-copy-register-2')
  yield omitLocal(of('two-phase-commit-3'), 0)
  // The server and the monitor; where the clients are follows from what the monitor has seen.
  yield omitLocal(register, 0)
  yield omitLocal(register, register.model.actors)
  yield omitChannel(of('pipeline-6-4'), 'relay1', 'relay2')
  yield omitChannel(of('pipeline-6-4'), 'producer', 'relay1')
  yield omitChannel(of('faults-6-2'), 'sender1', 'receiver')
  yield omitChannel(of('timers-falling-6'), 'clock')
  yield omitChannel(of('timers-rising-6'), 'clock')
  yield omitExtra(of('faults-3-1'), 'faults')
  yield omitExtra(of('eventually-5'), 'goals')
}
