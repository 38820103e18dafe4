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
import { canonical, deepFreeze, renamed, stateName, UnsupportedValueError } from './value.ts'
import type { Renaming } from './value.ts'
import { watched } from './watch.ts'

type ActorSystem = AnyActorRef['system']
type Scope = ActorScope<AnyMachineSnapshot, AnyEventObject>

/** Together with the default, more alternatives and faults of one message are refused. */
export const maxOptions = 32

/** More microsteps than this in one macrostep are taken for an `always` or `raise` loop. */
const maxMicrosteps = 1_000

/** More messages than this in one macrostep would run together in the stamps of the channels. */
export const maxEffects = 1_024

const noSpawn = 'invoke and spawn are not supported; list every actor in the scenario'

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

/** Answers are recomputed at every call and never cached here. */
export class Interpreter {
  private readonly actors: readonly Actor[]
  private readonly machines: readonly AnyStateMachine[]
  private readonly scopes: readonly Scope[]
  /** The references that machines see, and the actors they stand for. */
  private readonly refs = new Map<object, number>()
  private readonly refOf: object[] = []
  private readonly collected: ExecutableActionObject[] = []
  /** What machine code did with a reference that it may not do; XState may have wrapped the error. */
  private misuse: string | undefined
  private count = 0

  /**
   * `monitors` are numbered after `actors` and live in systems of their own: no actor can reach
   * them, and they can reach nobody.
   */
  constructor(actors: readonly Actor[], monitors: readonly Actor[] = []) {
    this.actors = [...actors, ...monitors]
    this.machines = this.actors.map((actor) => limited(actor.machine))
    const main = this.createSystem(actors, 0)
    this.scopes = this.actors.map((actor, i) => {
      const system = i < actors.length ? main : this.createSystem([actor], i)
      return createScope(system, actor.id, this.collected)
    })
  }

  /** The first snapshot of actor `index` and what its entry actions send. */
  initial(index: number): Answer {
    const { input } = at(this.actors, index)
    return this.ask(index, this.where(index), () =>
      at(this.machines, index).getInitialSnapshot(
        at(this.scopes, index),
        deepFreeze(structuredClone(input), this.refId),
      ),
    )
  }

  /** One macrostep. */
  transition(index: number, snapshot: AnyMachineSnapshot, event: EventObject): Answer {
    const machine = at(this.machines, index)
    deepFreeze(event, this.refId)
    let handled = true
    const answer = this.ask(index, this.where(index, snapshot, event), () => {
      handled =
        snapshot.status === 'active' && machine.getTransitionData(snapshot, event).length > 0
      return handled ? machine.transition(snapshot, event, at(this.scopes, index)) : snapshot
    })
    return handled || answer.kind === 'error' ? answer : { kind: 'unhandled' }
  }

  /** Equal strings mean equal local states: value, context, status, output, history. */
  readonly key = (snapshot: AnyMachineSnapshot): string => {
    return canonical(partsOf(snapshot), this.refId, 'snapshot')
  }

  /** The key that `snapshot` would have under `renaming`. */
  renamedKey(snapshot: AnyMachineSnapshot, renaming: Renaming): string {
    const { context, output, ...rest } = partsOf(snapshot)
    const [one, two] = [context, output].map((part) => this.renamed(part, renaming))
    return canonical({ ...rest, context: one, output: two }, this.refId, 'snapshot')
  }

  /** Equal strings mean equal events or effects. */
  readonly eventKey = (event: unknown): string => canonical(event, this.refId, 'event')

  /** `event` with ids, references included, renamed. */
  renamedEvent(event: EventObject, renaming: Renaming): EventObject {
    const type = renaming.id(event.type)
    return { ...Object(this.renamed(event, renaming)), type }
  }

  /** The local state of actor `index` as its counterpart under `renaming` would have it. */
  renamedSnapshot(
    index: number,
    snapshot: AnyMachineSnapshot,
    renaming: Renaming,
  ): AnyMachineSnapshot {
    const machine = at(this.machines, renaming.actor(index))
    const { value, context, status, output, historyValue } = snapshot
    const history = Object.entries(historyValue).map(
      ([id, nodes]) => [id, nodes.map((n) => machine.getStateNodeById(n.id))] as const,
    )
    return machine.resolveState({
      value,
      status,
      context: this.renamed(context, renaming),
      output: this.renamed(output, renaming),
      historyValue: Object.fromEntries(history),
    })
  }

  /** Calls of XState so far; what the tables save is measured against it. */
  calls(): number {
    return this.count
  }

  /** Names actor, machine, state and event, for errors. */
  where(index: number, snapshot?: AnyMachineSnapshot, event?: EventObject): string {
    const { id, machine, machineName = machine.id } = at(this.actors, index)
    const state =
      snapshot === undefined ? 'its initial state' : `state ${stateName(snapshot.value)}`
    const on = event === undefined ? '' : ` on event ${event.type}`
    return `actor ${id} (machine ${machineName}) in ${state}${on}`
  }

  private renamed(value: unknown, renaming: Renaming): unknown {
    return renamed(value, renaming.id, (ref) => {
      const index = this.refs.get(ref)
      return index === undefined ? undefined : at(this.refOf, renaming.actor(index))
    })
  }

  private readonly refId = (value: object): string | undefined => {
    const index = this.refs.get(value)
    return index === undefined ? undefined : at(this.actors, index).id
  }

