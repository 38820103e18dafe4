/** Positions of a log in the model's file: in order, exact, and few. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { positionsOf } from './positions.ts'

describe('positions', () => {
  it('make one folio of what no position divides', () => {
    const { pages, blocks_per_page, scale, unscale } = positionsOf(
      [3096, 4096, 24576, 1048576],
      4096,
    )
    expect([pages, blocks_per_page]).toEqual([3, 2])
    expect([0, 3096, 4096, 24576, 1048576].map(scale)).toEqual([0, 2048, 4096, 8192, 12288])
    expect([2048, 12288, 6144].map(unscale)).toEqual([3096, 1048576, undefined])
  })

  it('keep order, pages and blocks', () => {
    const bytes = fc.array(fc.nat(1 << 22), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(bytes, (known) => {
        const { scale, unscale, block_size, blocks_per_page } = positionsOf(known, 4096)
        expect(block_size * blocks_per_page).toBe(4096)
        const sorted = [...new Set(known)].toSorted((a, b) => a - b)
        const scaled = sorted.map(scale)
        expect(scaled).toEqual([...new Set(scaled)].toSorted((a, b) => a - b))
        for (const p of sorted) {
          expect(unscale(scale(p))).toBe(p)
          expect(scale(p) % block_size).toBe(0)
          expect(scale(p) % 4096 === 0).toBe(p % 4096 === 0)
        }
      }),
    )
  })

  it('refuse one that the log does not name', () => {
    expect(() => positionsOf([4096], 4096).scale(1)).toThrow(RangeError)
  })
})
