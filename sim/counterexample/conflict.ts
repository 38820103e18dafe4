/**
 * Two deliveries to one actor conflict when their order matters to it: the two orders leave
 * different states or send different messages. Two reads do not conflict; a read and a write do.
 */
import type { AnyMachineSnapshot, EventObject } from 'xstate'
import type { Model } from '../model/model.ts'
import type { Step } from '../trace/trace.ts'

export type Conflict = (first: Step, second: Step) => boolean

/** Decides from the state before the earlier delivery; answers are kept per (state, events). */
export function conflictOf(model: Model): Conflict {
  const known = new Map<string, boolean>()
  return (first, second) => {
    const actor = model.names.indexOf(first.delivery.to)
    const { key, eventKey } = model.xstate
    const id = `${actor} ${key(first.before)} ${eventKey(first.event)} ${eventKey(second.event)}`
    const found = known.get(id)
    if (found !== undefined) return found
    const effectOf = (events: readonly EventObject[]): string => {
      let snapshot: AnyMachineSnapshot = first.before
      const sent: string[] = []
      for (const event of events) {
        const answer = model.xstate.transition(actor, snapshot, event)
        if (answer.kind === 'next') snapshot = answer.snapshot
        sent.push(answer.kind === 'next' ? eventKey(answer.effects) : answer.kind)
      }
      // What each of the two sends is compared with itself, whichever order it came in.
      const inOrder = events[0] === first.event ? sent : sent.toReversed()
      return `${key(snapshot)} ${inOrder.join()}`
    }
    const differs = effectOf([first.event, second.event]) !== effectOf([second.event, first.event])
    known.set(id, differs)
    return differs
  }
}
