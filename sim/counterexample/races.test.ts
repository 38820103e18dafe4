/** Races of a lost update: few, named alike by every seed that shows them, and each of its own. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { maxExamples, mergeParts } from '../explore/part.ts'
import { sweepSeeds } from '../explore/sweep.ts'
import type { SweepResult } from '../explore/sweep.ts'
import { formatDeviation } from '../schedule/schedule.ts'
import { uniform } from '../strategy/uniform.ts'
import { lostUpdate } from './lost-update.fixture.ts'
import { racesOf } from './races.ts'
import type { Race } from './races.ts'

const model = lostUpdate(3)
const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)

function races(result: Pick<SweepResult, 'failures'>, maxRuns = 300): readonly Race[] {
  return [...racesOf(model, uniform(), result, { maxRuns, hash })].at(-1) ?? []
}

function swept(first: number, last: number): SweepResult {
  return sweepSeeds(model, uniform(), { first, last }, { classes: true })
}

const found = races(swept(1, 60))

describe('the races of a sweep', () => {
  it('have ids that say property and deviations, and nothing of the seed', () => {
    expect(found.length).toBeGreaterThan(1)
    for (const { id, property, deviations = [] } of found) {
      expect(id).toBe(hash([property, ...deviations.map(formatDeviation)].join('\n')))
    }
    expect(new Set(found.map((r) => r.id)).size).toBe(found.length)
  })

  it('are the same race when other seeds show them', () => {
    const later = races(swept(1_000, 1_300))
    const both = later.filter((r) => found.some((f) => f.id === r.id))
    expect(both.length).toBeGreaterThan(0)
    for (const race of both) {
      const known = found.find((f) => f.id === race.id)
      expect(race.deviations).toEqual(known?.deviations)
      expect(race.seed).not.toBe(known?.seed)
    }
  })

  it('account for every failing run that was reduced, a stated number of each kind', () => {
    const { failures } = swept(1, 60)
    const examples = failures.flatMap((f) => f.examples).length
    expect(examples).toBeLessThanOrEqual(failures.length * maxExamples)
    expect(found.reduce((sum, r) => sum + r.reduced, 0)).toBe(examples)
  })

  it('do not depend on how the seeds were divided', () => {
    expect(races(mergeParts(swept(31, 60), swept(1, 30)))).toEqual(found)
  })

  it('say when the budget did not suffice', () => {
    expect(races(swept(1, 60), 1).every((r) => !r.complete)).toBe(true)
    expect(found.every((r) => r.complete)).toBe(true)
  })
})
