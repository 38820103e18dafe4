/** SURW: every interleaving of the interesting messages is equally likely where the counts are exact. */
import { describe, expect, it } from 'vitest'
import { claim, recorder, script, toy } from '../model/toys.fixture.ts'
import { pilot } from '../explore/strategies.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { chiSquare, chiSquareLimit, Sampler } from './exhaustive.fixture.ts'
import { errands, senders } from './small.fixture.ts'
import type { Strategy } from './strategy.ts'
import { receiversRead, surw } from './surw.ts'
import { uniform } from './uniform.ts'

const runs = 20_000

/** Every word with `counts[i]` times the letter i, each with the same share. */
function words(counts: readonly number[]): ReadonlyMap<string, number> {
  const list = (left: readonly number[]): readonly string[] => {
    if (left.every((n) => n === 0)) return ['']
    return left.flatMap((n, i) =>
      n === 0 ? [] : list(left.with(i, n - 1)).map((rest) => `${i + 1}${rest}`),
    )
  }
  const all = list(counts)
  return new Map(all.map((word) => [word, 1 / all.length]))
}

/** How often the senders of the messages to `log` come in each order. */
function interleavings(model: Model, strategy: Strategy): ReadonlyMap<string, number> {
  const sampler = new Sampler(model)
  const counts = new Map<string, number>()
  for (let seed = 1; seed <= runs; seed++) {
    const { order } = sampler.run(strategy, String(seed))
    const word = order.flatMap((name) => /^.(\d)>(?:log|r):/.exec(name)?.[1] ?? []).join('')
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}

describe('surw', () => {
  it.each([
    ['two tasks of unequal speed', [3, 2], [1, 4]],
    ['three tasks', [2, 1, 1], [0, 3, 1]],
  ])('is uniform over the interleavings at what a property reads: %s', (_, logs, between) => {
    const model = errands(logs.map((n, i) => ({ logs: n, errands: between[i] ?? 0 })))
    const expected = words(logs)
    const limit = chiSquareLimit(expected.size - 1)
    const { sent } = pilot(model)
    expect(receiversRead(model)).toEqual(['log'])
    expect(chiSquare(interleavings(model, surw(model, sent)), expected)).toBeLessThan(limit)
    // What it does with wrong counts, with nothing held back, and without being selective.
    const once = sent.map((n) => Math.min(n, 1))
    for (const other of [surw(model, once), surw(model, sent, []), uniform()]) {
      expect(chiSquare(interleavings(model, other), expected)).toBeGreaterThan(limit)
    }
  })

  it('is uniform over all interleavings where every message is interesting', () => {
    const model = senders(4, 2)
    const expected = words([4, 2])
    expect(receiversRead(model)).toEqual(['s1', 's2', 'r'])
    const counts = interleavings(model, surw(model, pilot(model).sent))
    expect(chiSquare(counts, expected)).toBeLessThan(chiSquareLimit(expected.size - 1))
  })

  it('can take every interleaving though the counts are far too low', () => {
    const model = senders(3, 3)
    const none = Array<number>(model.channels).fill(0)
    expect(interleavings(model, surw(model, none)).size).toBe(20)
  })

  it('reads the actors that monitors observe, too', () => {
    const silent = claim('sometimes', 's', ['b'], () => true)
    const machine = recorder
    const system = toy({ a: recorder, b: recorder, c: script('a', 'X') }, [
      silent,
      { kind: 'monitor', name: 'm', machine, input: {}, observes: ['c'] },
    ])
    expect(receiversRead(createModel(system))).toEqual(['b', 'c'])
  })
})
