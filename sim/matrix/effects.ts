/**
 * What one design choice does to one invariant: pairs of designs that differ in this choice alone,
 * by what changes between them. A run ends at its first violation, so a violation that disappears
 * may also be hidden by another that is new; such pairs are counted apart.
 */
import { formatDesign } from '../scenario/design.ts'
import type { Choice, Design } from '../scenario/scenario.ts'
import { disputed, rowIndex, standingAt } from './matrix.ts'
import type { Matrix, Row } from './matrix.ts'
import { violatedOf } from './record.ts'

/** Violated before and not after; the reverse; in both; in neither; not known of one. */
export type Change = 'closes' | 'opens' | 'keeps' | 'absent' | 'open'

/** Two designs that differ in one choice. */
export interface Pair {
  readonly before: Design
  readonly after: Design
  readonly change: Change
  /** Other invariants that only the second design violates. */
  readonly alsoOpens: readonly string[]
}

export interface Effect {
  readonly invariant: string
  readonly variant: string
  readonly from: Choice
  readonly to: Choice
  readonly pairs: readonly Pair[]
}

/**
 * The effects of every change of one choice, by invariant, variant and choices in the order of the
 * file. Invariants that are never violated are left out.
 */
export function effectsOf(matrix: Matrix): readonly Effect[] {
  const rows = rowIndex(matrix)
  return disputed(matrix).flatMap((invariant) =>
    Object.entries(matrix.variants).flatMap(([variant, choices]) =>
      choices.flatMap((from, i) =>
        choices.slice(i + 1).flatMap((to): readonly Effect[] => {
          const pairs = matrix.rows.flatMap((before) => {
            if (before.design[variant] !== from) return []
            const after = rows.get(formatDesign({ ...before.design, [variant]: to }))
            return after === undefined ? [] : [pairOf(before, after, invariant)]
          })
          return pairs.length === 0 ? [] : [{ invariant, variant, from, to, pairs }]
        }),
      ),
    ),
  )
}

function pairOf(before: Row, after: Row, invariant: string): Pair {
  const old = new Set(before.record === undefined ? [] : violatedOf(before.record))
  const found = after.record === undefined ? [] : violatedOf(after.record)
  return {
    before: before.design,
    after: after.design,
    change: changeOf(before, after, invariant),
    alsoOpens: found.filter((name) => name !== invariant && !old.has(name)),
  }
}

function changeOf(before: Row, after: Row, invariant: string): Change {
  const [one, other] = [standingAt(before, invariant), standingAt(after, invariant)]
  if (one === 'open' || other === 'open') return 'open'
  if (one === 'violated') return other === 'violated' ? 'keeps' : 'closes'
  return other === 'violated' ? 'opens' : 'absent'
}
