/**
 * To whom an actor may yet send, from a local state on: the static analysis behind both reply
 * collapse and persistent sets. It reads the tables, which know the transitions that have been taken
 * so far; a search that fills no entry beyond those that its outlook was made from has proved the
 * outlook complete (see `searchUntilItStands` in check.ts).
 *
 * Representation: sets of actors are the bits of an integer; `masks(a)[state]` has the actors that
 * the state's actor may send to when it receives nothing more from actor a.
 */
import { at, read } from '../../assert.ts'
import type { Model } from '../../model/model.ts'
import { unknown } from '../../model/tables.ts'

/** A set of actors is one 32-bit integer. */
export const maxReducible = 31

interface Edge {
  readonly from: number
  readonly to: number
  readonly sends: number
  /** The actors that are known to send the event. */
  readonly senders: number
}

export class Outlook {
  private readonly model: Model
  private readonly edges: readonly Edge[]
  private readonly masks = new Map<number, Int32Array>()

  constructor(model: Model) {
    this.model = model
    this.edges = edgesOf(model)
  }

  /** To whom `state` may lead to sending, if its actor receives nothing more from `silent`. */
  without(silent: number, state: number): number {
    const known = this.masks.get(silent)
    const masks = known ?? this.solve(silent)
    if (known === undefined) this.masks.set(silent, masks)
    // States met after the outlook was made: the search will be repeated.
    return state < masks.length ? read(masks, state) : 0
  }

  /** As `without`, when nobody is silent. */
  of(state: number): number {
    return this.without(-1, state)
  }

  /** The least masks with mask(from) ⊇ sends ∪ mask(to) for every edge that can be taken. */
  private solve(silent: number): Int32Array {
    const masks = new Int32Array(this.model.tables.snapshots.length)
    const allowed =
      silent < 0 ? this.edges : this.edges.filter((e) => (e.senders & ~(1 << silent)) !== 0)
    for (let changed = true; changed;) {
      changed = false
      // Later states come later: going backwards reaches the fixed point in few rounds.
      for (let i = allowed.length - 1; i >= 0; i--) {
        const { from, to, sends } = at(allowed, i)
        const mask = read(masks, from) | sends | read(masks, to)
        if (mask === read(masks, from)) continue
        masks[from] = mask
        changed = true
      }
    }
    return masks
  }
}

/** Whether sets of actors fit. */
export function isReducible({ actors }: Model): boolean {
  return actors <= maxReducible
}

function edgesOf(model: Model): readonly Edge[] {
  const { tables, actors } = model
  const senders = sendersOf(model)
  return tables.rows.flatMap((row, from) => {
    const actor = at(tables.actorOf, from)
    if (actor >= actors) return []
    return Array.from(row).flatMap((t, event): readonly Edge[] =>
      t === unknown
        ? []
        : [
            {
              from,
              to: tables.nextOf(t),
              sends: receiversOf(model, t),
              senders: senders.get(actor * eventLimit + event) ?? 0,
            },
          ],
    )
  })
}

const eventLimit = 2 ** 20

/** By receiver * eventLimit + event: who sends it, in the transitions known so far. */
function sendersOf(model: Model): ReadonlyMap<number, number> {
  const { tables, actors, starts } = model
  const senders = new Map<number, number>()
  const note = (channel: number, code: number): void => {
    const to = channel % actors
    const events = code < 0 ? tables.offerOf(code).events : [code]
    for (const event of events) {
      const key = to * eventLimit + event
      senders.set(key, (senders.get(key) ?? 0) | (1 << Math.floor(channel / actors)))
    }
  }
  const all = [...starts, ...tables.rows.flatMap((row) => Array.from(row).filter((t) => t >= 0))]
  for (const t of all) {
    const sends = tables.sendsOf(t)
    for (let i = 0; i < sends.length; i += 2) note(at(sends, i), at(sends, i + 1))
    for (const op of tables.timersOf(t)) {
      if (op.kind === 'set') note(op.timer.channel, op.timer.code)
    }
  }
  return senders
}

function receiversOf({ tables, actors }: Model, t: number): number {
  const sends = tables.sendsOf(t)
  const direct = sends.reduce((mask, c, i) => (i % 2 === 0 ? mask | (1 << (c % actors)) : mask), 0)
  return tables
    .timersOf(t)
    .reduce(
      (mask, op) => (op.kind === 'set' ? mask | (1 << (op.timer.channel % actors)) : mask),
      direct,
    )
}
