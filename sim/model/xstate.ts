/**
 * The one adapter to XState. A transition is asked of `machine.transition` itself with one reused
 * actor scope, which is eight times cheaper than the helper `transition()` that builds an actor per
 * call. The references that machines send to come from a genuine system: a root machine that
 * invokes an inert stand-in per actor under its `systemId`, created and never started, so that no
 * user code runs and no timer is set.
 *
 * What a machine does beside changing its state must be messages. Custom actions and `emit` are not
 * executed, `invoke` and `spawn` are refused, and the globals that could make a transition
 * anything but a function of (state, event) are trapped.
 */
import { createActor, createMachine } from 'xstate'
import type {
  ActorScope,
  AnyActorRef,
  AnyEventObject,
  AnyMachineSnapshot,
  AnyStateMachine,
  EventObject,
  ExecutableActionObject,
} from 'xstate'
import { at, invariant } from '../assert.ts'
import type { Actor } from '../scenario/system.ts'
import { guarded } from './purity.ts'
import { canonical, deepFreeze, UnsupportedValueError } from './value.ts'

type ActorSystem = AnyActorRef['system']

/** More microsteps than this in one macrostep are taken for an `always` or `raise` loop. */
const maxMicrosteps = 1_000

/** What a transition asks of the world, in the order asked; actors are indices into the system. */
export type Effect =
  | { readonly kind: 'send'; readonly to: number; readonly event: EventObject }
  | {
      readonly kind: 'timer'
      readonly id: string
      readonly delay: number
      readonly to: number
      readonly event: EventObject
    }
  | { readonly kind: 'cancel'; readonly id: string }

/** What XState answers. `unhandled`: no transition of the present state takes the event. */
export type Answer =
  | {
      readonly kind: 'next'
      readonly snapshot: AnyMachineSnapshot
      readonly effects: readonly Effect[]
    }
  | { readonly kind: 'unhandled' }
  | { readonly kind: 'error'; readonly message: string }

/** A machine broke a promise that every verdict rests on: it is not a pure function of plain data. */
export class ImpureMachineError extends Error {
  override readonly name = 'ImpureMachineError'
}

class UnknownActorError extends Error {}

/** XState for a fixed list of actors. */
export interface Interpreter {
  /** The first snapshot of actor `index` and what its entry actions send. */
  readonly initial: (index: number) => Answer
  /** One macrostep. Answers are recomputed at every call and never cached here. */
  readonly transition: (index: number, snapshot: AnyMachineSnapshot, event: EventObject) => Answer
  /** Equal strings mean equal local states: value, context, status, output, history. */
  readonly key: (snapshot: AnyMachineSnapshot) => string
  /** Equal strings mean equal events or effects. */
  readonly eventKey: (event: unknown) => string
  /** Calls of XState so far; what the tables save is measured against it. */
  readonly calls: () => number
}

/** @throws ImpureMachineError from its methods when a machine is not pure. */
export function createInterpreter(actors: readonly Actor[]): Interpreter {
  const refs = new Map<object, number>()
  const system = createSystem(actors, refs)
  const refId = (value: object): string | undefined => {
    const index = refs.get(value)
    return index === undefined ? undefined : at(actors, index).id
  }
  const collected: ExecutableActionObject[] = []
  const scopes = actors.map((actor) => createScope(system, actor.id, collected))
  const machines = actors.map((actor) => limited(actor.machine))
  let calls = 0

  const ask = (index: number, where: string, compute: () => AnyMachineSnapshot): Answer => {
    collected.length = 0
    calls++
    try {
      const result = guarded(compute)
      if (result.kind === 'impure') throw impure(where, `uses ${result.uses}`)
      const snapshot = result.value
      if (Object.keys(snapshot.children).length > 0) {
        return {
          kind: 'error',
          message: `${where}: spawn is not supported; list every actor in the scenario`,
        }
      }
      deepFreeze(snapshot.context, refId)
      return {
        kind: 'next',
        snapshot,
        effects: collected.flatMap((a) => effects(a, index, refs, refId)),
      }
    } catch (error) {
      return { kind: 'error', message: `${where}: ${explain(error, where)}` }
    }
  }

  return {
    initial: (index) => {
      const { id, machine, input } = at(actors, index)
      return ask(index, `actor ${id} (machine ${machine.id}) in its initial state`, () =>
        at(machines, index).getInitialSnapshot(
          at(scopes, index),
          deepFreeze(structuredClone(input), refId),
        ),
      )
    },
    transition: (index, snapshot, event) => {
      const machine = at(machines, index)
      const { id } = at(actors, index)
      const state = JSON.stringify(snapshot.value)
      const where = `actor ${id} (machine ${machine.id}) in state ${state} on event ${event.type}`
      deepFreeze(event, refId)
      let handled = true
      const answer = ask(index, where, () => {
        handled =
          snapshot.status === 'active' && machine.getTransitionData(snapshot, event).length > 0
        return handled ? machine.transition(snapshot, event, at(scopes, index)) : snapshot
      })
      return handled || answer.kind === 'error' ? answer : { kind: 'unhandled' }
    },
    key: (snapshot) => {
      const { value, context, status, output, historyValue } = snapshot
      const history = Object.entries(historyValue).map(([id, nodes]) => [
        id,
        nodes.map((n) => n.id),
      ])
      return canonical([value, context, status, output, history], refId, 'snapshot')
    },
    eventKey: (event) => canonical(event, refId, 'event'),
    calls: () => calls,
  }
}