  private ask(index: number, where: string, compute: () => AnyMachineSnapshot): Answer {
    this.collected.length = 0
    this.misuse = undefined
    this.count++
    try {
      const result = watched(where, () => guarded(compute))
      if (result.kind === 'impure') throw impure(where, `uses ${result.uses}`)
      const snapshot = result.value
      // A first snapshot tells of a failure this way; a later one throws.
      if (snapshot.status === 'error') throw snapshot.error
      if (Object.keys(snapshot.children).length > 0) throw new Error(noSpawn)
      this.key(snapshot) // throws for what is no plain data, before anything is frozen
      deepFreeze(snapshot.context, this.refId)
      const effects = this.collected.flatMap((action) => this.effects(action, index))
      if (effects.length > maxEffects) throw new Error(`sends more than ${maxEffects} messages`)
      return { kind: 'next', snapshot, effects }
    } catch (error) {
      if (this.misuse !== undefined) throw impure(where, this.misuse)
      return { kind: 'error', message: `${where}: ${explain(error, where)}` }
    }
  }

  private createSystem(actors: readonly Actor[], first: number): ActorSystem {
    const inert = createMachine({})
    const root = createActor(
      createMachine({ invoke: actors.map(({ id }) => ({ src: inert, id, systemId: id })) }),
    )
    actors.forEach(({ id }, i) => {
      const ref: AnyActorRef | undefined = root.system.get(id)
      invariant(ref !== undefined, `actor ${id} is not in the system`)
      this.refs.set(ref, first + i)
      this.refOf[first + i] = ref
      this.disarm(ref, id)
    })
    return {
      ...root.system,
      // XState takes an undefined target for the sender itself, which would hide a misspelt id.
      get: (key: PropertyKey): AnyActorRef => {
        const id = String(key)
        const ref: AnyActorRef | undefined = root.system.get(id)
        if (ref === undefined) throw new Error(unknownActor(id, actors))
        return ref
      },
    }
  }

  /** A reference is a name to send to; it must not give access to the stand-in behind it. */
  private disarm(ref: AnyActorRef, id: string): void {
    // Session ids count up through the life of the process; a machine must not see that.
    Object.defineProperty(ref, 'sessionId', { value: id })
    for (const method of ['send', 'getSnapshot']) {
      const value = (): never => {
        this.misuse ??= `calls ${method}() of actor '${id}'; use sendTo and replies`
        throw new Error(this.misuse)
      }
      Object.defineProperty(ref, method, { value })
    }
  }

  /** Actions other than messages and timers are not part of the model and give no effect. */
  private effects(action: ExecutableActionObject, self: number): readonly Effect[] {
    const params: Readonly<Record<string, unknown>> = { ...action.params }
    switch (action.type) {
      case 'xstate.sendTo':
      case 'xstate.raise': {
        // Without a delay, XState has taken the raised event in this very macrostep.
        if (action.type === 'xstate.raise' && typeof params['delay'] !== 'number') return []
        const to = action.type === 'xstate.raise' ? self : this.target(params['to'])
        const event = asMessage(params['event'])
        this.eventKey(event)
        deepFreeze(event, this.refId)
        const { delay, id } = params
        if (typeof delay !== 'number') return [{ kind: 'send', to, event }]
        return [{ kind: 'timer', id: typeof id === 'string' ? id : '', delay, to, event }]
      }
      case 'xstate.cancel':
        return [{ kind: 'cancel', id: String(params['sendId']) }]
      case 'xstate.spawnChild':
        throw new Error(noSpawn)
      default:
        return []
    }
  }

  private target(ref: unknown): number {
    const index = typeof ref === 'object' && ref !== null ? this.refs.get(ref) : undefined
    if (index !== undefined) return index
    throw new Error('sends to something that is not an actor of the scenario')
  }
}

function partsOf({ value, context, status, output, historyValue }: AnyMachineSnapshot) {
  const history = Object.fromEntries(
    Object.entries(historyValue).map(([id, nodes]) => [id, nodes.map((n) => n.id)]),
  )
  return { value, context, status, output, history }
}

/** A copy that gives up on endless eventless transitions; the caller's machine is left as it is. */
function limited(machine: AnyStateMachine): AnyStateMachine {
  const copy = machine.provide({})
  copy.options = { ...machine.options, maxIterations: maxMicrosteps }
  return copy
}

function unknownActor(id: string, actors: readonly Actor[]): string {
  return `there is no actor '${id}'; the scenario has ${actors.map((a) => a.id).join(', ')}`
}

function createScope(system: ActorSystem, id: string, collected: ExecutableActionObject[]): Scope {
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

/** An event, and with it the events that may be delivered in its place. */
function asMessage(message: unknown): EventObject {
  const event = asEvent(message)
  const options = ['alternatives', 'faults'].flatMap((key) => {
    const list: unknown = Reflect.get(event, key)
    if (list === undefined) return []
    if (!Array.isArray(list)) throw new Error(`sends ${event.type} whose ${key} are not a list`)
    return list.map(asEvent)
  })
  if (options.length < maxOptions) return event
  throw new Error(`sends ${event.type} with more than ${maxOptions - 1} alternatives and faults`)
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
  if (error instanceof ImpureMachineError) throw error
  if (error instanceof UnsupportedValueError) throw impure(where, error.message)
  const message = error instanceof Error ? error.message : String(error)
  // Not only a TypeError: XState wraps what a guard throws, and keeps the message.
  if (mutation.test(message)) {
    throw impure(where, `mutates its context or its event (${message})`)
  }
  if (message.includes('Infinite loop detected')) {
    return `more than ${maxMicrosteps} microsteps without rest: an 'always' or 'raise' loop`
  }
  return message
}
