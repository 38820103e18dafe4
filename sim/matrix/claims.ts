/**
 * Effects as claims: which choice, in the place of the first of its variant, closes or opens which
 * race, always or depending on another choice. Each claim says of how many pairs of designs it is
 * true and of how many it could be.
 */
import type { Choice } from '../scenario/scenario.ts'
import { effectsOf } from './effects.ts'
import type { Effect, Pair } from './effects.ts'
import type { Matrix } from './matrix.ts'

/** On what it depends whether a choice has its effect. */
export type Condition =
  /** It has it in every pair that could show it. */
  | { readonly kind: 'always' }
  /** Exactly where `variant` is one of `choices`. */
  | { readonly kind: 'with'; readonly variant: string; readonly choices: readonly Choice[] }
  /** No single variant decides; these make a difference. */
  | { readonly kind: 'several'; readonly variants: readonly string[] }

export interface Claim {
  readonly effect: 'closes' | 'opens'
  readonly invariant: string
  readonly variant: string
  readonly from: Choice
  /** Choices of which the same is true. */
  readonly to: readonly Choice[]
  readonly condition: Condition
  /** Pairs, over all of `to`, that show the effect. */
  readonly hits: number
  /** Pairs that could: the first design violates the invariant, or for `opens` does not. */
  readonly of: number
  /** Pairs of which one design is not decided. */
  readonly undecided: number
  /**
   * Other invariants that a change that closes this one opens in some of the pairs that show it. The
   * closed one may be hidden behind these.
   */
  readonly alsoOpens: readonly string[]
}

/** Two choices that have an effect together and neither alone. */
export interface Together {
  readonly first: Claim
  readonly second: Claim
}

export interface Findings {
  /** The ones that explain most come first. */
  readonly claims: readonly Claim[]
  readonly together: readonly Together[]
  /** Variants none of whose choices changes what is violated, all pairs decided. */
  readonly indifferent: readonly string[]
}

export function findingsOf(matrix: Matrix): Findings {
  const effects = effectsOf(matrix)
  const fromFirst = effects.filter((e) => matrix.variants[e.variant]?.[0] === e.from)
  const all = grouped(fromFirst.flatMap((e) => [...claimOf(e, 'closes'), ...claimOf(e, 'opens')]))
  const together = all.flatMap((first, i) =>
    all.slice(i + 1).flatMap((second) => (areTogether(first, second) ? [{ first, second }] : [])),
  )
  const merged = new Set(together.flatMap((t) => [t.first, t.second]))
  const claims = all.filter((c) => !merged.has(c)).toSorted(byWeight)
  const inert = (variant: string): boolean => {
    const own = effects.filter((e) => e.variant === variant).flatMap((e) => e.pairs)
    return own.length > 0 && own.every((p) => p.change === 'keeps' || p.change === 'absent')
  }
  const indifferent = Object.keys(matrix.variants).filter(inert)
  return { claims, together, indifferent }
}

function byWeight(a: Claim, b: Claim): number {
  const rank = (c: Claim): number => (c.condition.kind === 'always' ? 0 : 1)
  return b.hits - a.hits || rank(a) - rank(b)
}

function claimOf({ pairs, ...effect }: Effect, wanted: Claim['effect']): readonly Claim[] {
  const other = wanted === 'closes' ? 'keeps' : 'absent'
  const hits = pairs.filter((p) => p.change === wanted)
  const misses = pairs.filter((p) => p.change === other)
  if (hits.length === 0) return []
  const { invariant, variant, from, to } = effect
  return [
    {
      ...{ effect: wanted, invariant, variant, from, to: [to] },
      condition: conditionOf(variant, hits, misses),
      hits: hits.length,
      of: hits.length + misses.length,
      undecided: pairs.filter((p) => p.change === 'open').length,
      alsoOpens: wanted === 'opens' ? [] : [...new Set(hits.flatMap((p) => p.alsoOpens))],
    },
  ]
}

function conditionOf(variant: string, hits: readonly Pair[], misses: readonly Pair[]): Condition {
  if (misses.length === 0) return { kind: 'always' }
  const others = Object.keys(hits[0]?.before ?? {}).filter((v) => v !== variant)
  for (const other of others) {
    const choices = choicesOf(hits, other)
    const missed = choicesOf(misses, other)
    if (choices.every((c) => !missed.includes(c))) return { kind: 'with', variant: other, choices }
  }
  return { kind: 'several', variants: others.filter((v) => matters(v, hits, misses)) }
}

function choicesOf(pairs: readonly Pair[], variant: string): readonly Choice[] {
  return [...new Set(pairs.flatMap((p) => p.before[variant] ?? []))]
}

/** Whether a hit and a miss differ in `variant` alone. */
function matters(variant: string, hits: readonly Pair[], misses: readonly Pair[]): boolean {
  return hits.some((hit) =>
    misses.some((miss) =>
      Object.entries(hit.before).every(
        ([v, choice]) => (v === variant) !== (miss.before[v] === choice),
      ),
    ),
  )
}

/** Choices of one variant of which the same is claimed become one claim. */
function grouped(claims: readonly Claim[]): readonly Claim[] {
  const groups = new Map<string, Claim>()
  for (const claim of claims) {
    const { effect, invariant, variant, from, condition, undecided, alsoOpens } = claim
    const same = [effect, invariant, variant, from, condition, undecided === 0, alsoOpens]
    const key = JSON.stringify(same)
    const known = groups.get(key)
    groups.set(key, known === undefined ? claim : joined(known, claim))
  }
  return [...groups.values()]
}

function joined(one: Claim, other: Claim): Claim {
  return {
    ...one,
    to: [...one.to, ...other.to],
    hits: one.hits + other.hits,
    of: one.of + other.of,
    undecided: one.undecided + other.undecided,
  }
}

function areTogether(one: Claim, other: Claim): boolean {
  if (one.effect !== other.effect || one.invariant !== other.invariant) return false
  return needs(one, other) && needs(other, one)
}

/** Whether `one` has its effect only where the variant of `other` is what `other` changes it to. */
function needs({ condition }: Claim, other: Claim): boolean {
  return (
    condition.kind === 'with' &&
    condition.variant === other.variant &&
    condition.choices.every((c) => other.to.includes(c))
  )
}
