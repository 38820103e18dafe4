/**
 * Operations in the wrong context, as might_sleep() and lockdep's irq states see them: something
 * that may sleep in atomic context or under a spinlock, whether it had to sleep in this run or not;
 * and a lock that an interrupt takes and that others take with interrupts on.
 */
import type { System } from '../scenario/system.ts'
import { locksOf, placeKey } from './action.ts'
import type { Action } from './action.ts'
import type { Sleep, WrongContext } from './finding.ts'

/** The findings of a run, once each by place. */
export function contexts(
  system: System,
  actions: readonly Action[],
): readonly (Sleep | WrongContext)[] {
  const spinning = new Map(
    system.actors.flatMap((a) =>
      locksOf(a, 'lock').flatMap((lock) =>
        lock.spins === undefined ? [] : [[a.id, lock.class] as const],
      ),
    ),
  )
  const found = new Map<string, Sleep | WrongContext>()
  for (const action of actions.filter(maySleep)) {
    const because = reasonOf(action, spinning)
    if (because === undefined) continue
    const key = `sleep ${placeKey(action)} in ${because.name}`
    if (!found.has(key)) found.set(key, { kind: 'sleep', key, action, because })
  }
  for (const wrong of irqs(actions)) if (!found.has(wrong.key)) found.set(wrong.key, wrong)
  return [...found.values()]
}

function maySleep({ step, object }: Action): boolean {
  const { type } = step.event
  return (
    object?.sync?.sleeps.includes(type) === true ||
    locksOf(object, 'lock').some((l) => l.spins === undefined && l.acquire[type] !== undefined) ||
    locksOf(object, 'event').some((e) => e.wait.includes(type))
  )
}

function reasonOf(
  { actor, held }: Action,
  spinning: ReadonlyMap<string, string>,
): Sleep['because'] | undefined {
  const context = actor.sync?.context
  if (context !== undefined) return { kind: 'context', name: context }
  const spinlock = held.map(({ object }) => spinning.get(object)).find((c) => c !== undefined)
  return spinlock === undefined ? undefined : { kind: 'spinlock', name: spinlock }
}

function irqs(actions: readonly Action[]): readonly WrongContext[] {
  const taken = actions.flatMap((action) =>
    locksOf(action.object, 'lock').flatMap((lock) =>
      lock.acquire[action.step.event.type] === undefined ? [] : [{ action, lock }],
    ),
  )
  return taken.flatMap(({ action: atomic, lock }) => {
    if (atomic.actor.sync?.context === undefined) return []
    const process = taken.find(
      (t) =>
        t.lock.class === lock.class &&
        t.lock.spins === 'irqs-on' &&
        t.action.actor.sync?.context === undefined,
    )?.action
    if (process === undefined) return []
    const key = `wrong-context ${lock.class}: ${placeKey(atomic)} / ${placeKey(process)}`
    return [{ kind: 'wrong-context', key, class: lock.class, atomic, process }]
  })
}
