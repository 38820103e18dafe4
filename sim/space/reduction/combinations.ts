/** Which switches of the exhaustive search exclude each other. */
import type { CheckOptions } from '../result.ts'

/** Two options were given that do not go together. */
export class IncompatibleOptionsError extends Error {
  override readonly name = 'IncompatibleOptionsError'
}

/** @throws IncompatibleOptionsError with what to leave out. */
export function refuseCombinations(options: CheckOptions): void {
  const { mode, exact = false, sleep, symmetry = false, reductions = {} } = options
  const { reply = false, persistent = false } = reductions
  if (sleep !== undefined) {
    refuse(mode === 'bfs', 'sleep sets need a depth-first search', 'breadth first')
    refuse(exact, 'sleep sets are kept by fingerprint', 'whole states')
    refuse(reply || persistent, 'sleep sets keep every state', 'the other reductions')
  }
  if (!symmetry) return
  refuse(exact, 'symmetry knows states by the fingerprint of their orbit', 'whole states')
  refuse(sleep !== undefined, 'symmetry renames actors, and with them what sleeps', 'sleep sets')
  refuse(reply || persistent, 'symmetry is searched alone', 'the other reductions')
}

function refuse(both: boolean, because: string, leaveOut: string): void {
  if (both) throw new IncompatibleOptionsError(`${because}; search without ${leaveOut}`)
}
