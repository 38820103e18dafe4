/**
 * Timers that actors have set. There is no clock: a timer may fire any time later, but one actor's
 * timers keep the order of their deadlines where that order is certain. A list is kept in the order
 * of setting, those of one step by delay; then timer i must wait for timer j < i exactly when j's
 * delay is no longer than i's, because j was set no later.
 */
import type { Timer, TimerOp } from './tables.ts'

export type PendingTimers = readonly Timer[]

/** The list after one step's operations. */
export function applyTimerOps(pending: PendingTimers, ops: readonly TimerOp[]): PendingTimers {
  let kept = pending
  let fresh: readonly Timer[] = []
  for (const op of ops) {
    if (op.kind === 'set') fresh = [...fresh, op.timer]
    else {
      kept = kept.filter((t) => t.id !== op.id)
      fresh = fresh.filter((t) => t.id !== op.id)
    }
  }
  return [...kept, ...fresh.toSorted((a, b) => a.delay - b.delay)]
}

/** The timers that may fire next, in the order of setting. */
export function dueTimers(pending: PendingTimers): readonly Timer[] {
  return pending.filter((timer, i) => !pending.slice(0, i).some((t) => t.delay <= timer.delay))
}
