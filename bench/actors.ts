/**
 * Plain XState, first way: real actors. Under each actor's systemId stands a mailbox, itself an
 * actor, that holds messages back until the driver picks one and hands it to the actor behind.
 */
import { createActor, createMachine, fromTransition } from 'xstate'
import type { AnyActorRef, EventObject } from 'xstate'
import { at } from '../sim/assert.ts'
import { stream } from '../sim/prng.ts'
import type { System } from '../sim/scenario/system.ts'
import { Mailboxes } from './mailboxes.ts'
import type { Outcome } from './mailboxes.ts'

const behind = (id: string): string => `${id}.behind`

/** Makes a runner of seeds that builds one actor system per run. */
export function byActors(system: System): (seed: string) => Outcome {
  const ids = system.actors.map((a) => a.id)
  return (seed) => {
    const boxes = new Mailboxes(ids.length)
    let current: number | undefined
    const post = (to: number, event: EventObject): void => {
      // What is sent at the start says itself who sends it.
      const from = current ?? ids.indexOf('from' in event ? String(event.from) : '')
      boxes.post(from, to, event)
    }
    const mailboxes = system.actors.map(({ id }, i) => ({
      src: fromTransition((state: null, event: EventObject) => (post(i, event), state), null),
      id: `${id}.mailbox`,
      systemId: id,
    }))
    const actors = system.actors.map(({ id, machine, input }) => ({
      src: machine,
      id,
      systemId: behind(id),
      input: { ...Object(input) },
    }))
    const root = createActor(createMachine({ invoke: [...mailboxes, ...actors] })).start()
    const refs: AnyActorRef[] = ids.map((id) => root.system.get(behind(id)))
    const draw = stream(seed, 'schedule')
    let steps = 0
    for (;;) {
      const mail = boxes.take(draw)
      if (mail === undefined) break
      current = mail.to
      at(refs, mail.to).send(mail.event)
      steps++
    }
    const failed = system.properties.some(
      (p) =>
        p.kind === 'at-rest' &&
        !p.holds(p.reads.map((id) => at(refs, ids.indexOf(id)).getSnapshot())),
    )
    root.stop()
    return { steps, failed }
  }
}
