/** Where a scenario's text names what a run is made of. */
import type { Scenario } from '../scenario/scenario.ts'
import { lineOf } from '../scenario/source.ts'
import { keySpan } from '../scenario/tree.ts'

/** The line of each actor, from 1; the actors of a count share one. */
export function actorLines(
  { actors, source, tree }: Pick<Scenario, 'actors' | 'source' | 'tree'>,
  ids: readonly string[],
): ReadonlyMap<string, number> {
  const lines = new Map(
    actors.map(({ id, path }) => [id, lineOf(source, keySpan(tree, path).start)]),
  )
  return new Map(
    ids.flatMap((id) => {
      const line = lines.get(id) ?? lines.get(id.replace(/\.\d+$/, ''))
      return line === undefined ? [] : [[id, line] as const]
    }),
  )
}
