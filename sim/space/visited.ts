/**
 * The set of visited states, by 64-bit fingerprint: open addressing with linear probing, 8 bytes an
 * entry, at most three quarters full.
 *
 * Representation: entry i is (`table[2i]`, `table[2i + 1]`); (0, 0) is a free entry, and the
 * fingerprint (0, 0) is taken for (1, 0).
 */
import { read } from '../assert.ts'

const firstEntries = 1 << 12
const fullest = 0.75
/** No state has so many successors that the table could grow before it is looked at again. */
const growing = 1_000

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
    const low = (lo | hi) === 0 ? 1 : lo
    const { table, mask } = this
    let entry = low & mask
    for (;;) {
      const a = read(table, 2 * entry)
      const b = read(table, 2 * entry + 1)
      if (a === low && b === hi) return false
      if ((a | b) === 0) break
      entry = (entry + 1) & mask
    }
    table[2 * entry] = low
    table[2 * entry + 1] = hi
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
      const b = read(old, i + 1)
      if ((a | b) !== 0) this.add(a, b)
    }
  }
}
