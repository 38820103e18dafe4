/**
 * A scenario as later stages see it: checked, with defaults filled in, still open in its variants.
 * One choice per variant closes it to a system (bind.ts). Each entry that a later check may have
 * to complain about knows its path in the file.
 */
import type { Catalogue } from './catalogue.ts'
import type { Origin } from './format.ts'
import type { Source } from './source.ts'
import type { Path, Tree } from './tree.ts'

/** One way to decide a variant. */
export type Choice = string | number | boolean
/** The value of a param. Sizes are numbers by now. */
export type Param = Choice | readonly Choice[]

/** One choice for each variant, in the order of the file. */
export type Design = Readonly<Record<string, Choice>>

/** The designs in which each named variant has one of the listed choices. */
export type When = Readonly<Record<string, readonly Choice[]>>

/** An actor as written, or several with a count. */
export interface ActorEntry {
  readonly path: Path
  readonly id: string
  /** The export name of its machine. */
  readonly machine: string
  /** With a count, the actors are `id.0`, `id.1`, …; a string is a `$name`. */
  readonly count: number | string | undefined
  /** As written: references are not replaced yet. */
  readonly input: Readonly<Record<string, unknown>>
}

/** When a claim has to be true; system.ts has the meaning. */
export type ClaimKind = 'always' | 'at-rest' | 'sometimes' | 'eventually'

/** A property as written: taken from a module, stated as an expression, or a monitor. */
export type PropertyEntry =
  | {
      readonly form: 'use'
      readonly path: Path
      readonly name: string
      readonly use: string
      readonly with: Readonly<Record<string, unknown>>
    }
  | {
      readonly form: 'claim'
      readonly path: Path
      readonly name: string
      readonly kind: ClaimKind
      readonly text: string
      readonly because: string | undefined
    }
  | {
      readonly form: 'monitor'
      readonly path: Path
      readonly name: string
      readonly machine: string
      readonly observes: readonly string[]
      readonly with: Readonly<Record<string, unknown>>
      readonly because: string | undefined
    }

/** Designs that are left out, with the reason for reports. */
export interface Exclusion {
  readonly path: Path
  readonly when: When
  readonly because: string
}

/**
 * What a change from the first choice of a variant weighs, a whole number; `given`: the variant is
 * part of the question, and an answer has to hold under each of its choices.
 */
export type Cost = number | 'given'

/** How often a property is expected to be violated over the interleavings of one design. */
export type ExpectedViolation = 'sometimes' | 'always'

/** A golden verdict: which properties the designs of `when` violate. */
export interface Expectation {
  readonly path: Path
  readonly when: When
  /** All properties that are violated; empty means none, which has to be proved. */
  readonly violates: Readonly<Record<string, ExpectedViolation>>
}

/** Actors said to be interchangeable; a counted name means all of its actors. */
export interface SymmetryEntry {
  readonly path: Path
  readonly ids: readonly string[]
}

/** The part of a scenario that its text says by itself, before any module is loaded. */
export interface Draft {
  readonly name: string
  readonly title: string
  readonly origin: Origin
  readonly groups: readonly string[]
  /** The modules, as written. */
  readonly machines: readonly string[]
  readonly params: Readonly<Record<string, Param>>
  readonly actors: readonly ActorEntry[]
  /** The first choice of each is its default. */
  readonly variants: Readonly<Record<string, readonly Choice[]>>
  readonly exclude: readonly Exclusion[]
  /** Variants that are not named weigh 1. */
  readonly cost: Readonly<Record<string, Cost>>
  readonly properties: readonly PropertyEntry[]
  /** Groups of actors that may be exchanged, as written. */
  readonly symmetry: readonly SymmetryEntry[]
  /** A string is a `$name`; `System.bound` has the numbers of one design. */
  readonly bound: { readonly steps: number | string; readonly faults: number | string }
  /** Seeds `first` to `last`, both included; the strategy as `parseStrategy` reads it. */
  readonly sweep: { readonly first: number; readonly last: number; readonly strategy: string }
  readonly expect: readonly Expectation[]
}

/** A loaded scenario. Every design of it can be bound. */
export interface Scenario extends Draft {
  /** The file it was read from, as the user named it. */
  readonly file: string
  /** First 12 hexadecimal digits of the SHA-256 of the text. */
  readonly hash: string
  readonly catalogue: Catalogue
  /** The text and its tree, for problems that are found later. */
  readonly source: Source
  readonly tree: Tree
}

/** What can be violated in every scenario without being asked for. */
export const BUILT_IN_PROPERTIES = ['deadlock', 'unhandled', 'machine-error'] as const
