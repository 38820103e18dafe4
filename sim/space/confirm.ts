/** Plain XState's word on a run without end: it must come back to the same state without the goal. */
import type { AnyMachineSnapshot } from 'xstate'
import { InternalError } from '../assert.ts'
import { evaluate } from '../model/claim.ts'
import type { Claim } from '../model/claim.ts'
import type { Model } from '../model/model.ts'
import { execute } from '../trace/execute.ts'
import type { Trace } from '../trace/trace.ts'
import type { Lasso } from './lasso.ts'

/** @throws InternalError when the loop does not close, or the goal holds on the way. */
export function confirmLasso(model: Model, claim: Claim, { stem, loop }: Lasso): void {
  const { name } = claim.property
  const once = execute(model, stem)
  const around = execute(model, Int32Array.of(...stem, ...loop))
  if (loop.length === 0 || endOf(model, once) !== endOf(model, around)) {
    throw new InternalError(`plain XState does not come back to where the cycle of ${name} began`)
  }
  const snapshots = new Map(around.initial)
  const holds = (): boolean =>
    evaluate(
      claim.property,
      claim.property.reads.flatMap((id) => snapshots.get(id) ?? []),
    )
  const held = [undefined, ...around.steps].some((step) => {
    if (step !== undefined) snapshots.set(step.delivery.to, step.after)
    return holds()
  })
  if (held) throw new InternalError(`by plain XState ${name} holds on a run that never reaches it`)
}

/** The local states and what waits, in a form that can be compared. */
function endOf({ xstate }: Model, { final, pending }: Trace): string {
  const states = [...final].map(([id, s]: readonly [string, AnyMachineSnapshot]) => [
    id,
    xstate.key(s),
  ])
  const waiting = pending.map(({ from, to, type }) => `${from}>${to}:${type}`).toSorted()
  return JSON.stringify([states, waiting])
}
