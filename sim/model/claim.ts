/**
 * A state property, evaluated once per combination of the local states it reads. The combination
 * is a path through a tree with one level per actor read; the leaf holds the answer.
 */
import type { AnyMachineSnapshot } from 'xstate'
import { at, read } from '../assert.ts'
import type { StateProperty } from '../scenario/system.ts'
import { Footprint } from './footprint.ts'
import type { Tables } from './tables.ts'
import type { Violation } from './violation.ts'
import { watched } from './watch.ts'

const unknown = 0
const holds = 1
const fails = 2

/** Nodes kept before all are forgotten: some 50 MB, however many end states a sweep meets. */
const maxNodes = 200_000

/** A property cannot be evaluated: its predicate threw. */
export class PropertyError extends Error {
  override readonly name = 'PropertyError'
}

/** @throws PropertyError when the predicate fails. */
export function evaluate(
  property: StateProperty,
  snapshots: readonly AnyMachineSnapshot[],
): boolean {
  try {
    return watched(`property ${property.name}`, () => property.holds(snapshots))
  } catch (error) {
    throw failed(property.name, error)
  }
}

function failed(name: string, error: unknown): PropertyError {
  const reason = error instanceof Error ? error.message : String(error)
  return new PropertyError(`property ${name} cannot be evaluated: ${reason}`)
}

/** What to report where `property` is violated. */
export function violationOf(
  { name, law, explain, kind, reads }: StateProperty,
  snapshots: readonly AnyMachineSnapshot[],
): Violation {
  const otherwise = kind === 'eventually' ? 'never became true' : 'is false'
  let detail: string
  try {
    detail = explain?.(snapshots) ?? otherwise
  } catch (error) {
    throw failed(name, error)
  }
  return { kind: 'property', name, law: law ?? name, detail, actors: reads }
}

export class Claim {
  readonly property: StateProperty
  /** Indices of the actors read, in the property's own order. */
  readonly reads: readonly number[]
  private readonly tables: Tables
  /** `children[node]` maps a local state to the next node; node 0 is the root. */
  private readonly children: Map<number, number>[] = [new Map()]
  private readonly answers: number[] = [unknown]
  private readonly violations = new Map<number, Violation>()
  /** One per actor read, while what the predicate looks at is being learned. */
  private footprints: readonly Footprint[] | undefined

  constructor(property: StateProperty, reads: readonly number[], tables: Tables) {
    this.property = property
    this.reads = reads
    this.tables = tables
  }

  /**
   * Whether the property's predicate is true of the local states `local`, indexed by actor.
   * @throws PropertyError when the predicate fails.
   */
  holds(local: Int32Array): boolean {
    if (this.children.length > maxNodes) this.forget()
    const node = this.leaf(local)
    const known = this.answers[node]
    if (known !== unknown) return known === holds
    const answer = evaluate(this.property, this.watched(this.snapshots(local)))
    this.answers[node] = answer ? holds : fails
    return answer
  }

  /** What to report where the property is violated. It is built once for each leaf. */
  violation(local: Int32Array): Violation {
    const node = this.leaf(local)
    const known = this.violations.get(node)
    if (known !== undefined) return known
    const violation = violationOf(this.property, this.snapshots(local))
    this.violations.set(node, violation)
    return violation
  }

  /** The states that `holds` looks at. */
  snapshots(local: ArrayLike<number>): readonly AnyMachineSnapshot[] {
    return this.reads.map((actor) => at(this.tables.snapshots, at(local, actor)))
  }

  /** Learns from now on what the predicate looks at, per actor read. */
  track(): readonly Footprint[] {
    if (this.footprints === undefined) {
      this.footprints = this.reads.map(() => new Footprint())
      // An answer that is remembered is not looked for again.
      this.forget()
    }
    return this.footprints
  }

  private watched(snapshots: readonly AnyMachineSnapshot[]): readonly AnyMachineSnapshot[] {
    const { footprints } = this
    if (footprints === undefined) return snapshots
    return snapshots.map((s, i) => at(footprints, i).watch(s))
  }

  private forget(): void {
    this.children.length = 0
    this.children.push(new Map())
    this.answers.length = 0
    this.answers.push(unknown)
    this.violations.clear()
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
