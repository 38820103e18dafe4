/** Delay bounding: the seeds number all multisets, and their runs are all with so many delays. */
import { describe, expect, it } from 'vitest'
import { at } from '../assert.ts'
import { counting } from '../model/register.fixture.ts'
import { recorder, script, toy } from '../model/toys.fixture.ts'
import { createModel } from '../model/model.ts'
import { delayBounded, Multisets } from './delay-bounded.ts'
import { everyRun, Sampler } from './exhaustive.fixture.ts'
import { fork, senders } from './small.fixture.ts'
import { covers } from './strategy.ts'
import type { Strategy } from './strategy.ts'

describe('multisets', () => {
  it.each([
    [1, 0, 1],
    [5, 1, 6],
    [4, 2, 1 + 4 + 10],
    [7, 3, 1 + 7 + 28 + 84],
  ])('of %i positions, up to %i elements, are %i, each numbered once', (length, bound, size) => {
    const multisets = new Multisets(length, bound)
    expect(multisets.size).toBe(size)
    const all = Array.from({ length: size }, (_, rank) => multisets.at(rank))
    expect(new Set(all.map((m) => m.join())).size).toBe(size)
    expect(all.map((m) => m.length)).toEqual(all.map((m) => m.length).toSorted((a, b) => a - b))
    for (const multiset of all) {
      expect(multiset).toEqual(multiset.toSorted((a, b) => a - b))
      expect(multiset.every((p) => p >= 0 && p < length)).toBe(true)
    }
    expect(multisets.at(size)).toEqual(multisets.at(0))
    expect(multisets.at(-1)).toEqual(multisets.at(size - 1))
  })

  it('are numbered exactly where there are more than a seed can say', () => {
    const multisets = new Multisets(400, 9)
    const seeds = Array.from({ length: 200 }, (_, i) => 999_999_999_999_000 + i)
    expect(new Set(seeds.map((seed) => multisets.at(seed).join())).size).toBe(200)
    expect(multisets.size).toBeGreaterThan(Number.MAX_SAFE_INTEGER)
  })
})

/**
 * The orders of `clients` under at most `budget` delays, by the rule for tasks: the first of a list
 * runs on; a delay moves it to the end; a task that has had all its `length` deliveries leaves.
 */
function orders(clients: readonly string[], length: number, budget: number): ReadonlySet<string> {
  const found = new Set<string>()
  const go = (tasks: readonly string[], done: readonly string[], left: number): void => {
    const [first, ...rest] = tasks
    if (first === undefined) {
      found.add(done.join(' '))
      return
    }
    if (left > 0 && rest.length > 0) go([...rest, first], done, left - 1)
    const now = [...done, first]
    const ends = now.filter((t) => t === first).length === length
    go(ends ? rest : tasks, now, left)
  }
  go(clients, [], budget)
  return found
}

/** The client of each delivery of each seed of `strategy`. */
function clientOrders(strategy: Strategy, sampler: Sampler, size: number): readonly string[] {
  return Array.from({ length: size }, (_, i) => {
    const { order } = sampler.run(strategy, String(i + 1))
    return order.map((name) => /c\d/.exec(name)?.[0] ?? '').join(' ')
  })
}

describe('delay-bounded', () => {
  const model = createModel(counting(2))
  const { channels } = model

  it.each([0, 1, 2, 3])('runs every schedule with at most %i delays and no other', (bound) => {
    for (const clients of [2, 3]) {
      const counted = createModel(counting(clients))
      const strategy = delayBounded({ channels: counted.channels, bound, length: 3 * clients })
      const size = strategy.enumeration?.().size ?? 0
      const ran = clientOrders(strategy, new Sampler(counted), size)
      const names = Array.from({ length: clients }, (_, i) => `c${i + 1}`)
      expect(new Set(ran)).toEqual(orders(names, 3, bound))
    }
  })

  it('finds the lost update with one delay and not without', () => {
    const failing = (bound: number): boolean => {
      const strategy = delayBounded({ channels, bound, length: 6 })
      const size = strategy.enumeration?.().size ?? 0
      return new Sampler(model).failures(strategy, size) > 0
    }
    expect([failing(0), failing(1)]).toEqual([false, true])
  })

  it('delays one message, not those that come after it in its channel', () => {
    const forked = fork()
    const strategy = delayBounded({ channels: forked.channels, bound: 1, length: 9 })
    const run = (seed: string) => new Sampler(forked).run(strategy, seed).order
    expect(run('1')).toEqual(['c>r:READ', 'r>c:VALUE', 'c>r:WRITE', 'r>d:X', 'o>r:O'])
    expect(run('2')).toEqual(['o>r:O', 'c>r:READ', 'r>c:VALUE', 'c>r:WRITE', 'r>d:X'])
  })

  it('comes to every schedule as the bound grows', () => {
    const few = senders(2, 2)
    const strategy = delayBounded({ channels: few.channels, bound: 4, length: 4 })
    const size = strategy.enumeration?.().size ?? 0
    expect(new Sampler(few).frequencies(strategy, size).size).toBe(everyRun(few).length)
  })

  it('says what its seeds come to, and that they do not where they do not', () => {
    const sampler = new Sampler(model)
    const enough = delayBounded({ channels, bound: 1, length: 5 })
    sampler.frequencies(enough, 6)
    const claim = enough.enumeration?.()
    expect(claim).toEqual({
      claim: 'every schedule with at most 1 delays',
      size: 6,
      doubt: undefined,
    })
    expect(claim && covers(claim, { first: 1, last: 6 })).toBe(true)
    expect(claim && covers(claim, { first: 1, last: 5 })).toBe(false)
    expect(claim && covers(claim, { first: 2, last: 9 })).toBe(false)

    const short = delayBounded({ channels, bound: 1, length: 2 })
    sampler.frequencies(short, 3)
    const doubted = short.enumeration?.()
    expect(doubted?.doubt).toMatch(/more than 2 positions/)
    expect(doubted && covers(doubted, { first: 1, last: 3 })).toBe(false)
  })

  it('does not claim to have tried the alternatives', () => {
    const offer = { type: 'OK', alternatives: [{ type: 'SHORT' }] }
    const disk = createModel(toy({ disk: script('r', offer), r: recorder }))
    const strategy = delayBounded({ channels: disk.channels, bound: 0, length: 1 })
    const taken = Array.from({ length: 20 }, (_, seed) => {
      return at(new Sampler(disk).run(strategy, String(seed)).decisions, 0)
    })
    expect(new Set(taken).size).toBe(2)
    expect(strategy.enumeration?.().doubt).toMatch(/alternatives/)
  })
})
