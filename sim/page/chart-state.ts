/** Where an actor is in its chart, and how it came there. */

export interface Progress {
  /** The name of its present state. */
  readonly state: string
  /** Numbers of the transitions that it took up to now, and of this step's if it took one. */
  readonly taken: ReadonlySet<number>
  readonly now: number | undefined
}

/** Whether the state named `state` is at `path` or below. Parallel regions are named in braces. */
export function isActive(state: string, path: string): boolean {
  if (path === '') return true
  if (!state.startsWith('{')) return state === path || state.startsWith(`${path}.`)
  return state
    .slice(1, -1)
    .split(' ')
    .some((part) => isActive(part, path))
}
