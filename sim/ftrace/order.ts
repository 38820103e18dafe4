/**
 * The order of time, whatever the order of the lines: `cat per_cpu/cpuN/trace` prints one CPU after
 * another, a report of several buffers one buffer after another. The lines of one CPU in one part of
 * the file keep their order even against their stamps: a kernel stamps them as they come, so that
 * stamps which go back among them are to be seen, not mended.
 */
import { at } from '../assert.ts'
import type { LogEvent } from './event.ts'

/** An event before its place in the log is known. */
export type Unplaced = Omit<LogEvent, 'order'>

export interface Parted {
  readonly event: Unplaced
  /** Which part of the file it stands in, from 0. */
  readonly part: number
}

/** Tells the parts of a file: one begins where time goes back after a heading, or at another CPU. */
export class Parts {
  private part = 0
  private readonly cpus = new Set<number>()
  private latest = 0n
  private headed = false

  heading(): void {
    this.headed = true
  }

  add(event: Unplaced): Parted {
    const other = this.headed || !this.cpus.has(event.cpu)
    if (event.time < this.latest && other) this.begin()
    this.headed = false
    this.cpus.add(event.cpu)
    if (event.time > this.latest) this.latest = event.time
    return { event, part: this.part }
  }

  private begin(): void {
    this.part++
    this.cpus.clear()
    this.latest = 0n
  }
}

/** Merges the lanes (a CPU within a part) by the time of their first events; the file breaks ties. */
export function byTime(read: readonly Parted[]): readonly LogEvent[] {
  const lanes = new Map<string, Lane>()
  for (const [index, { event, part }] of read.entries()) {
    const key = `${part} ${event.cpu}`
    const lane = lanes.get(key) ?? { all: [], next: 0 }
    lane.all.push({ event, index })
    lanes.set(key, lane)
  }
  const list = [...lanes.values()]
  return read.map((_, order) => {
    const first = list.reduce((a, b) => (comesFirst(b, a) ? b : a))
    return { ...at(first.all, first.next++).event, order }
  })
}

interface Lane {
  readonly all: { readonly event: Unplaced; readonly index: number }[]
  next: number
}

function comesFirst(a: Lane, b: Lane): boolean {
  const [x, y] = [a.all[a.next], b.all[b.next]]
  if (x === undefined || y === undefined) return x !== undefined
  return x.event.time < y.event.time || (x.event.time === y.event.time && x.index < y.index)
}
