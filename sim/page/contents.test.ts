import { describe, expect, it } from 'vitest'
import { syntheticRun } from '../document/document.fixture.ts'
import { contentsSince } from './contents.ts'
import type { Segment } from './contents.ts'

const segment = (from: number, to: number, text: string, flags: string[] = []): Segment => ({
  from,
  to,
  text,
  origin: 'write',
  flags,
})

/** Frame `i` is what the row holds after step `i`. */
function sinceIn(frames: readonly Segment[][], place: Segment, step: number): number {
  const values = frames.map((segments) => [
    { title: 'the file', unit: 'bytes', rows: [{ label: 'disk', segments }], marks: [] },
  ])
  const run = syntheticRun({ steps: frames.length - 1, actors: 2 })
  const strips = { values, at: values.map((_, i) => i) }
  return contentsSince({ ...run, strips }, { title: 'the file', row: 'disk', segment: place }, step)
}

describe('contentsSince', () => {
  const [old, word] = [segment(0, 4, 'o'), segment(0, 4, 'W')]

  it('finds the last step that left other contents, up to the present one', () => {
    const frames = [[old], [word], [old], [old], [word], [word], [old]]
    expect([0, 1, 3, 5, 6].map((s) => sinceIn(frames, frames[s]?.[0] ?? old, s))).toEqual([
      0, 1, 2, 4, 6,
    ])
  })

  it('sees contents and no flags', () => {
    expect(sinceIn([[old], [word], [segment(0, 4, 'W', ['dirty'])]], word, 2)).toBe(1)
  })

  it('sees through a division of segments, and a part that differed', () => {
    const halves = [segment(0, 2, 'W'), segment(2, 4, 'W')]
    const mixed = [segment(0, 2, 'W'), segment(2, 4, 'o')]
    expect(sinceIn([[old], halves, [word]], word, 2)).toBe(1)
    expect(sinceIn([[old], mixed, [word]], word, 2)).toBe(2)
    expect(sinceIn([[old], [segment(0, 2, 'W')], [word]], word, 2)).toBe(2)
  })
})
