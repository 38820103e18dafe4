/** Whole states as keys: what fingerprints are checked against, and `--exact` itself. */
import { Ints } from '../model/ints.ts'
import type { GlobalState } from './global-state.ts'

export class ExactStates {
  private readonly keys = new Set<string>()
  private readonly buffer = new Ints()
  private units = 0

  get size(): number {
    return this.keys.size
  }

  /** A lower estimate: the characters of the keys. */
  get bytes(): number {
    return 2 * this.units
  }

  /** Adds the present state; false when it was there. */
  add(state: GlobalState): boolean {
    const { buffer, keys } = this
    buffer.length = 0
    state.encode(buffer)
    const view = new Uint16Array(buffer.items.buffer, 0, 2 * buffer.length)
    const key = String.fromCharCode(...view)
    if (keys.has(key)) return false
    keys.add(key)
    this.units += key.length
    return true
  }
}
