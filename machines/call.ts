/**
 * Makers of the actions that messages are sent with. A call names the operation and the actor that
 * owns the object; `reply` answers the request at hand. Nothing else in this folder sends.
 */
import { enqueueActions, sendTo } from 'xstate'
import type { ActionFunction, ActorRef, EventObject, MachineContext, Snapshot } from 'xstate'
import type { Operations, Request, Return, Signal } from './message.ts'

/** An action that sends, in a machine with no named actions, guards, delays or actors. */
export type Send<
  C extends MachineContext,
  X extends EventObject,
  E extends EventObject,
> = ActionFunction<C, X, E, undefined, never, never, never, never, never>

type Receiver = ActorRef<Snapshot<unknown>, EventObject>

type Args<K extends keyof Operations> = Operations[K]['args'] & Choice<K>

/** What may be delivered in place of the request: other data, or a fault. */
interface Choice<K extends keyof Operations> {
  readonly alternatives?: readonly Request<K>[]
  readonly faults?: readonly Signal[]
}

/** Entry action of a state that waits for `<type>.ret`. */
export function call<
  C extends MachineContext,
  E extends EventObject,
  K extends keyof Operations = keyof Operations,
>(
  type: K,
  to: (context: C) => string,
  args?: (context: C, self: string) => Args<K>,
): Send<C, E, E> {
  return sendTo<C, E, undefined, Receiver, E>(
    ({ context, system }) => system.get(to(context)),
    ({ context, self }) => ({ ...args?.(context, self.id), type, from: self.id }),
  )
}

/** The answer to the request that is being handled. */
export function reply<
  C extends MachineContext,
  X extends { readonly type: keyof Operations; readonly from: string },
  E extends EventObject,
>(
  result?: (args: { readonly context: C; readonly event: X }) => Operations[X['type']]['ret'],
): Send<C, X, E> {
  return sendTo<C, X, undefined, Receiver, E>(
    ({ event, system }) => system.get(event.from),
    ({ context, event }) => ({
      ...result?.({ context, event }),
      type: `${event.type}.ret`,
    }),
  )
}

/** A message that nobody answers. */
export function signal<C extends MachineContext, X extends EventObject, E extends EventObject>(
  to: (context: C, event: X) => string,
  message: (context: C, self: string, event: X) => Signal | Return,
): Send<C, X, E> {
  return sendTo<C, X, undefined, Receiver, E>(
    ({ context, event, system }) => system.get(to(context, event)),
    ({ context, event, self }) => message(context, self.id, event),
  )
}

/** What an operation does to its object, and whom it answers: nobody while the caller must wait. */
export interface Outcome<C> {
  readonly next?: Partial<C>
  readonly answers: readonly Post[]
}

/** A message with its receiver. */
export interface Post {
  readonly to: string
  readonly event: Signal | { readonly type: `${keyof Operations}.ret` }
}

/** The answer to one request, which need not be the one at hand. */
export function answer<K extends keyof Operations>(
  request: { readonly type: K; readonly from: string },
  result?: Operations[K]['ret'],
): Post {
  return { to: request.from, event: { ...result, type: `${request.type}.ret` } }
}

/** An operation that may leave its caller waiting or wake others: one step, all or nothing. */
export function perform<C extends MachineContext, X extends EventObject, E extends EventObject>(
  operation: (context: C, event: X, self: string) => Outcome<C>,
): Send<C, X, E> {
  return enqueueActions<C, X, undefined, E, never, never, never, never, never>(
    ({ context, event, enqueue, self, system }) => {
      const { next, answers } = operation(context, event, self.id)
      if (next !== undefined) enqueue.assign(next)
      for (const { to, event: returned } of answers) enqueue.sendTo(system.get(to), returned)
    },
  )
}
