/** The meaning of a seed is frozen: if one of these numbers changes, every old seed is lost. */
import { describe, expect, it } from 'vitest'
import { stream } from './prng.ts'

const draws = (seed: string, name: 'schedule' | 'data' | 'fault', n: number): readonly number[] => {
  const draw = stream(seed, name)
  return Array.from({ length: 10 }, () => draw(n))
}

describe('a stream', () => {
  it('gives the draws it has always given', () => {
    expect(draws('1', 'schedule', 10)).toMatchInlineSnapshot(`
      [
        5,
        1,
        4,
        6,
        1,
        3,
        0,
        2,
        4,
        0,
      ]
    `)
    expect(draws('1', 'data', 10)).toMatchInlineSnapshot(`
      [
        0,
        8,
        2,
        8,
        2,
        4,
        5,
        8,
        7,
        3,
      ]
    `)
    expect(draws('1', 'fault', 10)).toMatchInlineSnapshot(`
      [
        3,
        3,
        4,
        2,
        8,
        1,
        8,
        9,
        8,
        2,
      ]
    `)
    expect(draws('a seed', 'schedule', 1_000)).toMatchInlineSnapshot(`
      [
        761,
        648,
        30,
        404,
        199,
        956,
        351,
        2,
        268,
        502,
      ]
    `)
  })

  it('is uniform over 0..n-1', () => {
    const draw = stream('2', 'schedule')
    const counts = new Map<number, number>()
    for (let i = 0; i < 70_000; i++) {
      const drawn = draw(7)
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1)
    }
    expect([...counts.keys()].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6])
    // Four standard errors of a binomial count with mean 10,000 are 370.
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(370)
  })
})
