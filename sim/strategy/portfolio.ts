/**
 * Several strategies share the seeds of a sweep in turn: of m members, seed s goes to number
 * (s - 1) mod m as its own seed floor((s - 1) / m) + 1. So every member gets seeds 1, 2, 3, ...,
 * which enumerating ones need, and a seed means the same run whatever is swept beside it.
 */
import { at } from '../assert.ts'
import { seedNumber } from './strategy.ts'
import type { Strategy } from './strategy.ts'

/** The member that runs `seed`, and the seed that it gets. */
export function portfolioMember<T>(
  members: readonly T[],
  seed: string,
): { readonly member: T; readonly seed: string } {
  const rank = Math.max(1, seedNumber(seed)) - 1
  const member = at(members, rank % members.length)
  return { member, seed: String(Math.floor(rank / members.length) + 1) }
}

/** `members` is not empty. */
export function portfolio(name: string, members: readonly Strategy[]): Strategy {
  let current = at(members, 0)
  return {
    name,
    begin: (seed) => {
      const { member, seed: own } = portfolioMember(members, seed)
      current = member
      current.begin(own)
    },
    schedule: (pending, n) => current.schedule(pending, n),
    timer: (n) => current.timer(n),
    alternative: (data, faults) => current.alternative(data, faults),
  }
}
