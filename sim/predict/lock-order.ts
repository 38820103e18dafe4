/**
 * Cycles among dependencies: a deadlock that other timing could reach, as lockdep predicts it.
 * What cannot be is left out, as in Goodlock (Havelund 2000, Bensalem and Havelund 2005) and unlike
 * lockdep, which judges code, not one system: a cycle needs a different task for each dependency,
 * no lock that two of them hold at once, and no order by which one comes after another.
 */
import type { Action } from './action.ts'
import type { Attempt } from './dependency.ts'
import type { Cycle, Dependency, Node } from './finding.ts'
import type { Order } from './happens-before.ts'

/** Longer cycles are not looked for. */
const maxLength = 5

/** The cycles of a run, once each by the classes in them. */
export function cycles(
  dependencies: readonly Dependency[],
  attempts: readonly Attempt[],
  causal: Order,
): readonly Cycle[] {
  const found = new Map<string, Cycle>()
  const together = (a: Dependency, b: Dependency): boolean =>
    a.attempt.actor !== b.attempt.actor && !exclusive(a, b) && !ordered(a, b, causal)
  const extend = (path: readonly Dependency[]): void => {
    const [first, last] = [path[0], path.at(-1)]
    if (first === undefined || last === undefined) return
    if (path.length > 1 && follows(last, first)) {
      const cycle = cycleOf(path, attempts)
      if (cycle !== undefined && !found.has(cycle.key)) found.set(cycle.key, cycle)
    }
    if (path.length === maxLength) return
    for (const next of dependencies) {
      if (!follows(last, next) || !path.every((d) => together(d, next))) continue
      extend([...path, next])
    }
  }
  for (const first of dependencies) extend([first])
  return [...found.values()]
}

/**
 * `next` holds what `last` wants. Two locks of one class stand for each other, as the same code may
 * meet with another object of the class; but not where an event is involved, or two of one class
 * are held at once: then an order among the objects may be what keeps it right.
 */
function follows(last: Dependency, next: Dependency): boolean {
  if (last.wanted.kind !== next.held.kind || last.wanted.class !== next.held.class) return false
  return last.wanted.object === next.held.object || (general(last) && general(next))
}

function general({ held, wanted }: Dependency): boolean {
  return held.kind === 'lock' && wanted.kind === 'lock' && held.class !== wanted.class
}

/** Both hold one lock, and not both as readers: then never at the same time. */
function exclusive(a: Dependency, b: Dependency): boolean {
  return a.attempt.held.some((h) =>
    b.attempt.held.some(
      (o) => o.object === h.object && !(o.mode === 'shared' && h.mode === 'shared'),
    ),
  )
}

function ordered({ attempt: a }: Dependency, { attempt: b }: Dependency, causal: Order): boolean {
  return a.step.index < b.step.index ? causal.before(a, b) : causal.before(b, a)
}

/** A cycle if everyone in it can be stopped by the next one, be it with a writer's help. */
function cycleOf(path: readonly Dependency[], attempts: readonly Attempt[]): Cycle | undefined {
  const writers: Action[] = []
  for (const [i, { wanted, attempt }] of path.entries()) {
    const next = path[(i + 1) % path.length]
    if (next === undefined || !wanted.shared || !next.held.shared) continue
    // Two readers stop each other only where a writer waits between them [rwsem is fair].
    const tasks = new Set([attempt.actor, next.attempt.actor])
    const writer = attempts.find(
      (a) => same(a.wanted, wanted) && !a.wanted.shared && !tasks.has(a.action.actor),
    )
    if (writer === undefined) return undefined
    writers.push(writer.action)
  }
  const names = path.map((d) => d.held.class)
  const least = names.reduce((min, name, i) => (name < (names[min] ?? '') ? i : min), 0)
  const dependencies = [...path.slice(least), ...path.slice(0, least)]
  const classes = dependencies.map((d) => d.held.class)
  const key = `lock-order ${[...classes, classes[0]].join(' -> ')}`
  return { kind: 'lock-order', key, dependencies, writers }
}

function same(a: Node, b: Node): boolean {
  return a.kind === b.kind && a.class === b.class && a.object === b.object
}
