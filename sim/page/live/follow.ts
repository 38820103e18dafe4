/**
 * Whose statechart is shown: the receiver of the step that is looked at, until the reader chooses an
 * actor; then that one, through every step, branch and design that has it.
 */
import { effect } from '@preact/signals'
import type { Store } from '../store.ts'

export function followReceiver(store: Store): void {
  /** By name: another design numbers its actors anew. */
  let chosen: string | undefined
  let shown: { readonly actor: number; readonly names: string } | undefined
  effect(() => {
    const { value: record } = store.record
    const [step, actor] = [store.step.value, store.actor.value]
    if (record === undefined) return
    const ids = record.actors.map((a) => a.id)
    const names = JSON.stringify(ids)
    // Whatever was not shown by this effect was chosen.
    if (shown?.names === names && shown.actor !== actor) chosen = ids[actor]
    const kept = ids.findIndex((id) => id === chosen)
    const task = Math.max(
      0,
      record.actors.findIndex((a) => a.lane),
    )
    const next = kept >= 0 ? kept : (record.steps[step - 1]?.to ?? task)
    shown = { actor: next, names }
    store.actor.value = next
  })
}
