/**
 * Plain XState at its fastest: `machine.transition` with one reused scope per actor; what a
 * transition sends is handed over instead of delivered. No actor is started. It is what endio is held
 * against, so it shares nothing with the adapter of sim.
 */
import { createActor, createMachine } from 'xstate'
import type {
  ActorScope,
  AnyActorRef,
  AnyEventObject,
  AnyMachineSnapshot,
  ExecutableActionObject,
} from 'xstate'
import { at } from '../sim/assert.ts'
import type { System } from '../sim/scenario/system.ts'

type Scope = ActorScope<AnyMachineSnapshot, AnyEventObject>

/** Takes what actor `from` sends, in order. */
export type Post = (from: number, to: number, event: AnyEventObject) => void

export interface Plain {
  readonly ids: readonly string[]
  readonly initial: (post: Post) => readonly AnyMachineSnapshot[]
  /** One macrostep of actor `to`. */
  readonly transition: (
    to: number,
    snapshot: AnyMachineSnapshot,
    event: AnyEventObject,
    post: Post,
  ) => AnyMachineSnapshot
}

export function plainly({ actors }: System): Plain {
  const ids = actors.map((a) => a.id)
  const { system } = createActor(
    createMachine({ invoke: ids.map((id) => ({ src: createMachine({}), id, systemId: id })) }),
  )
  const refs: AnyActorRef[] = ids.map((id) => system.get(id))
  const collected: ExecutableActionObject[] = []
  const scopes = refs.map((self): Scope => ({
    self,
    id: self.id,
    sessionId: self.id,
    system,
    logger: () => undefined,
    defer: () => undefined,
    emit: () => undefined,
    stopChild: () => undefined,
    actionExecutor: (action) => collected.push(action),
  }))
  const flush = (from: number, post: Post): void => {
    for (const { params } of collected) {
      const { to, event } = params as { to: AnyActorRef; event: AnyEventObject }
      post(from, refs.indexOf(to), event)
    }
    collected.length = 0
  }
  return {
    ids,
    initial: (post) =>
      actors.map(({ machine, input }, i): AnyMachineSnapshot => {
        const first = machine.getInitialSnapshot(at(scopes, i), input)
        flush(i, post)
        return first
      }),
    transition: (to, snapshot, event, post) => {
      const next = at(actors, to).machine.transition(snapshot, event, at(scopes, to))
      flush(to, post)
      return next
    },
  }
}
