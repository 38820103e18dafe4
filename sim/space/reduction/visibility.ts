/**
 * Whether a step can change the value of a property. An *always*, *sometimes* or *eventually* is
 * looked at in every state, so a step that it can see must not be moved past others. What a
 * predicate sees is learned while it is evaluated (`Footprint`); when it turns out to see more, what
 * was searched before must be searched again.
 *
 * That is sound by the argument that makes the reduction sound: the first state of a full search in
 * which the predicate would look at something new has a state in the reduced search that agrees with
 * it on everything known, and there the predicate would look at the same new thing.
 */
import type { AnyMachineSnapshot } from 'xstate'
import { at } from '../../assert.ts'
import type { Footprint } from '../../model/footprint.ts'
import type { Model } from '../../model/model.ts'
import { status } from '../../model/tables.ts'

export class Visibility {
  private readonly model: Model
  /** By actor: the footprints of the claims that read it and are looked at in every state. */
  private readonly footprints: readonly (readonly Footprint[])[]
  private readonly all: readonly Footprint[]
  private readonly known = new Map<number, string>()
  private version: number

  constructor(model: Model) {
    this.model = model
    const lookedAt = model.claims.filter((c) => c.property.kind !== 'at-rest')
    const tracked = lookedAt.map((claim) => ({ claim, footprints: claim.track() }))
    this.footprints = model.names.map((_, actor) =>
      tracked.flatMap(({ claim, footprints }) =>
        footprints.filter((_f, i) => at(claim.reads, i) === actor),
      ),
    )
    this.all = tracked.flatMap(({ footprints }) => footprints)
    this.version = this.learned
  }

  /** Grows whenever a predicate looks at something for the first time. */
  get learned(): number {
    return this.all.reduce((sum, f) => sum + f.version, 0)
  }

  /** Whether a monitor or a claim can tell that `actor` went from one local state to the other. */
  sees(actor: number, from: number, to: number): boolean {
    if (at(this.model.observers, actor).length > 0) return true
    if (from === to || at(this.footprints, actor).length === 0) return false
    if (this.version !== this.learned) {
      this.version = this.learned
      this.known.clear()
    }
    return this.view(actor, from) !== this.view(actor, to)
  }

  /** Whether `actor`, in state `from`, takes `event` without a violation, and unseen. */
  takesUnseen(actor: number, from: number, event: number): boolean {
    const { tables } = this.model
    const t = tables.transition(from, event)
    const kind = tables.statusOf(t)
    return (
      (kind === status.ok || kind === status.timers) && !this.sees(actor, from, tables.nextOf(t))
    )
  }

  private view(actor: number, state: number): string {
    const known = this.known.get(state)
    if (known !== undefined) return known
    const snapshot: AnyMachineSnapshot = at(this.model.tables.snapshots, state)
    const view = at(this.footprints, actor)
      .map((f) => f.of(snapshot, this.model.xstate.eventKey))
      .join('\n\n')
    this.known.set(state, view)
    return view
  }
}
