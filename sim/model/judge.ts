/**
 * What is wrong with a global state or a transition, said in one way for whoever steps through a
 * model: random runs and the exhaustive search must call the same failure by the same identity.
 */
import { at, read } from '../assert.ts'
import type { Claim } from './claim.ts'
import { senderOf } from './model.ts'
import type { Model, Monitor } from './model.ts'
import { flag, status } from './tables.ts'
import { stateName } from './value.ts'
import { initialViolation } from './violation.ts'
import type { Stuck, Violation } from './violation.ts'

export function machineError(actor: string, message: string): Violation {
  return { kind: 'machine-error', actor, message }
}

/** Transition `t` of `receiver` was refused or failed: `event` arrived over `channel`. */
export function refusal(
  model: Model,
  local: ArrayLike<number>,
  t: number,
  channel: number,
  event: number,
): Violation {
  const { tables, names, actors } = model
  const receiver = channel % actors
  const actor = at(names, receiver)
  if (tables.statusOf(t) !== status.unhandled) return machineError(actor, tables.errorOf(t) ?? '')
  const { type } = at(at(tables.events, receiver), event)
  const from = at(names, senderOf(model, channel))
  return { kind: 'unhandled', actor, state: nameOf(model, at(local, receiver)), event: type, from }
}

/** Shows `event`, which arrived at `receiver` over `channel`, to its monitors; `move` sets their states. */
export function observe(
  model: Model,
  local: ArrayLike<number>,
  receiver: number,
  channel: number,
  event: number,
  move: (monitor: number, state: number) => void,
): Violation | undefined {
  const { tables, observers } = model
  for (const monitor of at(observers, receiver)) {
    const seen = model.observation(monitor, channel, event)
    const t = tables.transition(at(local, monitor.index), seen)
    const kind = tables.statusOf(t)
    if (kind === status.unhandled) continue
    if (kind === status.error) return machineError(monitor.property.name, tables.errorOf(t) ?? '')
    const state = tables.nextOf(t)
    move(monitor.index, state)
    if ((read(tables.flags.items, state) & flag.violation) === 0) continue
    return observed(model, monitor, channel, event)
  }
  return undefined
}

/** A monitor went to a state tagged `violation` on `event`, which arrived over `channel`. */
function observed(model: Model, { property }: Monitor, channel: number, event: number): Violation {
  const { name, law, observes } = property
  const { type } = at(at(model.tables.events, channel % model.actors), event)
  const detail = `${type} from ${at(model.names, senderOf(model, channel))}`
  return { kind: 'property', name, law: law ?? name, detail, actors: observes }
}

/** A monitor may be violated before anything is delivered. */
export function startedMonitor(model: Model): Violation | undefined {
  const { monitors, tables, initial } = model
  const broken = monitors.find(
    ({ index }) => (read(tables.flags.items, at(initial, index)) & flag.violation) !== 0,
  )
  return broken && initialViolation(broken.property)
}

/**
 * What is wrong with `local` when no message can be delivered. `reached(i)`: claim i, an
 * *eventually*, held in some state on the way. An actor in a state tagged `halt` has stopped the
 * world, as a power cut does: whoever waits then waits rightly.
 */
export function atRest(
  model: Model,
  local: Int32Array,
  reached: (claim: number) => boolean,
): Violation | undefined {
  const { claims, tables, actors } = model
  const flags = tables.flags.items
  let all: number = flag.resting
  let any = 0
  for (let a = 0; a < actors; a++) {
    const flagged = read(flags, read(local, a))
    all &= flagged
    any |= flagged
  }
  if (all === 0 && (any & flag.halt) === 0) return deadlock(model, local)
  const broken = claims.find(
    (claim, i) =>
      (claim.property.kind === 'at-rest' && !claim.holds(local)) ||
      (claim.property.kind === 'eventually' && !reached(i)),
  )
  return broken?.violation(local)
}

function deadlock(model: Model, local: Int32Array): Violation {
  const flags = model.tables.flags.items
  const stuck = model.names.flatMap((actor, a): readonly Stuck[] => {
    const rests = (read(flags, read(local, a)) & flag.resting) !== 0
    return rests ? [] : [{ actor, state: nameOf(model, read(local, a)) }]
  })
  return { kind: 'deadlock', stuck }
}

function nameOf({ tables }: Model, state: number): string {
  return stateName(at(tables.snapshots, state).value)
}

/** The claims of one kind or another that read each actor, as indices into `model.claims`. */
export function claimsByActor(
  { names, claims }: Model,
  wanted: (claim: Claim) => boolean,
): readonly (readonly number[])[] {
  return names.map((_, a) =>
    claims.flatMap((c, i) => (wanted(c) && c.reads.includes(a) ? [i] : [])),
  )
}
