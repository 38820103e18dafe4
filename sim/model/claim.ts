/**
 * A state property, evaluated once per combination of the local states it reads. The combination
 * is a path through a tree with one level per actor read; the leaf holds the answer.
 */
import type { AnyMachineSnapshot } from 'xstate'
import { at, read } from '../assert.ts'
import type { StateProperty } from '../scenario/system.ts'
import type { Tables } from './tables.ts'
import type { Violation } from './violation.ts'

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
  private readonly violations = new Map<number, Violation>()

  constructor(property: StateProperty, reads: readonly number[], tables: Tables) {
    this.property = property
    this.reads = reads
    this.tables = tables
  }

  /** Whether the property's predicate is true of the local states `local`, indexed by actor. */
  holds(local: Int32Array): boolean {
    const node = this.leaf(local)
    const known = this.answers[node]
    if (known !== unknown) return known === holds
    const answer = this.property.holds(this.snapshots(local))
    this.answers[node] = answer ? holds : fails
    return answer
  }

  /** What to report where the property is violated. It is built once for each leaf. */
  violation(local: Int32Array): Violation {
    const node = this.leaf(local)
    const known = this.violations.get(node)
    if (known !== undefined) return known
    const { name, law, explain, kind, reads } = this.property
    const detail =
      explain?.(this.snapshots(local)) ?? (kind === 'eventually' ? 'never became true' : 'is false')
    const violation = { kind: 'property', name, law: law ?? name, detail, actors: reads } as const
    this.violations.set(node, violation)
    return violation
  }

  /** The states that `holds` looks at. */
  snapshots(local: ArrayLike<number>): readonly AnyMachineSnapshot[] {
    return this.reads.map((actor) => at(this.tables.snapshots, at(local, actor)))
  }

  private leaf(local: Int32Array): number {
    let node = 0
    for (let i = 0; i < this.reads.length; i++) {
      const state = read(local, at(this.reads, i))
      node = this.children[node]?.get(state) ?? this.grow(node, state)
    }
    return node
  }

  private grow(parent: number, state: number): number {
    const node = this.children.length
    at(this.children, parent).set(state, node)
    this.children.push(new Map())
    this.answers.push(unknown)
    return node
  }
}
