/** The orders and ways of searching that must all find the same. */
import type { CheckOptions } from '../sim/space/result.ts'

export interface Search {
  readonly name: string
  readonly options: CheckOptions
}

/**
 * Searches of one process. A search by several workers belongs here too, once there is one: it must
 * give the same counts for 1, 2 and more workers.
 */
export const searches: readonly Search[] = [
  { name: 'bfs', options: { mode: 'bfs' } },
  { name: 'dfs', options: { mode: 'dfs' } },
  { name: 'bfs-a', options: { mode: 'bfs', shuffle: 'a' } },
  { name: 'dfs-b', options: { mode: 'dfs', shuffle: 'b' } },
  { name: 'dfs-c', options: { mode: 'dfs', shuffle: 'c' } },
  { name: 'exact', options: { mode: 'bfs', exact: true } },
]
