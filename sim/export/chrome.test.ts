/** The checker that neither Perfetto nor Chrome can be asked for here: slices nest, flows link. */
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { at } from '../assert.ts'
import { chromeEvents, chromeText } from './chrome.ts'
import type { ChromeEvent } from './chrome.ts'
import { failing, hostile, odd } from './runs.fixture.ts'

type Slice = Extract<ChromeEvent, { ph: 'X' }>
type Flow = Extract<ChromeEvent, { ph: 's' | 'f' }>

const isSlice = (e: ChromeEvent): e is Slice => e.ph === 'X'
const isFlow = (e: ChromeEvent): e is Flow => e.ph === 's' || e.ph === 'f'
const end = ({ ts, dur }: Slice): number => ts + dur

/** Pairs of slices of one thread that overlap without one being inside the other. */
function crossings(events: readonly ChromeEvent[]): readonly string[] {
  const slices = events.filter(isSlice)
  return slices.flatMap((a, i) =>
    slices.slice(i + 1).flatMap((b) => {
      const apart = a.tid !== b.tid || end(a) <= b.ts || end(b) <= a.ts
      const inside = (x: Slice, y: Slice): boolean => x.ts >= y.ts && end(x) <= end(y)
      return apart || inside(a, b) || inside(b, a) ? [] : [`${a.name} ${b.name} ${b.ts}`]
    }),
  )
}

/** Ends of flows that are not inside a slice of a step on their thread. */
function loose(events: readonly ChromeEvent[]): readonly Flow[] {
  const slices = events.filter(isSlice).filter((s) => s.cat === 'step')
  return events
    .filter(isFlow)
    .filter((f) => !slices.some((s) => s.tid === f.tid && s.ts <= f.ts && f.ts < end(s)))
}

describe.each([
  ['a race', failing()],
  ['nested states, regions and a timer', odd()],
  ['hostile text', hostile()],
])('%s', (_, trace) => {
  const events = chromeEvents(trace, 'run')

  it('has slices that nest', () => {
    expect(events.filter(isSlice).length).toBeGreaterThan(trace.steps.length)
    expect(crossings(events)).toEqual([])
  })

  it('has the outer of two slices of one extent first', () => {
    const states = events.filter(isSlice).filter((s) => s.cat === 'state' && s.name === 'inner')
    for (const inner of states) {
      const same = events.filter(isSlice).filter((s) => s.ts === inner.ts && s.tid === inner.tid)
      expect(same.findIndex((s) => s.name === 'outer')).toBeLessThan(same.indexOf(inner))
    }
  })

  it('links the step that sent a message with the one that delivers it', () => {
    expect(loose(events)).toEqual([])
    for (const { index } of trace.steps) {
      const [start, finish, ...more] = events.filter(isFlow).filter((f) => f.id === index)
      expect([start?.ph, finish?.ph, more]).toEqual(['s', 'f', []])
      expect(start?.ts).toBeLessThan(finish?.ts ?? 0)
    }
  })

  it('names every thread, and is in the order of time', () => {
    const names = events.filter((e) => e.ph === 'M' && e.name === 'thread_name')
    expect(names.map((e) => (e.ph === 'M' ? e.args : undefined))).toEqual(
      [...trace.final.keys()].map((name) => ({ name })),
    )
    const times = events.flatMap((e) => (e.ph === 'M' ? [] : [e.ts]))
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('is JSON in the form of an object', () => {
    const form = z.object({ displayTimeUnit: z.literal('ms'), traceEvents: z.array(z.object()) })
    const { traceEvents } = form.parse(JSON.parse(chromeText(trace, 'run')))
    expect(traceEvents).toHaveLength(events.length)
  })
})

describe('the checker', () => {
  const slice = (ts: number, dur: number): ChromeEvent => ({
    ...{ ph: 'X', pid: 1, tid: 1, name: 's', cat: 'step', ts, dur },
  })

  it('sees slices that overlap, and flows that end in none', () => {
    expect(crossings([slice(0, 10), slice(5, 10)])).toHaveLength(1)
    expect(crossings([slice(0, 10), slice(5, 5), slice(10, 1)])).toEqual([])
    const flow: ChromeEvent = { ph: 'f', pid: 1, tid: 2, name: 'm', cat: 'message', id: 1, ts: 5 }
    expect(loose([slice(0, 10), flow])).toEqual([flow])
  })
})

describe('a counter', () => {
  it('has each value of a number that the run changes', () => {
    const values = chromeEvents(failing(), 'run').flatMap((e) =>
      e.ph === 'C' && e.name === 'cell.n' ? [e.args['n']] : [],
    )
    expect(at(values, 0)).toBe(0)
    expect(values.at(-1)).toBe(1)
  })
})
