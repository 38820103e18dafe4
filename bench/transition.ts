/**
 * Plain XState, second way, and its fastest: `machine.transition` with one reused scope per actor,
 * snapshots in an array, messages in mailboxes. No actor is started.
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
import { stream } from '../sim/prng.ts'
import type { System } from '../sim/scenario/system.ts'
import { Mailboxes } from './mailboxes.ts'
import type { Outcome } from './mailboxes.ts'

type Scope = ActorScope<AnyMachineSnapshot, AnyEventObject>

/** Makes a runner of seeds; the references and the scopes are shared by all runs. */
export function byTransition({ actors, properties }: System): (seed: string) => Outcome {
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
  return (seed) => {
    const boxes = new Mailboxes(ids.length)
    const flush = (from: number): void => {
      for (const { params } of collected) {
        const { to, event } = params as { to: AnyActorRef; event: AnyEventObject }
        boxes.post(from, refs.indexOf(to), event)
      }
      collected.length = 0
    }
    const snapshots = actors.map(({ machine, input }, i): AnyMachineSnapshot => {
      const first = machine.getInitialSnapshot(at(scopes, i), input)
      flush(i)
      return first
    })
    const draw = stream(seed, 'schedule')
    let steps = 0
    for (;;) {
      const mail = boxes.take(draw)
      if (mail === undefined) break
      const { to, event } = mail
      snapshots[to] = at(actors, to).machine.transition(at(snapshots, to), event, at(scopes, to))
      flush(to)
      steps++
    }
    const failed = properties.some(
      (p) => p.kind === 'at-rest' && !p.holds(p.reads.map((id) => at(snapshots, ids.indexOf(id)))),
    )
    return { steps, failed }
  }
}
