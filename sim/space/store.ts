/**
 * Visited states in the order of their discovery, each with the state that it was found from: what a
 * breadth-first search needs to tell the way to any of them.
 *
 * Representation: state i has its fingerprint and parent in chunk i / 2^16, three integers a state,
 * so that growing copies nothing; `index` is an open-addressing table of i + 1, 0 where it is free.
 */
import { at, read } from '../assert.ts'

const chunkBits = 16
const chunkMask = (1 << chunkBits) - 1
const width = 3
const fullest = 0.75

export class StateStore {
  size = 0
  /** The state that is being expanded: the parent of those added now. */
  parent = -1
  private readonly chunks: Int32Array[] = []
  private index = new Int32Array(1 << 12)

  get bytes(): number {
    return this.chunks.length * 4 * width * (chunkMask + 1) + this.index.byteLength
  }

  /** Bytes needed for the next state, or, when the index is about to grow, while it grows. */
  get bytesSoon(): number {
    const grows = this.size + 1_000 >= this.index.length * fullest
    return this.bytes + (grows ? 2 * this.index.byteLength : 0)
  }

  /** Adds a fingerprint; false when it was there. */
  readonly add = (lo: number, hi: number): boolean => {
    if (this.size >= this.index.length * fullest) this.grow()
    const mask = this.index.length - 1
    let entry = lo & mask
    for (;;) {
      const state = read(this.index, entry) - 1
      if (state < 0) break
      if (this.loOf(state) === lo && this.hiOf(state) === hi) return false
      entry = (entry + 1) & mask
    }
    this.index[entry] = this.size + 1
    this.addAgain(lo, hi)
    return true
  }

  /** Adds a state whose fingerprint `find` already gives for another. */
  readonly addAgain = (lo: number, hi: number): void => {
    const state = this.size++
    if ((state & chunkMask) === 0) this.chunks.push(new Int32Array(width * (chunkMask + 1)))
    const chunk = at(this.chunks, state >> chunkBits)
    const where = (state & chunkMask) * width
    chunk[where] = lo
    chunk[where + 1] = hi
    chunk[where + 2] = this.parent
  }

  /** The number of the state with this fingerprint, or -1. */
  find(lo: number, hi: number): number {
    const mask = this.index.length - 1
    for (let entry = lo & mask; ; entry = (entry + 1) & mask) {
      const state = read(this.index, entry) - 1
      if (state < 0 || (this.loOf(state) === lo && this.hiOf(state) === hi)) return state
    }
  }

  loOf(state: number): number {
    return this.field(state, 0)
  }

  hiOf(state: number): number {
    return this.field(state, 1)
  }

  /** The state that `state` was found from; -1 for the first. */
  parentOf(state: number): number {
    return this.field(state, 2)
  }

  private field(state: number, which: number): number {
    const chunk = this.chunks[state >> chunkBits]
    return chunk === undefined ? -1 : read(chunk, (state & chunkMask) * width + which)
  }

  private grow(): void {
    const index = new Int32Array(2 * this.index.length)
    const mask = index.length - 1
    for (let state = 0; state < this.size; state++) {
      let entry = this.loOf(state) & mask
      while (read(index, entry) !== 0) entry = (entry + 1) & mask
      index[entry] = state + 1
    }
    this.index = index
  }
}
