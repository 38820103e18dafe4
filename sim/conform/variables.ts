/** Which variables the events of a group bind. */
import type { Mapping } from './format.ts'
import { groupWith } from './groups.ts'
import type { Occurrence } from './occurrences.ts'

/** Names of the variables of any of these groups. */
export type Variables = (groups: readonly string[]) => readonly string[]

export function variablesOf(mapping: Mapping, occurrences: readonly Occurrence[]): Variables {
  const names = new Map(
    Object.entries(mapping.groups).map(([name, { defaults = {} }]) => [
      name,
      new Set(Object.keys(defaults)),
    ]),
  )
  for (const { seen, actors } of occurrences) {
    const bound = [...Object.keys(seen.bind ?? {}), ...[seen.count ?? []].flat()]
    for (const actor of actors) {
      const mine = names.get(groupWith(mapping, actor) ?? '')
      for (const name of bound) mine?.add(name)
    }
  }
  return (groups) => [...new Set(groups.flatMap((group) => [...(names.get(group) ?? [])]))]
}

/** What to say of a variable that nothing binds. */
export function unbound(name: string, groups: readonly string[]): string {
  const of = groups.length === 0 ? 'its group' : `the group '${groups.join("' or '")}'`
  return `no event binds '${name}' of ${of}; add it to a 'bind'`
}
