/**
 * Plain XState, second way, and its fastest: snapshots in an array, messages in mailboxes. No actor is
 * started.
 */
import { at } from '../sim/assert.ts'
import { stream } from '../sim/prng.ts'
import type { System } from '../sim/scenario/system.ts'
import { Mailboxes } from './mailboxes.ts'
import type { Outcome } from './mailboxes.ts'
import { plainly } from './plain.ts'
import type { Post } from './plain.ts'

/** Makes a runner of seeds; the references and the scopes are shared by all runs. */
export function byTransition(system: System): (seed: string) => Outcome {
  const { ids, initial, transition } = plainly(system)
  return (seed) => {
    const boxes = new Mailboxes(ids.length)
    const post: Post = (from, to, event) => boxes.post(from, to, event)
    const snapshots = [...initial(post)]
    const draw = stream(seed, 'schedule')
    let steps = 0
    for (;;) {
      const mail = boxes.take(draw)
      if (mail === undefined) break
      const { to, event } = mail
      snapshots[to] = transition(to, at(snapshots, to), event, post)
      steps++
    }
    const failed = system.properties.some(
      (p) => p.kind === 'at-rest' && !p.holds(p.reads.map((id) => at(snapshots, ids.indexOf(id)))),
    )
    return { steps, failed }
  }
}