/** A copy that gives up on endless eventless transitions; the caller's machine is left as it is. */
function limited(machine: AnyStateMachine): AnyStateMachine {
  const copy = machine.provide({})
  copy.options = { ...machine.options, maxIterations: maxMicrosteps }
  return copy
}

function createSystem(actors: readonly Actor[], refs: Map<object, number>): ActorSystem {
  const inert = createMachine({})
  const root = createActor(
    createMachine({ invoke: actors.map(({ id }) => ({ src: inert, id, systemId: id })) }),
  )
  actors.forEach(({ id }, index) => {
    const ref: AnyActorRef | undefined = root.system.get(id)
    invariant(ref !== undefined, `actor ${id} is not in the system`)
    refs.set(ref, index)
    // Session ids count up through the life of the process; a machine must not see that.
    Object.defineProperty(ref, 'sessionId', { value: id })
    for (const method of ['send', 'getSnapshot']) {
      Object.defineProperty(ref, method, {
        value: () => {
          throw new ImpureMachineError(`calls ${method}() of actor '${id}'; use sendTo and replies`)
        },
      })
    }
  })
  return {
    ...root.system,
    // XState takes an undefined target for the sender itself, which would hide a misspelt id.
    get: (key: PropertyKey): AnyActorRef => {
      const id = String(key)
      const ref: AnyActorRef | undefined = root.system.get(id)
      if (ref === undefined) throw new UnknownActorError(unknownActor(id, actors))
      return ref
    },
  }
}

function unknownActor(id: string, actors: readonly Actor[]): string {
  return `there is no actor '${id}'; the scenario has ${actors.map((a) => a.id).join(', ')}`
}

function createScope(
  system: ActorSystem,
  id: string,
  collected: ExecutableActionObject[],
): ActorScope<AnyMachineSnapshot, AnyEventObject> {
  return {
    self: system.get(id),
    id,
    sessionId: id,
    system,
    logger: () => undefined,
    defer: () => undefined,
    emit: () => undefined,
    stopChild: () => undefined,
    actionExecutor: (action) => collected.push(action),
  }
}

/** Actions other than messages and timers are not part of the model and give no effect. */
function effects(
  action: ExecutableActionObject,
  self: number,
  refs: ReadonlyMap<object, number>,
  refId: (value: object) => string | undefined,
): readonly Effect[] {
  const params: Readonly<Record<string, unknown>> = { ...action.params }
  switch (action.type) {
    case 'xstate.sendTo':
    case 'xstate.raise': {
      const to = action.type === 'xstate.raise' ? self : target(params['to'], refs)
      const event = deepFreeze(asEvent(params['event']), refId)
      const { delay, id } = params
      if (typeof delay !== 'number') return [{ kind: 'send', to, event }]
      return [{ kind: 'timer', id: typeof id === 'string' ? id : event.type, delay, to, event }]
    }
    case 'xstate.cancel':
      return [{ kind: 'cancel', id: String(params['sendId']) }]
    case 'xstate.spawnChild':
      throw new Error('spawnChild and invoke are not supported; list every actor in the scenario')
    default:
      return []
  }
}

function target(ref: unknown, refs: ReadonlyMap<object, number>): number {
  const index = typeof ref === 'object' && ref !== null ? refs.get(ref) : undefined
  if (index === undefined)
    throw new Error('sends to something that is not an actor of the scenario')
  return index
}

function asEvent(event: unknown): EventObject {
  if (
    typeof event === 'object' &&
    event !== null &&
    'type' in event &&
    typeof event.type === 'string'
  ) {
    return { ...event, type: event.type }
  }
  throw new Error('sends something that is not an event object with a type')
}

function impure(where: string, what: string): ImpureMachineError {
  return new ImpureMachineError(
    `${where} ${what}: a transition must depend on state and event alone`,
  )
}

/** V8's messages for a write to a frozen object. */
const mutation = /read only property|not extensible|Cannot (delete|add|redefine) property/

function explain(error: unknown, where: string): string {
  if (error instanceof ImpureMachineError)
    throw error.message.startsWith(where) ? error : impure(where, error.message)
  if (error instanceof UnsupportedValueError) throw impure(where, error.message)
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof TypeError && mutation.test(message)) {
    throw impure(where, `mutates its context or its event (${message})`)
  }
  if (message.includes('Infinite loop detected')) {
    return `more than ${maxMicrosteps} microsteps without rest: an 'always' or 'raise' loop`
  }
  return message
}
