/**
 * Preemption-bounded enumeration. Musuvathi, Qadeer: "Iterative Context Bounding for Systematic
 * Testing of Multithreaded Programs", PLDI 2007.
 *
 * The running thread goes on while the next delivery is one that the last step sent. Another
 * delivery is a preemption if the last step sent something that can be delivered now, and free if
 * the thread has blocked or ended. Departs from the paper in that: where a step sends several
 * messages the thread forks, and going on with either is free; a message behind another in its
 * channel cannot go on; a timer begins a thread of its own. Timers and alternatives are enumerated
 * too, at no cost.
 *
 * The schedules are the leaves of a tree, in depth-first order; at each step the threads that go on
 * come first, the latest message first. Seed k is the k-th leaf. Seeds that come in order continue
 * from the leaf before; any other seed is reached by running all those before it on a runner of its
 * own, which takes as long as a sweep of them. After the last leaf the seeds begin anew.
 */
import { at, invariant } from '../assert.ts'
import { seedNumber, sendingStep } from './strategy.ts'
import type { Enumeration, Pending, Strategy } from './strategy.ts'

/** Runs a strategy once on a runner of its own. */
export type Rehearse = (strategy: Strategy) => void

export function preemptionBounded(bound: number, rehearse: Rehearse): Strategy {
  const tree = new Tree()
  let steps = 0
  let preemptions = 0

  const schedule = (pending: Pending, n: number): number => {
    const enabled = Array.from(pending.enabled.subarray(0, n))
    const stamps = enabled.map((c) => pending.stamp(c))
    const latestFirst = enabled.map((_, i) => i).toSorted((a, b) => at(stamps, b) - at(stamps, a))
    const goesOn = (i: number): boolean => sendingStep(at(stamps, i)) === steps
    const going = latestFirst.filter(goesOn)
    const free = going.length === 0 ? latestFirst : going
    const others = going.length === 0 ? [] : latestFirst.filter((i) => !goesOn(i))
    const options = preemptions < bound ? [...free, ...others] : free
    const chosen = tree.choose(options.length)
    if (chosen >= free.length) preemptions++
    steps++
    return at(options, chosen)
  }
  const rewind = (): void => {
    tree.rewind()
    steps = 0
    preemptions = 0
  }
  const walk: Strategy = {
    name: `preemption-bounded:${bound}`,
    begin: rewind,
    schedule,
    timer: (n) => tree.choose(n),
    alternative: (data, faults) => tree.choose(data + faults),
  }

  return {
    ...walk,
    begin: (seed) => {
      tree.goTo(seedNumber(seed), () => {
        rehearse(walk)
      })
      rewind()
    },
    enumeration: (): Enumeration => ({
      claim: `every schedule with at most ${bound} preemptions`,
      size: tree.size(),
      doubt: undefined,
    }),
  }
}

/** A path through a tree that is only known by walking it, and the path after it. */
class Tree {
  /** The choices on the path, and how many there were at each. */
  private choices: number[] = []
  private counts: number[] = []
  private place = 0
  /** The path is that of the leaf with this number; 0 before the first. */
  private leaf = 0
  /** The path goes on to the leaf; before that nobody knows what comes after it. */
  private walked = false
  private leaves: number | undefined

  /** How many leaves there are, if the last walk was along the last of them, or one was before. */
  size(): number | undefined {
    if (this.walked && this.turn() < 0) this.leaves ??= this.leaf
    return this.leaves
  }

  /** Which of `count` ways the path takes here; beyond its end, the first. */
  choose(count: number): number {
    this.walked = true
    if (this.place === this.choices.length) {
      this.choices.push(0)
      this.counts.push(count)
    }
    invariant(this.counts[this.place] === count, 'the same choices lead to another state')
    return at(this.choices, this.place++)
  }

  rewind(): void {
    this.place = 0
  }

  /** Makes the path that of leaf `number`, from 1; `walk` walks the path to its end. */
  goTo(number: number, walk: () => void): void {
    let target = this.leaves === undefined ? Math.max(1, number) : wrap(number, this.leaves)
    if (target < this.leaf) this.restart()
    while (this.leaf < target) {
      if (this.leaf > 0 && !this.walked) {
        this.rewind()
        walk()
        this.walked = true
      }
      if (this.leaf > 0 && this.size() === this.leaf) {
        target = wrap(number, this.leaf)
        this.restart()
      } else this.advance()
    }
  }

  private advance(): void {
    if (this.leaf > 0) {
      const turn = this.turn()
      this.choices = [...this.choices.slice(0, turn), at(this.choices, turn) + 1]
      this.counts.length = turn + 1
    }
    this.leaf++
    this.walked = false
  }

  /** The last place where the path can take another way; -1 if nowhere. */
  private turn(): number {
    return this.choices.findLastIndex((choice, i) => choice + 1 < at(this.counts, i))
  }

  private restart(): void {
    this.choices = []
    this.counts = []
    this.leaf = 0
    this.walked = false
  }
}

/** `number` as one of 1 to `size`. */
function wrap(number: number, size: number): number {
  return ((((number - 1) % size) + size) % size) + 1
}
