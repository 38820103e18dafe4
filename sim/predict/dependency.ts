/**
 * What is waited for while something else is held, from one run. A lock that a task holds when it
 * asks for another one depends on it, as in lockdep. An event that is pending depends on all that
 * is asked for on the way from its beginning to its end, by whoever does it, as in DEPT: the way is
 * the program order of tasks and the messages between them.
 */
import type { System } from '../scenario/system.ts'
import { senderOf } from '../schedule/delivery.ts'
import { locksOf } from './action.ts'
import type { Action } from './action.ts'
import type { Dependency, Node } from './finding.ts'
import type { Order } from './happens-before.ts'

/** One event, from the step after which it was pending to the step that ended it. */
interface Instance {
  readonly node: Node
  readonly begin: Action
  end?: Action
}

/** An action and what it asks for. */
export interface Attempt {
  readonly action: Action
  readonly wanted: Node
}

/** Everything that was asked for, whether it was there at once or not. A trylock does not wait. */
export function attemptsOf(actions: readonly Action[]): readonly Attempt[] {
  return actions.flatMap((action) => {
    const { object, step } = action
    if (object === undefined) return []
    const { type } = step.event
    const locks = locksOf(object, 'lock').flatMap((lock): readonly Attempt[] => {
      const mode = lock.acquire[type]
      if (mode === undefined) return []
      const node = { kind: 'lock', class: lock.class, object: object.id } as const
      return [{ action, wanted: { ...node, shared: mode === 'shared' } }]
    })
    const events = locksOf(object, 'event').flatMap((event): readonly Attempt[] =>
      event.wait.includes(type) ? [{ action, wanted: nodeOf(object.id, event.class) }] : [],
    )
    return [...locks, ...events]
  })
}

/** The dependencies of a run, under its causal order. */
export function dependenciesOf(
  system: System,
  actions: readonly Action[],
  attempts: readonly Attempt[],
  causal: Order,
): readonly Dependency[] {
  const classes = new Map(
    system.actors.flatMap((a) => locksOf(a, 'lock').map((l) => [a.id, l.class] as const)),
  )
  const underLocks = attempts.flatMap(({ action, wanted }) =>
    action.held.flatMap((h): readonly Dependency[] => {
      const name = classes.get(h.object)
      if (name === undefined || (h.object === wanted.object && name === wanted.class)) return []
      const node = { kind: 'lock', class: name, object: h.object } as const
      const held = { ...node, shared: h.mode === 'shared' }
      return [{ held, since: since(action, h.object, actions), wanted, attempt: action }]
    }),
  )
  const beforeEnds = instancesOf(actions, causal).flatMap(({ node, begin, end }) =>
    end === undefined
      ? []
      : attempts.flatMap(({ action, wanted }): readonly Dependency[] =>
          action.step.index > begin.step.index &&
          action.step.index < end.step.index &&
          causal.before(begin, action) &&
          causal.before(action, end)
            ? [{ held: node, since: begin.step.index, wanted, attempt: action, ends: end }]
            : [],
        ),
  )
  return [...underLocks, ...beforeEnds]
}

/** The step after which the actor of `action` has held `object` without a break. */
function since({ actor, step }: Action, object: string, actions: readonly Action[]): number {
  const without = actions.findLast(
    (a) =>
      a.step.index < step.index &&
      !a.step.held.some((h) => h.object === object && h.actor === actor.id),
  )
  return without?.step.index ?? 0
}

/** An end is that of the oldest instance that was begun on the way to it. */
function instancesOf(actions: readonly Action[], causal: Order): readonly Instance[] {
  const instances: Instance[] = []
  /** Who has asked to begin what, and is not answered. */
  const asked: { readonly node: Node; readonly by: string }[] = []
  for (const action of actions) {
    const { object, step, actor } = action
    const answered = asked.findIndex(
      ({ node, by }) => by === actor.id && node.object === senderOf(step.delivery),
    )
    const [request] = answered < 0 ? [] : asked.splice(answered, 1)
    if (request !== undefined) instances.push({ node: request.node, begin: action })
    for (const event of locksOf(object, 'event')) {
      const node = nodeOf(step.delivery.to, event.class)
      if (event.begin.includes(step.event.type)) asked.push({ node, by: actor.id })
      if (!event.end.includes(step.event.type)) continue
      const open = instances.find(
        (i) =>
          i.end === undefined &&
          i.node.object === node.object &&
          i.node.class === node.class &&
          causal.before(i.begin, action),
      )
      if (open !== undefined) open.end = action
    }
  }
  return instances
}

function nodeOf(object: string, name: string): Node {
  return { kind: 'event', class: name, object, shared: false }
}
