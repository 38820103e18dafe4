import { describe, expect, it } from 'vitest'
import { run, study } from '../api.ts'
import { loadScenario } from '../scenario/load.ts'
import { stateName } from '../model/value.ts'
import { Charts } from './charts.ts'
import { plain } from './json.ts'
import { overlaps } from './change.ts'
import { causesOf, divergence, lastWrites, States, writerOf } from './states.ts'
import type { RunRecord } from './run.ts'
import { recordOf } from './trace.ts'

async function recorded(path: string, seed: string) {
  const subject = study(await loadScenario(`scenarios/${path}`))
  const { system } = subject.model
  const { trace } = run(subject, { kind: 'seed', seed })
  const about = { name: '', how: '', design: '', replay: '', needs: [], essential: [], marks: [] }
  const record = recordOf(system, new Charts(system), trace, { ...about, lines: new Map() })
  return { trace, record, ids: system.actors.map((a) => a.id) }
}

const scenarios = [
  ['eof-folio/aio-endio-outside-inode-lock', '4'],
  ['isize/h3-truncate-zeroes-acked-aio', '1'],
  ['isize/h2-completion-rewinds-eof', '2'],
  ['writeback/h9-stable-bit-cleared-too-early', '3'],
] as const

describe.each(scenarios)('the record of %s, seed %s', (path, seed) => {
  it('has the states of the trace at every step, in whatever order they are asked for', async () => {
    const { trace, record, ids } = await recorded(path, seed)
    const now = new Map(trace.initial)
    const truth = [0, ...trace.steps.map((s) => s.index)].map((index) => {
      const step = trace.steps[index - 1]
      if (step !== undefined) now.set(step.delivery.to, step.after)
      return ids.map((id) => {
        const snapshot = now.get(id)
        const value = snapshot?.value
        const nameless = typeof value === 'object' && Object.keys(value).length === 0
        const state = value === undefined || nameless ? '' : stateName(value)
        return { state, context: plain(snapshot?.context) }
      })
    })
    const states = new States(record)
    for (const [step, expected] of [...truth.entries()].toReversed()) {
      expect(states.after(step)).toEqual(expected)
    }
  })

  it('survives JSON', async () => {
    const { record } = await recorded(path, seed)
    expect(JSON.parse(JSON.stringify(record))).toEqual(record)
  })

  it('knows for every change which step made it', async () => {
    const { record } = await recorded(path, seed)
    const { steps } = record
    for (const [i, step] of steps.entries()) {
      for (const { path: changed } of step.changes) {
        const again = steps.findIndex(
          (later, k) =>
            k > i && later.to === step.to && later.changes.some((c) => overlaps(c.path, changed)),
        )
        const until = again < 0 ? steps.length : again
        expect(writerOf(record, step.to, changed, until)).toBe(i + 1)
      }
    }
  })

  it('follows causes back to the start', async () => {
    const { record, trace } = await recorded(path, seed)
    for (const { index, cause } of trace.steps) {
      const causes = causesOf(record, index)
      expect(causes[0]).toBe(index)
      expect(causes[1] ?? 0).toBe(cause)
    }
  })

  it('knows who wrote last what the broken law reads', async () => {
    const { record } = await recorded(path, seed)
    const writes = lastWrites(record)
    const read = record.ending.kind === 'violated' ? record.ending.actors : []
    for (const s of writes) {
      const { to = -1, changes = [] } = record.steps[s - 1] ?? {}
      expect(read).toContain(to)
      expect(changes.length).toBeGreaterThan(0)
      const later = record.steps.slice(s)
      expect(later.some((step) => step.to === to && step.changes.length > 0)).toBe(false)
    }
    expect(writes.length > 0).toBe(read.length > 0)
  })

  it('says of each step what is held and drawn', async () => {
    const { record } = await recorded(path, seed)
    expect(record.holds.at).toHaveLength(record.steps.length + 1)
    expect(record.strips.at).toHaveLength(record.steps.length + 1)
    expect(record.strips.values.length).toBeGreaterThan(1)
    expect(record.steps.filter((s) => s.taken === undefined)).toEqual([])
  })
})

describe('two runs', () => {
  it('part at the first delivery that differs', async () => {
    const { record } = await recorded('isize/h3-truncate-zeroes-acked-aio', '1')
    const [first, ...rest] = record.steps
    const other: RunRecord = { ...record, steps: [...(first ? [first] : []), ...rest.slice(1)] }
    expect(divergence(record, record)).toBe(record.steps.length + 1)
    expect(divergence(record, other)).toBe(2)
  })
})
