/** Shared objects of the small programs. Each request is one step of the object. */
import { createMachine, enqueueActions } from 'xstate'
import type { AnyStateMachine, EventObject, MachineContext } from 'xstate'

/** A request of a task; the answer goes back to `from`. */
export interface Request extends EventObject {
  readonly from: string
  readonly value?: number
  readonly index?: number
  readonly condition?: number
}

/** Who may go on, and with which number; an operation may leave its caller waiting. */
export interface Answer {
  readonly to: string
  readonly value?: number
}

/** What a request does to the state of its object. */
export type Operation<S> = (
  state: S,
  request: Request,
) => { readonly next?: Partial<S>; readonly answers: readonly Answer[] }

/** An object in the state `initial`, with operations by name. It is at rest between requests. */
export function shared<S extends MachineContext>(
  initial: S,
  operations: Readonly<Record<string, Operation<S>>>,
): AnyStateMachine {
  const transitions = Object.entries(operations).map(([type, operation]) => [
    type,
    { actions: perform(operation) },
  ])
  return createMachine({
    types: {} as { context: S; events: Request },
    id: 'shared',
    tags: 'idle',
    context: initial,
    on: Object.fromEntries(transitions),
  })
}

function perform<S extends MachineContext>(operation: Operation<S>) {
  return enqueueActions<S, Request, undefined, Request, never, never, never, never, never>(
    ({ context, event, enqueue, system }) => {
      const { next, answers } = operation(context, event)
      if (next !== undefined) enqueue.assign(next)
      for (const { to, ...value } of answers) {
        enqueue.sendTo(system.get(to), { type: 'answer', ...value })
      }
    },
  )
}
