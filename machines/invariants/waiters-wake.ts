/**
 * L1. A task that waits for a condition that becomes true goes on. A waiter that sleeps for ever
 * while nothing else moves is a deadlock already; this judges runs that go on without it.
 */
import { finishes } from './finishes.ts'

export const waitersWake = finishes({
  law: 'every waiter whose condition has become true wakes',
  source: 'commit 0ff21646f2a5; set_current_state(), wait_event()',
  roles: { waiters: 'tasks that wait for what the other tasks of the scenario bring about' },
})
