/** The difference that is left is minimal, whatever the outcome depends on. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import type { Deviation } from '../schedule/schedule.ts'
import { constrained } from '../strategy/constrained.ts'
import { Runner } from '../explore/run.ts'
import { uniform } from '../strategy/uniform.ts'
import { execute } from '../trace/execute.ts'
import type { Trace } from '../trace/trace.ts'
import type { Outcome } from './bisect.ts'
import { isolate, isolateTraces } from './isolate.ts'
import type { Isolation } from './isolate.ts'
import { lostUpdate } from './lost-update.fixture.ts'

const item = (n: number): Deviation => ({ kind: 'take', deliver: `a>b:e${n}`, alternative: 1 })
const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i)

type Test = (deviations: readonly Deviation[]) => Outcome

function isolated(test: Test, size: number, budget = 1e5): Isolation {
  const last = [...isolate([], range(size).map(item), test, budget)].at(-1)
  if (last === undefined) throw new Error('isolate yields')
  return last
}

const names = (ds: readonly Deviation[]): readonly string[] =>
  ds.map((d) => (d.kind === 'take' ? d.deliver : d.first))

describe('isolating', () => {
  it('leaves the one difference that decides', () => {
    const found = isolated((ds) => (names(ds).includes('a>b:e13') ? 'bad' : 'good'), 64)
    expect(found).toMatchObject({ differences: 64, left: [{ bad: item(13) }], complete: true })
    expect(found.runs).toBeLessThan(20)
  })

  it('keeps differences that only decide together', () => {
    const test: Test = (ds) => {
      const both = ['a>b:e3', 'a>b:e4'].filter((n) => names(ds).includes(n)).length
      return both === 2 ? 'bad' : both === 1 ? 'skip' : 'good'
    }
    expect(isolated(test, 32).left).toHaveLength(2)
  })

  it('stops at its budget and says so', () => {
    const found = isolated((ds) => (names(ds).includes('a>b:e13') ? 'bad' : 'good'), 64, 2)
    expect(found).toMatchObject({ runs: 2, complete: false })
  })

  it('knows an order turned round as one difference', () => {
    const order = (first: string, second: string): Deviation => ({ kind: 'order', first, second })
    const [ab, ba] = [order('a>c:x', 'b>c:x'), order('b>c:x', 'a>c:x')]
    const test: Test = (ds) => (ds.some((d) => d === ba) ? 'bad' : 'good')
    const last = [...isolate([ab], [ba], test, 10)].at(-1)
    expect(last).toMatchObject({ left: [{ good: ab, bad: ba }], good: [ab], bad: [ba] })
  })
})

const size = 16
const outcomes = fc.func(fc.constantFrom<Outcome>('good', 'bad', 'skip'))

test.prop([outcomes], { seed: 1, numRuns: 300 })(
  'ends with a good and a bad run between which no single difference can be moved',
  (arbitrary) => {
    const key = (ds: readonly Deviation[]): string => names(ds).toSorted().join()
    const test: Test = (ds) =>
      ds.length === 0 ? 'good' : ds.length === size ? 'bad' : arbitrary(key(ds))
    const { good, bad, left, complete } = isolated(test, size)
    expect([test(good), test(bad), complete]).toEqual(['good', 'bad', true])
    expect(bad.length - good.length).toBe(left.length)
    if (left.length === 1) return
    for (const { bad: one } of left) {
      if (one === undefined) throw new Error('every difference is an addition')
      expect(test([...good, one])).toBe('skip')
      expect(test(bad.filter((d) => d !== one))).toBe('skip')
    }
  },
)

describe('two recorded runs', () => {
  const model = lostUpdate(3)
  const runner = new Runner(model)
  const traces = range(30).map((seed): Trace => {
    runner.run(uniform(), String(seed))
    return execute(model, runner.decisions.subarray(0, runner.steps))
  })
  const good = traces.filter((t) => t.ending.kind === 'passed')
  const bad = traces.filter((t) => t.ending.kind === 'violated')

  it('are brought to one difference, the good side of which passes and is obeyed', () => {
    expect(good.length).toBeGreaterThan(0)
    for (const passing of good) {
      for (const failing of bad.slice(0, 5)) {
        const last = [...isolateTraces(model, passing, failing)].at(-1)
        if (last === undefined) throw new Error('isolateTraces yields')
        expect(last.complete).toBe(true)
        expect(last.left.length).toBeGreaterThan(0)
        const strategy = constrained(model, last.good)
        expect(runner.run(strategy, '').kind).toBe('passed')
        expect([...strategy.void(), ...strategy.unused(true)]).toEqual([])
        expect(runner.run(constrained(model, last.bad), '').kind).toBe('violated')
      }
    }
  })
})
