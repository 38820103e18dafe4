/**
 * A state property, evaluated once per combination of the local states it reads. The combination
 * is a path through a tree with one level per actor read; the leaf holds the answer.
 */
import type { AnyMachineSnapshot } from 'xstate'
import { at } from '../assert.ts'
import type { StateProperty } from '../scenario/system.ts'
import type { Tables } from './tables.ts'

const unknown = 0
const holds = 1
const fails = 2

export class Claim {
  readonly property: StateProperty
  /** Indices of the actors read, in the property's own order. */
  readonly reads: readonly number[]
  private readonly tables: Tables
  /** `children[node]` maps a local state to the next node; node 0 is the root. */
  private readonly children: Map<number, number>[] = [new Map()]
  private readonly answers: number[] = [unknown]

  constructor(property: StateProperty, reads: readonly number[], tables: Tables) {
    this.property = property
    this.reads = reads
    this.tables = tables
  }

  /** Whether the property's predicate is true of the local states `local`, indexed by actor. */
  holds(local: ArrayLike<number>): boolean {
    let node = 0
    for (const actor of this.reads) {
      const state = at(local, actor)
      const branch = at(this.children, node)
      node = branch.get(state) ?? this.grow(branch, state)
    }
    const known = this.answers[node]
    if (known !== unknown) return known === holds
    const answer = this.property.holds(this.snapshots(local))
    this.answers[node] = answer ? holds : fails
    return answer
  }

  /** The states that `holds` looks at. */
  snapshots(local: ArrayLike<number>): readonly AnyMachineSnapshot[] {
    return this.reads.map((actor) => at(this.tables.snapshots, at(local, actor)))
  }

  private grow(branch: Map<number, number>, state: number): number {
    const node = this.children.length
    branch.set(state, node)
    this.children.push(new Map())
    this.answers.push(unknown)
    return node
  }
}
