/**
 * The set of visited states, by 64-bit fingerprint: open addressing with linear probing, 8 bytes an
 * entry, at most three quarters full.
 *
 * Representation: entry i is (`table[2i]`, `table[2i + 1]`); (0, 0) is a free entry. A lane that is 0
 * is taken for 1, as in `SharedVisited`, so that both count the same states.
 */
import { read } from '../assert.ts'

const firstEntries = 1 << 12
/** The part of a table that may be in use. */
export const fullest = 0.75
/** No state has so many successors that the table could grow before it is looked at again. */
const growing = 1_000

/** Bytes of the table that holds so many states. */
export function bytesOf(states: number): number {
  let entries = firstEntries
  while (states >= Math.floor(entries * fullest)) entries *= 2
  return 8 * entries
}

/** The most bytes that were needed on the way to so many states: see `bytesSoon`. */
export function peakBytesOf(states: number): number {
  const bytes = bytesOf(states)
  const grows = states + growing >= Math.floor((bytes / 8) * fullest)
  const before = bytes > 8 * firstEntries ? bytes / 2 : 0
  return Math.max(3 * before, grows ? 3 * bytes : bytes)
}

export class Visited {
  size = 0
  private table: Int32Array
  private mask: number
  private limit: number

  constructor(entries = firstEntries) {
    this.table = new Int32Array(2 * entries)
    this.mask = entries - 1
    this.limit = Math.floor(entries * fullest)
  }

  /** Bytes held now. */
  get bytes(): number {
    return this.table.byteLength
  }

  /** Bytes needed for the next state, or, when the table is about to grow, while it grows. */
  get bytesSoon(): number {
    return this.table.byteLength * (this.size + growing < this.limit ? 1 : 3)
  }

  /** Adds a fingerprint; false when it was there. */
  add(lo: number, hi: number): boolean {
    if (this.size >= this.limit) this.grow()
    const low = lo === 0 ? 1 : lo
    const high = hi === 0 ? 1 : hi
    const { table, mask } = this
    let entry = low & mask
    for (;;) {
      const a = read(table, 2 * entry)
      const b = read(table, 2 * entry + 1)
      if (a === low && b === high) return false
      if (a === 0) break
      entry = (entry + 1) & mask
    }
    table[2 * entry] = low
    table[2 * entry + 1] = high
    this.size++
    return true
  }

  /** A set of fingerprints cannot hold one twice. */
  addAgain(): void {
    // Nothing to do: the caller keeps whole states.
  }

  private grow(): void {
    const old = this.table
    const entries = old.length
    this.table = new Int32Array(2 * entries)
    this.mask = entries - 1
    this.limit = Math.floor(entries * fullest)
    this.size = 0
    for (let i = 0; i < old.length; i += 2) {
      const a = read(old, i)
      if (a !== 0) this.add(a, read(old, i + 1))
    }
  }
}
