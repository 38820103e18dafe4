/**
 * What is printed covers the truth as often as it says. Many sweeps of seeds of their own over small
 * models whose truth is known; the number of intervals that cover it must not be lower than chance
 * allows at the stated rate (once in ten thousand). Each check is also made of a bound that is too
 * bold, and must refuse it.
 */
import { describe, expect, it } from 'vitest'
import { extenders } from '../../oracle/models/extenders.ts'
import { at } from '../assert.ts'
import type { ClassCounts } from '../explore/classes.ts'
import { Profile } from '../explore/profile.ts'
import { counting } from '../model/register.fixture.ts'
import { Runner } from '../explore/run.ts'
import { sweepSeeds } from '../explore/sweep.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { unpack } from '../schedule/decision.ts'
import { uniform } from '../strategy/uniform.ts'
import { exactLower, exactUpper } from './binomial.ts'
import { confidenceOf } from './confidence.ts'
import type { Confidence } from './confidence.ts'
import type { Large } from './schedules.ts'
import { schedulesOf, truthOf } from './truth.fixture.ts'
import type { Known } from './truth.fixture.ts'

const level = 0.95

/** Whether `covered` of `sweeps` contradicts a rate of coverage of `level` or more. */
function refuted(covered: number, sweeps: number): boolean {
  return exactLower(sweeps - covered, sweeps, 0.9999) > 1 - level
}

interface Subject {
  readonly name: string
  readonly model: Model
  readonly property: string
  /** Runs per sweep: so few that classes are left unseen. */
  readonly few: number
  /** And so many that the estimate of the number of schedules is steady. */
  readonly many: number
}

const subjects: readonly Subject[] = [
  { name: 'two clients', model: createModel(counting(2)), property: 'counted', few: 12, many: 600 },
  {
    name: 'three clients',
    model: createModel(counting(3)),
    property: 'counted',
    few: 120,
    many: 1_000,
  },
  {
    name: 'two extenders',
    model: createModel(extenders(2, true)),
    property: 'i_size',
    few: 60,
    many: 8_000,
  },
]

type Estimated = Extract<Confidence, { kind: 'estimated' }>

interface Sweep {
  readonly confidence: Estimated
  readonly classes: ClassCounts
}

function sweepsOf(model: Model, sweeps: number, runs: number): readonly Sweep[] {
  return Array.from({ length: sweeps }, (_, i) => {
    const seeds = { first: 1 + i * runs, last: (i + 1) * runs }
    const result = sweepSeeds(model, uniform(), seeds, { classes: true })
    const confidence = confidenceOf(model, result)
    if (confidence.kind === 'void' || result.sample === undefined) throw new Error('no estimate')
    return { confidence, classes: result.sample.classes }
  })
}

/** The probability of each class by its fingerprint. */
function fingerprinted(model: Model, truth: Known): ReadonlyMap<string, number> {
  const runner = new Runner(model)
  return new Map(
    [...truth.classes.values()].map(({ decisions, probability }) => {
      let step = 0
      const schedule = ({ enabled }: { enabled: Int32Array }): number =>
        enabled.indexOf(unpack(at(decisions, step++)).channel)
      const profile = new Profile({ ...uniform(), schedule }, model.actors)
      runner.run(profile, '')
      return [profile.fingerprint(), probability] as const
    }),
  )
}

function numberOf({ mantissa, exponent }: Large): number {
  return mantissa * 10 ** exponent
}

describe('the truth', () => {
  it('by dynamic programming is that of all schedules one by one', () => {
    const model = createModel(counting(3))
    const { schedules, classes, failing } = truthOf(model)
    const all = [...schedulesOf(model)]
    expect(schedules).toBe(BigInt(all.length))
    // Nine messages, three of each client in order.
    expect(all.length).toBe(1_680)
    const sum = (of: typeof all): number => of.reduce((p, s) => p + s.probability, 0)
    expect(sum(all)).toBeCloseTo(1, 12)
    expect([...classes.values()].reduce((p, c) => p + c.probability, 0)).toBeCloseTo(1, 12)
    expect(failing['counted']).toBeCloseTo(
      sum(all.filter((s) => s.ending?.kind === 'violated')),
      12,
    )
  })
})

describe.each(subjects)('$name', ({ model, property, few, many }) => {
  const truth = truthOf(model)
  const sweeps = 600
  const all = sweepsOf(model, sweeps, few)

  it('the interval of the failing share covers the truth in 95 % of the sweeps', () => {
    const exact = truth.failing[property] ?? 0
    const covers = (shrink: number): number =>
      all.filter(({ confidence }) => {
        const { low, high } = intervalOf(confidence, property)
        const [middle, half] = [(low + high) / 2, (shrink * (high - low)) / 2]
        return Math.abs(exact - middle) <= half
      }).length
    expect([exact > 0, exact < 1]).toEqual([true, true])
    expect(refuted(covers(1), sweeps)).toBe(false)
    expect(refuted(covers(0.6), sweeps)).toBe(true)
  })

  it('the bound for none holds in 95 % of the sweeps, where it is tightest', () => {
    const exact = truth.failing[property] ?? 0
    // The fewest runs after which the bound for none is below the truth.
    const runs = Math.ceil(Math.log(1 - level) / Math.log1p(-exact))
    const misses = (fewer: number): number =>
      sweepsOf(model, sweeps, runs - fewer).filter(({ confidence }) => {
        const found = confidence.properties.find((p) => p.property === property)
        return found?.violations === 0
      }).length
    expect(exactUpper(0, runs, level)).toBeLessThan(exact)
    expect(refuted(sweeps - misses(0), sweeps)).toBe(false)
    // One run fewer than one is none, and cannot be too few.
    const fewer = Math.min(runs - 1, Math.ceil(runs / 2))
    expect(refuted(sweeps - misses(fewer), sweeps)).toBe(runs > 1)
  })

  it('the bound of the unseen classes covers their probability in 95 % of the sweeps', () => {
    const probabilities = fingerprinted(model, truth)
    expect(probabilities.size).toBe(truth.classes.size)
    const covers = (bound: (c: Estimated) => number | undefined): number =>
      all.filter(({ confidence, classes }) => {
        const seen = classes.kept.reduce((p, c) => p + (probabilities.get(c.fingerprint) ?? NaN), 0)
        return 1 - seen <= (bound(confidence) ?? NaN) + 1e-12
      }).length
    expect(
      refuted(
        covers((c) => c.unseen?.chanceAtMost),
        sweeps,
      ),
    ).toBe(false)
    // Good-Turing is an estimate and no bound.
    expect(
      refuted(
        covers((c) => c.unseen?.chance),
        sweeps,
      ),
    ).toBe(true)
  })

  it('two standard errors around the number of schedules cover it in 95 % of the sweeps', () => {
    const long = sweepsOf(model, 60, many)
    const covers = (errors: number): number =>
      long.filter(({ confidence: { schedules } }) => {
        if (schedules === undefined) throw new Error('no estimate')
        const distance = Math.abs(numberOf(schedules.estimate) - Number(truth.schedules))
        return distance <= errors * numberOf(schedules.standardError)
      }).length
    const steady = long.filter(({ confidence }) => confidence.schedules?.steady).length
    expect(steady).toBeGreaterThan(30)
    expect(refuted(covers(2), long.length)).toBe(false)
    expect(refuted(covers(1), long.length)).toBe(true)
  })
})

function intervalOf({ properties }: Estimated, property: string) {
  const found = properties.find((p) => p.property === property)
  if (found === undefined) throw new Error(`no property ${property}`)
  return found.interval
}
