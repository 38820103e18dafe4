/**
 * The default schedule, from which deviations are counted: deliver the message that was sent last;
 * of the messages sent by one step, the first. A task and all that it sets off then run on until
 * nothing of it is left to do, and no other task preempts it. Every choice takes its default and no
 * fault strikes.
 */
import { at } from '../assert.ts'
import type { Pending, Strategy } from './strategy.ts'

export const sequential: Strategy = {
  name: 'sequential',
  begin: () => undefined,
  schedule: newest,
  timer: () => 0,
  alternative: () => 0,
}

/** The index in `pending.enabled` of the message that the default schedule delivers. */
export function newest(pending: Pending, n: number): number {
  let best = 0
  let stamp = pending.stamp(at(pending.enabled, 0))
  for (let i = 1; i < n; i++) {
    const other = pending.stamp(at(pending.enabled, i))
    if (other > stamp) [best, stamp] = [i, other]
  }
  return best
}
