/** Who holds what over the rows of a diagram: one bar per stretch of rows. */
import type { HoldRecord, RunRecord } from '../document/run.ts'

export interface Bar {
  readonly hold: HoldRecord
  /** Indices of rows, both included. */
  readonly from: number
  readonly to: number
  /** Beside which other bars of the same actor it stands. */
  readonly column: number
}

/** The bars of `actor` over the rows that draw the steps of `rows`. */
export function barsOf(run: RunRecord, actor: number, rows: readonly number[]): readonly Bar[] {
  const heldAfter = (step: number): readonly HoldRecord[] =>
    (run.holds.values[run.holds.at[step] ?? 0] ?? []).filter((h) => h.actor === actor)
  const key = (h: HoldRecord): string => `${h.object} ${h.mode}`
  const open = new Map<string, { hold: HoldRecord; from: number; to: number }>()
  const closed: { hold: HoldRecord; from: number; to: number }[] = []
  for (const [row, step] of rows.entries()) {
    const now = new Map([...heldAfter(step - 1), ...heldAfter(step)].map((h) => [key(h), h]))
    for (const [name, bar] of open) {
      if (now.has(name) && kept(run, bar.hold, rows[row - 1] ?? 0, step)) continue
      closed.push(bar)
      open.delete(name)
    }
    for (const [name, hold] of now) {
      const bar = open.get(name)
      if (bar === undefined) open.set(name, { hold, from: row, to: row })
      else bar.to = row
    }
  }
  return placed([...closed, ...open.values()].toSorted((a, b) => a.from - b.from))
}

/** Whether `hold` lasts from after step `from` to before step `to`. */
function kept({ holds }: RunRecord, hold: HoldRecord, from: number, to: number): boolean {
  for (let step = from; step < to; step++) {
    const held = holds.values[holds.at[step] ?? 0] ?? []
    const same = held.some(
      (h) => h.actor === hold.actor && h.object === hold.object && h.mode === hold.mode,
    )
    if (!same) return false
  }
  return true
}

/** Each bar in the first column that is free over its rows. */
function placed(bars: readonly Omit<Bar, 'column'>[]): readonly Bar[] {
  const ends: number[] = []
  return bars.map((bar) => {
    const free = ends.findIndex((end) => end < bar.from)
    const column = free < 0 ? ends.length : free
    ends[column] = bar.to
    return { ...bar, column }
  })
}
