/** The states of a run put together from its first states and the changes, with steps in between kept. */
import { apply, overlaps } from './change.ts'
import type { Path } from './change.ts'
import type { RunRecord, StateRecord } from './run.ts'

/** So many steps lie between two states that are kept. */
const stride = 64

export class States {
  private readonly run: RunRecord
  private readonly kept: (readonly StateRecord[])[]

  constructor(run: RunRecord) {
    this.run = run
    this.kept = [run.start]
  }

  /** All actors after `step`; 0 is the start. */
  after(step: number): readonly StateRecord[] {
    const whole = Math.min(Math.max(0, step), this.run.steps.length)
    const near = Math.floor(whole / stride)
    while (this.kept.length <= near) {
      const last = this.kept.length - 1
      this.kept.push(this.forward(this.kept[last] ?? [], last * stride, (last + 1) * stride))
    }
    return this.forward(this.kept[near] ?? [], near * stride, whole)
  }

  private forward(
    states: readonly StateRecord[],
    from: number,
    to: number,
  ): readonly StateRecord[] {
    if (from === to) return states
    const next = [...states]
    for (const step of this.run.steps.slice(from, to)) {
      const was = next[step.to]
      if (was === undefined) continue
      const context = step.changes.reduce(apply, was.context)
      next[step.to] = { state: step.state ?? was.state, context }
    }
    return next
  }
}

/** The last step up to `step` that changed `path` of `actor`; 0 when it is as it was at the start. */
export function writerOf(run: RunRecord, actor: number, path: Path, step: number): number {
  for (let i = Math.min(step, run.steps.length); i > 0; i--) {
    const record = run.steps[i - 1]
    if (record?.to !== actor) continue
    if (
      path.length === 0
        ? record.state !== undefined
        : record.changes.some((c) => overlaps(c.path, path))
    )
      return i
  }
  return 0
}

/**
 * Of the actors that a broken law reads, the last step that changed each, the latest first: where the
 * values come from that violate it. Empty where the run violates nothing.
 */
export function lastWrites({ ending, steps }: RunRecord): readonly number[] {
  if (ending.kind !== 'violated') return []
  const writes = ending.actors.map(
    (actor) => 1 + steps.findLastIndex((s) => s.to === actor && s.changes.length > 0),
  )
  return [...new Set(writes)].filter((s) => s > 0).toSorted((a, b) => b - a)
}

/** `step`, what sent its message, and so on back to the start: a happens-before path. */
export function causesOf(run: RunRecord, step: number): readonly number[] {
  const causes: number[] = []
  for (let i = step; i > 0; i = run.steps[i - 1]?.cause ?? 0) causes.push(i)
  return causes
}

/** The first step that is another delivery than in `other`, counted from 1. */
export function divergence(run: RunRecord, other: RunRecord): number {
  const i = run.steps.findIndex((step, n) => step.name !== other.steps[n]?.name)
  return i < 0 ? run.steps.length + 1 : i + 1
}
