import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClassCounter, formatFingerprint, parseFingerprint } from './classes.ts'
import type { ClassCounts } from './classes.ts'

/** Few leading zeros are likely, many are not, as with hashes. */
const fingerprint = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.nat(0xffff))
  .map(([zeros, low]) =>
    parseFingerprint(
      ((0xffffffff >>> zeros) >>> 0).toString(16).padStart(8, '0') +
        low.toString(16).padStart(8, '0'),
    ),
  )
const runs = fc.array(fc.tuple(fingerprint, fc.boolean()), { maxLength: 120 })
const limit = 10

function counted(seen: readonly (readonly [string, boolean])[], most = limit): ClassCounts {
  const counter = new ClassCounter(most)
  for (const [f, odd] of seen) counter.add(f, odd ? 0 : 1, odd ? 1 : 0)
  return counter.value()
}

describe('the count of classes', () => {
  it('is the same however the runs are divided, and in whatever order they are added', () => {
    fc.assert(
      fc.property(runs, fc.array(fc.nat(3), { minLength: 120, maxLength: 120 }), (seen, to) => {
        const parts = [0, 1, 2, 3].map((p) => counted(seen.filter((_, i) => to[i] === p)))
        const merged = new ClassCounter(limit)
        for (const part of parts.toReversed()) merged.addAll(part)
        expect(merged.value()).toEqual(counted(seen))
      }),
    )
  })

  it('keeps each class with all its runs, at the lowest level at which they fit', () => {
    fc.assert(
      fc.property(runs, (seen) => {
        const { level, kept } = counted(seen)
        const all = counted(seen, Infinity).kept
        const at = (l: number) =>
          all.filter(
            (c) =>
              Number.parseInt(formatFingerprint(c.fingerprint).slice(0, 8), 16) < 2 ** (32 - l),
          )
        expect(kept).toEqual(at(level))
        expect(level === 0 || at(level - 1).length > limit).toBe(true)
        expect(kept.length).toBeLessThanOrEqual(limit)
      }),
    )
  })

  it('writes fingerprints so that they can be read back', () => {
    expect(formatFingerprint(parseFingerprint('00ff8001d83d0a10'))).toBe('00ff8001d83d0a10')
  })
})
