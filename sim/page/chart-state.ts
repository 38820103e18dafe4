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
  return path === '' || pathsIn(state).some((p) => p === path || p.startsWith(`${path}.`))
}

/** `on.{a.1 b.2}` is at `on.a.1` and at `on.b.2`; regions may have regions. */
function pathsIn(state: string): readonly string[] {
  const open = state.indexOf('{')
  if (open < 0) return [state]
  const regions: string[] = []
  let [depth, from] = [0, open + 1]
  for (let i = open + 1; i < state.length; i++) {
    if (depth === 0 && (state[i] === ' ' || state[i] === '}')) {
      regions.push(state.slice(from, i))
      from = i + 1
    }
    depth += state[i] === '{' ? 1 : state[i] === '}' ? -1 : 0
  }
  return regions.flatMap(pathsIn).map((path) => state.slice(0, open) + path)
}
