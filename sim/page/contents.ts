/** Since when a block of a strip holds what it holds: who wrote this byte? */
import type { RunRecord } from '../document/run.ts'
import type { Strip } from '../scenario/strips.ts'

export type Row = Strip['rows'][number]
export type Segment = Row['segments'][number]

/** A segment, and the strip and the row that it stands in, by their names. */
export interface Place {
  readonly title: string
  readonly row: string
  readonly segment: Segment
}

/**
 * The last step up to `step` after which what `place` holds (its text, origin and writer; flags such
 * as dirty are no contents) is not what it was before; 0 where it is as at the start.
 */
export function contentsSince({ strips }: RunRecord, place: Place, step: number): number {
  const frameAt = (s: number): number => strips.at[s] ?? 0
  for (let s = step; s > 0; s--) {
    if (frameAt(s) === frameAt(s - 1)) continue
    if (!holds(strips.values[frameAt(s - 1)] ?? [], place)) return s
  }
  return 0
}

/** Whether all of the segment was there already, in however many parts. */
function holds(strips: readonly Strip[], { title, row, segment }: Place): boolean {
  const rows = strips.find((s) => s.title === title)?.rows ?? []
  const parts = (rows.find((r) => r.label === row)?.segments ?? []).filter(
    (s) => s.from < segment.to && segment.from < s.to,
  )
  const { text, origin, by } = segment
  const same = parts.every((s) => s.text === text && s.origin === origin && s.by === by)
  const covered = parts.reduce(
    (sum, s) => sum + Math.min(s.to, segment.to) - Math.max(s.from, segment.from),
    0,
  )
  return same && covered === segment.to - segment.from
}
