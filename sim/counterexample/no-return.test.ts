/** The point of no return against the slow truth: every completion of every prefix, by plain XState. */
import { describe, expect, it } from 'vitest'
import { extenders } from '../../oracle/models/extenders.ts'
import { at } from '../assert.ts'
import { Runner } from '../explore/run.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import { failureId } from '../model/violation.ts'
import { keyOf, optionsAfter } from '../space/brute.fixture.ts'
import { TooLargeError } from '../space/graph.ts'
import { uniform } from '../strategy/uniform.ts'
import { execute } from '../trace/execute.ts'
import { lostUpdate } from './lost-update.fixture.ts'
import { noReturn } from './no-return.ts'
import type { Lead, NoReturn } from './no-return.ts'

function judged(model: Model, decisions: Int32Array, maxStates = 100_000): NoReturn {
  const { ending } = execute(model, decisions)
  if (ending.kind !== 'violated') throw new RangeError('the run passes')
  const work = noReturn(model, decisions, ending.violation, maxStates)
  for (;;) {
    const next = work.next()
    if (next.done === true) return next.value
  }
}

function failing(model: Model, seeds: number): readonly Int32Array[] {
  const runner = new Runner(model)
  return Array.from({ length: seeds }, (_, i) => {
    const { kind } = runner.run(uniform(), String(i))
    return kind === 'violated' ? runner.decisions.slice(0, runner.steps) : undefined
  }).filter((d) => d !== undefined)
}

/** What the completions of a prefix end in, by trying them all. */
class Truth {
  private readonly model: Model
  private readonly known = new Map<string, ReadonlySet<string>>()

  constructor(model: Model) {
    this.model = model
  }

  endings(prefix: readonly number[]): ReadonlySet<string> {
    const { ending } = execute(this.model, prefix)
    if (ending.kind === 'violated') return new Set([failureId(ending.violation)])
    if (ending.kind === 'passed') return new Set(['passed'])
    const key = keyOf(this.model, prefix)
    const found = this.known.get(key)
    if (found !== undefined) return found
    const all = new Set(this.options(prefix).flatMap((d) => [...this.endings([...prefix, d])]))
    this.known.set(key, all)
    return all
  }

  options(prefix: readonly number[]): readonly number[] {
    return optionsAfter(this.model, prefix)
  }

  lead(prefix: readonly number[], id: string): Lead {
    const endings = this.endings(prefix)
    if (!endings.has(id)) return 'excluded'
    return endings.size === 1 ? 'certain' : 'open'
  }
}

describe('the point of no return', () => {
  it.each([
    ['of two tasks', lostUpdate(2), 12],
    ['of three tasks', lostUpdate(3), 12],
    ['of two extenders', createModel(extenders(2, true)), 40],
  ])('is the one that all completions give: %s', (_, model, seeds) => {
    const truth = new Truth(model)
    const runs = failing(model, seeds)
    expect(runs.length).toBeGreaterThan(1)
    for (const decisions of runs) {
      const { ending } = execute(model, decisions)
      const id = ending.kind === 'violated' ? failureId(ending.violation) : ''
      const prefix = (n: number): readonly number[] => [...decisions.subarray(0, n)]
      const leads = Array.from({ length: decisions.length + 1 }, (__, n) =>
        truth.lead(prefix(n), id),
      )
      const found = judged(model, decisions)
      expect(found.step).toBe(leads.indexOf('certain'))
      expect(leads.slice(found.step).every((l) => l === 'certain')).toBe(true)
      const others = (n: number): readonly Lead[] =>
        truth
          .options(prefix(n - 1))
          .filter((d) => d !== at(decisions, n - 1))
          .map((d) => truth.lead([...prefix(n - 1), d], id))
      expect(found.alternatives.map((a) => a.lead).toSorted()).toEqual(
        others(found.step).toSorted(),
      )
      const steps = Array.from({ length: found.step }, (__, i) => i + 1)
      const hasExit = (n: number): boolean => found.exits.some((e) => e.from <= n && n <= e.to)
      expect(steps.filter(hasExit)).toEqual(steps.filter((n) => others(n).includes('excluded')))
      const opens = steps.findLast((n) => !hasExit(n)) ?? 0
      expect(found.window?.opens).toBe(opens === found.step ? undefined : opens)
    }
  })

  it('tells where each alternative leads', () => {
    const [decisions] = failing(lostUpdate(2), 12)
    const { alternatives } = judged(lostUpdate(2), decisions ?? new Int32Array())
    expect(alternatives.length).toBeGreaterThan(0)
    for (const { lead, passes, failures } of alternatives) {
      expect(passes).toBe(lead !== 'certain')
      expect(failures.length).toBe(lead === 'excluded' ? 0 : 1)
    }
  })

  it('knows the shortest run that fails so', () => {
    const model = createModel(extenders(2, true))
    const runs = failing(model, 200)
    const { shortest } = judged(model, at(runs, 0))
    // By seeds one cannot do better, and a few do as well.
    const lengths = runs.map((r) => r.length)
    expect(Math.min(...lengths)).toBe(shortest)
  })

  it('is the start where every run fails', () => {
    const decisions = failing(lostUpdate(2, 3), 1)
    const found = judged(lostUpdate(2, 3), at(decisions, 0))
    expect(found).toMatchObject({ step: 0, alternatives: [], exits: [] })
    expect(found.window).toBeUndefined()
  })

  it('is not claimed where the space is too large', () => {
    const model = createModel(extenders(3, true))
    expect(() => judged(model, at(failing(model, 40), 0), 1_000)).toThrow(TooLargeError)
  })
})
