/** Which switches of the exhaustive search exclude each other. */
import type { CheckOptions } from '../result.ts'

/** Two options were given that do not go together. */
export class IncompatibleOptionsError extends Error {
  override readonly name = 'IncompatibleOptionsError'
}

/** @throws IncompatibleOptionsError with what to leave out. */
export function refuseCombinations({ mode, exact, sleep, symmetry }: CheckOptions): void {
  if (sleep !== undefined && mode === 'bfs') {
    refuse('sleep sets need a depth-first search', 'breadth first')
  }
  if (sleep !== undefined && exact === true) {
    refuse('sleep sets are kept by fingerprint', 'whole states')
  }
  if (symmetry !== true) return
  if (exact === true)
    refuse('symmetry knows states by the fingerprint of their orbit', 'whole states')
  if (sleep !== undefined)
    refuse('symmetry renames actors, and with them what sleeps', 'sleep sets')
}

function refuse(because: string, leaveOut: string): never {
  throw new IncompatibleOptionsError(`${because}; search without ${leaveOut}`)
}
