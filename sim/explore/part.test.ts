/** However the seeds of a sweep are divided, its parts add up to the same value. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { uniform } from '../strategy/uniform.ts'
import { mergeParts, maxExamples, PartSum } from './part.ts'
import type { SweepPart } from './part.ts'
import { systems } from '../model/random.fixture.ts'
import { counting } from '../model/register.fixture.ts'
import { sweepSeeds } from './sweep.ts'

const last = 80

function partOf(model: Model, first: number, end: number, classes = true): SweepPart {
  const {
    seeds: _,
    strategy: __,
    ...part
  } = sweepSeeds(model, uniform(), { first, last: end }, { classes })
  return part
}

/** Places to cut 1..last, and an order for the pieces. */
const division = fc.record({
  cuts: fc.uniqueArray(fc.integer({ min: 2, max: last }), { maxLength: 12 }),
  shuffle: fc.array(fc.nat(), { minLength: 13, maxLength: 13 }),
})

function pieces(
  model: Model,
  { cuts, shuffle }: typeof division extends fc.Arbitrary<infer T> ? T : never,
) {
  const starts = [1, ...cuts.toSorted((a, b) => a - b)]
  return starts
    .map((first, i) => ({ part: partOf(model, first, (starts[i + 1] ?? last + 1) - 1), i }))
    .toSorted((a, b) => (shuffle[a.i] ?? 0) - (shuffle[b.i] ?? 0))
    .map(({ part }) => part)
}

function added(parts: readonly SweepPart[], limit?: number): SweepPart {
  const sum = new PartSum(limit)
  for (const part of parts) sum.add(part)
  return sum.value()
}

describe('the parts of a sweep', () => {
  it('add up to the sweep, however it is divided', () => {
    fc.assert(
      fc.property(systems, division, (system, how) => {
        const model = createModel(system)
        expect(added(pieces(createModel(system), how))).toEqual(partOf(model, 1, last))
      }),
      { seed: 3, numRuns: 60 },
    )
  })

  it('may be added in any grouping, also when not all classes are kept', () => {
    const model = createModel(counting(3))
    fc.assert(
      fc.property(division, fc.constantFrom(4, 16, undefined), (how, limit) => {
        const parts = pieces(model, how)
        const left = parts.reduce((a, b) => mergeParts(a, b, limit))
        const right = parts.reduceRight((a, b) => mergeParts(b, a, limit))
        expect(right).toEqual(left)
        expect(added(parts, limit)).toEqual(added([left], limit))
      }),
      { seed: 4, numRuns: 40 },
    )
  })

  it('without classes say the same of everything else', () => {
    const model = createModel(counting(3))
    const { sample, ...plain } = partOf(model, 1, last)
    const unexplained = (failures: SweepPart['failures']) =>
      failures.map((f) => ({ ...f, examples: [] }))
    const bare = partOf(model, 1, last, false)
    expect(sample).toBeDefined()
    expect({ ...bare, failures: unexplained(bare.failures) }).toEqual({
      ...plain,
      failures: unexplained(plain.failures),
    })
  })

  it('keep failing runs of different classes, the earliest of each', () => {
    const model = createModel(counting(3))
    const [failure] = partOf(model, 1, last).failures
    const examples = failure?.examples ?? []
    expect(examples.length).toBe(maxExamples)
    expect(new Set(examples.map((e) => e.fingerprint)).size).toBe(maxExamples)
    expect(examples[0]?.seed).toBe(failure?.seed)
  })

  it('cannot be added twice', () => {
    const part = partOf(createModel(counting(2)), 1, 10)
    expect(() => mergeParts(part, part)).toThrow('seed 1 is in both parts')
  })
})

describe('a failure', () => {
  it('names the member of the strategy that found it', () => {
    const base = uniform()
    let member = ''
    const portfolio = {
      ...base,
      name: 'portfolio',
      begin: (seed: string) => {
        member = Number(seed) % 2 === 0 ? 'even' : 'odd'
        base.begin(seed)
      },
      member: () => member,
    }
    const model = createModel(counting(2))
    const odd = (n: number) => ({ first: n, last: n })
    const failing = partOf(model, 1, last).failures[0]?.seed ?? ''
    const { failures } = sweepSeeds(model, portfolio, odd(Number(failing)))
    expect(failures[0]?.strategy).toBe(Number(failing) % 2 === 0 ? 'even' : 'odd')
    expect(partOf(model, 1, last).failures[0]?.strategy).toBe('uniform')
  })
})
