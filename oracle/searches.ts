/** The orders and ways of searching that must all find the same. */
import type { CheckOptions } from '../sim/space/result.ts'

export interface Search {
  readonly name: string
  readonly options: CheckOptions
}

/**
 * Searches by one worker; several are compared with one in main.ts.
 */
export const searches: readonly Search[] = [
  { name: 'bfs', options: { mode: 'bfs' } },
  { name: 'dfs', options: { mode: 'dfs' } },
  { name: 'bfs-a', options: { mode: 'bfs', shuffle: 'a' } },
  { name: 'dfs-b', options: { mode: 'dfs', shuffle: 'b' } },
  { name: 'dfs-c', options: { mode: 'dfs', shuffle: 'c' } },
  { name: 'exact', options: { mode: 'bfs', exact: true } },
]
