import { expect, it } from 'vitest'
import { wilsonInterval } from './wilson.ts'

it("Wilson's interval has the published values", () => {
  // Newcombe, Statistics in Medicine 1998, table I, method 3.
  const bounds = ([successes, trials]: readonly [number, number]): readonly number[] => {
    const { low, high } = wilsonInterval(successes, trials)
    return [low, high].map((x) => Number(x.toFixed(4)))
  }
  expect(bounds([81, 263])).toEqual([0.2553, 0.3662])
  expect(bounds([15, 148])).toEqual([0.0624, 0.1605])
  expect(bounds([0, 20])).toEqual([0, 0.1611])
  expect(bounds([1, 29])).toEqual([0.0061, 0.1718])
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 })
  expect(wilsonInterval(5, 5).high).toBe(1)
})
