/** A bounded set of schedules: however its seeds are divided, the sweep knows how far it has come. */
import { describe, expect, it } from 'vitest'
import { createModel } from '../model/model.ts'
import { isWhole, schedulesRun } from './enumerated.ts'
import { PartSum } from './part.ts'
import type { SweepPart } from './part.ts'
import { counting } from '../model/register.fixture.ts'
import { strategyFor } from './strategies.ts'
import { sweepSeeds } from './sweep.ts'

const model = createModel(counting(2))

function part(strategy: string, first: number, last: number): SweepPart {
  const {
    seeds: _,
    strategy: __,
    ...rest
  } = sweepSeeds(model, strategyFor(model, strategy), { first, last })
  return rest
}

function sum(strategy: string, ...cuts: readonly number[]): SweepPart {
  const total = new PartSum()
  for (const [i, first] of cuts.slice(0, -1).entries()) {
    total.add(part(strategy, first, (cuts[i + 1] ?? 0) - 1))
  }
  return total.value()
}

const whole = ({ done, enumerated }: SweepPart): boolean | undefined =>
  enumerated && isWhole(done, enumerated)
const ran = ({ done, enumerated }: SweepPart): number | undefined =>
  enumerated && schedulesRun(done, enumerated)

describe.each([
  // Multisets of up to two of five positions.
  ['delay-bounded:2:5', 21],
  // Two tasks of three deliveries: either first, and either cut after its first or second.
  ['preemption-bounded:1', 6],
])('the seeds of %s', (strategy, size) => {
  it(`are ${size}, which a sweep of all of them has run`, () => {
    const all = part(strategy, 1, size)
    expect(all.enumerated).toMatchObject({ size })
    expect([whole(all), ran(all)]).toEqual([true, size])
    expect([whole(part(strategy, 1, size - 1)), ran(part(strategy, 1, size - 1))]).toEqual([
      false,
      size - 1,
    ])
    expect(whole(part(strategy, 2, size))).toBe(false)
  })

  it('beyond the last run none that is new', () => {
    const more = part(strategy, 1, size + 7)
    expect([whole(more), ran(more)]).toEqual([true, size])
  })

  it('add up to the same, however they are divided', () => {
    const all = part(strategy, 1, size + 3)
    expect(sum(strategy, 1, 4, size, size + 4)).toEqual(all)
    expect(sum(strategy, 1, size + 1, size + 4)).toEqual(all)
  })
})

it('is not whole where a run shows that the seeds are not the set, whoever saw it', () => {
  const all = part('delay-bounded:1:2', 1, 3)
  expect(all.enumerated?.doubt).toEqual({
    seed: 1,
    reason: 'a run has more than 2 positions for a delay',
  })
  expect(whole(all)).toBe(false)
  expect(sum('delay-bounded:1:2', 1, 2, 4)).toEqual(all)
})

it('is said by no strategy that enumerates nothing', () => {
  expect(part('uniform', 1, 5)).not.toHaveProperty('enumerated')
})

describe('a portfolio', () => {
  const strategy = 'portfolio:uniform+pos+pct:2'

  it('tells which members found a failure, how often, and at which seed first', () => {
    const [failure] = part(strategy, 1, 90).failures
    const finders = failure?.finders ?? []
    expect(finders.map((f) => f.strategy).toSorted()).toEqual(['pct:2', 'pos', 'uniform'])
    expect(finders.reduce((n, f) => n + f.runs, 0)).toBe(failure?.runs)
    expect(finders[0]).toMatchObject({ strategy: failure?.strategy, seed: failure?.seed })
    // Of three members, seed s is run by number (s - 1) mod 3.
    const members = ['uniform', 'pos', 'pct:2']
    for (const { strategy: member, seed } of finders) {
      expect(members[(Number(seed) - 1) % 3]).toBe(member)
    }
  })

  it('adds up to the same, however it is divided', () => {
    expect(sum(strategy, 1, 2, 17, 50, 91)).toEqual(part(strategy, 1, 90))
  })

  it('is nothing else: another strategy has found what it has found', () => {
    expect(part('uniform', 1, 50).failures[0]).not.toHaveProperty('finders')
  })
})
