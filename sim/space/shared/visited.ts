/**
 * The set of visited states of several workers, by 64-bit fingerprint: `Visited` in shared memory.
 *
 * Representation: entry i is (`table[2i]`, `table[2i + 1]`), and neither half of an entry in use is
 * 0. Who turns the first half from 0 to the low lane owns the entry and writes the second half next;
 * who reads between the two waits for it, a few instructions. Entries never change afterwards, and
 * none is removed. To grow, everybody stops adding, and each copies its part to a new table.
 */
import { read } from '../../assert.ts'
import type { Seen } from '../expansion.ts'
import { fullest } from '../visited.ts'
import { signal } from './control.ts'
import type { Control } from './control.ts'

/** What a worker is told from outside, and tells, when the set has to grow. */
export interface Growth {
  /** Everybody waits for a larger table. */
  readonly full: () => void
  /** The table that has been made since. */
  readonly larger: () => SharedArrayBuffer
}

/** Of the entries, how many all workers together may have set aside without using them: 1 in so many. */
const spare = 16
const mostAside = 1_024

/** How many states a table of so many bytes takes before it grows. */
export function limitOf(bytes: number): number {
  return Math.floor((bytes / 8) * fullest)
}

export class SharedVisited implements Seen {
  /** States that this worker was the first to add. */
  added = 0
  private left = 0
  private table: Int32Array
  private mask: number
  private readonly control: Control
  private readonly me: number
  private readonly growth: Growth

  constructor(memory: SharedArrayBuffer, control: Control, me: number, growth: Growth) {
    this.table = new Int32Array(memory)
    this.mask = this.table.length / 2 - 1
    this.control = control
    this.me = me
    this.growth = growth
  }

  /** Adds a fingerprint; false when it was there. May wait for others, to grow. */
  add(lo: number, hi: number): boolean {
    if (this.left === 0) this.setAside()
    const low = lo === 0 ? 1 : lo
    const high = hi === 0 ? 1 : hi
    const { table, mask } = this
    let entry = low & mask
    for (;;) {
      const where = 2 * entry
      let found = read(table, where)
      // A plain read may be late, which the exchange finds out.
      if (found === 0) found = Atomics.compareExchange(table, where, 0, low)
      if (found === 0) {
        Atomics.store(table, where + 1, high)
        this.left--
        this.added++
        return true
      }
      if (found === low && this.second(where) === high) return false
      entry = (entry + 1) & mask
    }
  }

  addAgain(): void {
    // A set of fingerprints cannot hold one twice.
  }

  /** Takes part in growing. */
  grow(): void {
    const { control, growth, me } = this
    control.meet(growth.full)
    const old = this.table
    this.table = new Int32Array(growth.larger())
    this.mask = this.table.length / 2 - 1
    const part = old.length / 2 / control.workers
    const [from, to] = [Math.floor(me * part), Math.floor((me + 1) * part)]
    for (let where = 2 * from; where < 2 * to; where += 2) {
      const low = read(old, where)
      if (low !== 0) this.copy(low, read(old, where + 1))
    }
    control.meet(() => control.resume())
  }

  private setAside(): void {
    const { control, table } = this
    const entries = table.length / 2
    const aside = Math.max(1, Math.min(mostAside, Math.floor(entries / spare / control.workers)))
    while (!control.reserve(aside)) {
      control.check()
      if (control.signal === signal.grow) this.grow()
    }
    this.left = aside
  }

  private second(where: number): number {
    let high = Atomics.load(this.table, where + 1)
    while (high === 0) {
      // Its owner may have been killed between the two.
      this.control.check()
      high = Atomics.load(this.table, where + 1)
    }
    return high
  }

  private copy(low: number, high: number): void {
    const { table, mask } = this
    let entry = low & mask
    while (Atomics.compareExchange(table, 2 * entry, 0, low) !== 0) entry = (entry + 1) & mask
    table[2 * entry + 1] = high
  }
}
