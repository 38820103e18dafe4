/**
 * A small system under plain XState: a root machine invokes the actors under their system ids, and
 * probes stand for callers. The machines must run here as they run in the explorer.
 */
import { assign, createActor, createMachine, setup } from 'xstate'
import type { AnyActorRef, AnyStateMachine, EventObject, SnapshotFrom } from 'xstate'
import { inputs } from './inputs.ts'

const probe = setup({
  types: {} as { context: { readonly got: readonly EventObject[] }; events: EventObject },
}).createMachine({
  context: { got: [] },
  on: { '*': { actions: assign({ got: ({ context, event }) => [...context.got, event] }) } },
})

/** A machine with its input as a scenario writes it; the schema of its kind fills in the rest. */
export interface Member {
  readonly machine: AnyStateMachine
  readonly kind: string
  readonly input?: Readonly<Record<string, unknown>>
}

export class TestSystem {
  /** Kept, because XState forgets an actor that is done. */
  private readonly actors: ReadonlyMap<string, AnyActorRef>

  constructor(members: Readonly<Record<string, Member>>, probes: readonly string[] = []) {
    const invoke = [
      ...Object.entries(members).map(([id, { machine, kind, input }]) => ({
        id,
        systemId: id,
        src: machine,
        input: inputs[kind]?.parse(input ?? {}),
      })),
      ...probes.map((id) => ({ id, systemId: id, src: probe })),
    ]
    // Tasks send from their initial state, so objects are listed, and started, before them.
    const root = createActor(createMachine({ invoke }))
    this.actors = new Map(invoke.map(({ id }) => [id, root.system.get(id)]))
    root.start()
  }

  /** Calls an object on behalf of `from`. */
  call(from: string, to: string, type: string, args: object = {}): this {
    const request = { ...args, type, from }
    return this.send(to, request)
  }

  send(to: string, event: EventObject): this {
    this.actor(to).send(event)
    return this
  }

  /** The types of what probe `id` was sent. */
  got(id: string): readonly string[] {
    return this.events(id).map(({ type }) => type)
  }

  events(id: string): readonly EventObject[] {
    return this.context(id, probe).got
  }

  /** The context of `id`, typed by its machine where the caller names it. */
  context<M extends AnyStateMachine>(id: string, _machine?: M): SnapshotFrom<M>['context'] {
    return this.actor(id).getSnapshot().context
  }

  status(id: string): string {
    return this.actor(id).getSnapshot().status
  }

  private actor(id: string): AnyActorRef {
    const actor = this.actors.get(id)
    if (actor === undefined) throw new Error(`no actor ${id}`)
    return actor
  }
}
