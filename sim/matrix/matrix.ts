/** Designs against invariants: what the exhaustive searches of one scenario came to, side by side. */
import { formatDesign } from '../scenario/design.ts'
import { BUILT_IN_PROPERTIES } from '../scenario/scenario.ts'
import type { Choice, Design } from '../scenario/scenario.ts'
import { standing, unreachedOf, violatedOf } from './record.ts'
import type { Cell, DesignRecord, Standing } from './record.ts'

export interface Row {
  readonly design: Design
  /** Absent when the command was interrupted before. */
  readonly record?: DesignRecord
}

export interface Matrix {
  readonly scenario: string
  readonly hash: string
  readonly variants: Readonly<Record<string, readonly Choice[]>>
  /** What can be violated, in the order of the scenario, then what every scenario has. */
  readonly invariants: readonly string[]
  readonly rows: readonly Row[]
}

export function matrixOf(
  { name, hash, variants }: { name: string; hash: string; variants: Matrix['variants'] },
  rows: readonly Row[],
): Matrix {
  const seen = new Set(rows.flatMap((r) => r.record?.cells.map((c) => c.property) ?? []))
  const builtIn: readonly string[] = BUILT_IN_PROPERTIES
  const own = [...seen].filter((p) => !builtIn.includes(p))
  return { scenario: name, hash, variants, invariants: [...own, ...builtIn], rows }
}

export function cellAt({ record }: Row, invariant: string): Cell | undefined {
  return record?.cells.find((c) => c.property === invariant)
}

export function standingAt(row: Row, invariant: string): Standing {
  const cell = cellAt(row, invariant)
  return cell === undefined ? 'open' : standing(cell)
}

/** The invariants that some row does not prove to be never violated. */
export function disputed({ invariants, rows }: Matrix): readonly string[] {
  return invariants.filter((name) => rows.some((r) => standingAt(r, name) !== 'never'))
}

/**
 * `vacuous`: nothing is violated, and a *sometimes* was never reached or an *at-rest* never asked,
 * because no run ends. `open`: nothing is violated so
 * far, and the search stopped early or did not begin.
 */
export type RowVerdict = 'violated' | 'holds' | 'vacuous' | 'open'

export function rowVerdict({ record }: Row): RowVerdict {
  if (record === undefined) return 'open'
  if (violatedOf(record).length > 0) return 'violated'
  if (!record.complete) return 'open'
  return unreachedOf(record).length + record.unasked.length > 0 ? 'vacuous' : 'holds'
}

/** Rows by the text of their design. */
export function rowIndex({ rows }: Matrix): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [formatDesign(row.design), row]))
}
