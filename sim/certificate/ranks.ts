/**
 * A rank for each state: the witness that something is not postponed for ever. It exists exactly
 * when no cycle goes through the states in question.
 */
import { at, read } from '../assert.ts'
import { Ints } from '../model/ints.ts'

/** The steps between states as they are found, state by state. */
export class Graph {
  /** By state: the bits of what has held. */
  readonly reached = new Ints()
  readonly successors = new Ints()
  /** `ends[s]`: where the successors of state s end. */
  readonly ends = new Ints()

  /** The next state is `state` with its `successors`. */
  add(reached: number, successors: readonly number[]): void {
    this.reached.push(reached)
    for (const s of successors) this.successors.push(s)
    this.ends.push(this.successors.length)
  }

  /**
   * By state, the most steps that lead on from it into states that lack some bit of `wanted`;
   * undefined when such steps can go on for ever. Bits never vanish on the way.
   */
  ranks(wanted: number): Int32Array | undefined {
    const states = this.ends.length
    const ranks = new Int32Array(states)
    const open = new Int32Array(states)
    const lacks = (s: number): boolean => (read(this.reached.items, s) & wanted) !== wanted
    this.each((s, next) => {
      if (lacks(next)) open[s] = at(open, s) + 1
    })
    const { starts, from } = this.reversed()
    const ready: number[] = []
    for (let s = 0; s < states; s++) if (at(open, s) === 0) ready.push(s)
    let ranked = 0
    for (let s = ready.pop(); s !== undefined; s = ready.pop()) {
      ranked++
      if (!lacks(s)) continue
      for (let i = at(starts, s); i < at(starts, s + 1); i++) {
        const before = read(from, i)
        ranks[before] = Math.max(at(ranks, before), at(ranks, s) + 1)
        open[before] = at(open, before) - 1
        if (at(open, before) === 0) ready.push(before)
      }
    }
    return ranked === states ? ranks : undefined
  }

  private each(visit: (state: number, next: number) => void): void {
    let i = 0
    for (let s = 0; s < this.ends.length; s++) {
      for (; i < read(this.ends.items, s); i++) visit(s, read(this.successors.items, i))
    }
  }

  /** `from[starts[s] .. starts[s + 1])`: the states that have s as a successor. */
  private reversed(): { readonly starts: Int32Array; readonly from: Int32Array } {
    const starts = new Int32Array(this.ends.length + 1)
    this.each((_, next) => {
      starts[next + 1] = at(starts, next + 1) + 1
    })
    for (let s = 1; s < starts.length; s++) starts[s] = at(starts, s) + at(starts, s - 1)
    const fill = starts.slice()
    const from = new Int32Array(this.successors.length)
    this.each((s, next) => {
      const where = at(fill, next)
      from[where] = s
      fill[next] = where + 1
    })
    return { starts, from }
  }
}
