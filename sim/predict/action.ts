/**
 * A run as tasks acting on objects. An actor that declares locks or accesses is an object: it does
 * nothing by itself, so a delivery to it is an action of the sender, and its answers are not.
 */
import { stateName } from '../model/value.ts'
import type { Actor, System } from '../scenario/system.ts'
import type { Lock } from '../scenario/synchronisation.ts'
import { senderOf } from '../schedule/delivery.ts'
import { senderState } from '../trace/sender.ts'
import type { Held, Step, Trace } from '../trace/trace.ts'

/** One step and the task whose step it is. */
export interface Action {
  readonly step: Step
  readonly actor: Actor
  /** The state in which the actor asked, which names the place in its code. */
  readonly place: string
  /** The receiver, if it is an object and the actor a task. */
  readonly object?: Actor
  /** What the actor holds when the step is taken. */
  readonly held: readonly Held[]
}

/** Every step of `trace`, in its order. */
export function actionsOf(system: System, trace: Trace): readonly Action[] {
  const actors = new Map(system.actors.map((actor) => [actor.id, actor]))
  return trace.steps.flatMap((step): readonly Action[] => {
    const sender = actors.get(senderOf(step.delivery))
    const receiver = actors.get(step.delivery.to)
    if (sender === undefined || receiver === undefined) return []
    const acts = isObject(receiver) && !isObject(sender)
    const actor = acts ? sender : receiver
    const held = step.held.filter((h) => h.actor === actor.id)
    const place = acts ? placeOf(step, trace) : stateName(step.before.value)
    return [{ step, actor, place, held, ...(acts && { object: receiver }) }]
  })
}

export function isObject({ sync }: Actor): boolean {
  return sync !== undefined && (sync.locks.length > 0 || sync.accesses !== undefined)
}

/** The state from which the sender asked. */
function placeOf(step: Step, trace: Trace): string {
  const state = senderState(step, trace)
  return state === undefined ? '' : stateName(state.value)
}

export type LockOf<K extends Lock['kind']> = Extract<Lock, { readonly kind: K }>

/** What an actor declares of one kind. */
export function locksOf<K extends Lock['kind']>(
  actor: Actor | undefined,
  kind: K,
): readonly LockOf<K>[] {
  const locks = actor?.sync?.locks ?? []
  return locks.filter((lock): lock is LockOf<K> => lock.kind === kind)
}

/** The place in a task's code, by machine: the same for all tasks that run it. */
export function placeKey({ actor, place, step }: Action): string {
  return `${actor.machineName ?? actor.id}:${place}:${step.event.type}`
}
