/** Samples against the exact chance, which on a small space is a sum over its edges. */
import { describe, expect, it } from 'vitest'
import { at } from '../assert.ts'
import { Runner } from '../explore/run.ts'
import type { Model } from '../model/model.ts'
import { graphOf, outcome } from '../space/graph.ts'
import { uniform } from '../strategy/uniform.ts'
import { execute } from '../trace/execute.ts'
import { lostUpdate } from './lost-update.fixture.ts'
import { noReturn } from './no-return.ts'
import { sampleNoReturn } from './sampled.ts'
import type { SampledNoReturn } from './sampled.ts'

const model = lostUpdate(3)

function failingRun(): Int32Array {
  const runner = new Runner(model)
  for (let seed = 0; ; seed++) {
    if (runner.run(uniform(), String(seed)).kind === 'violated') {
      return runner.decisions.slice(0, runner.steps)
    }
  }
}

const decisions = failingRun()
const { ending } = execute(model, decisions)
if (ending.kind !== 'violated') throw new Error('the run fails')
const { violation } = ending

function sampled(seed: string): SampledNoReturn {
  const last = [...sampleNoReturn(model, decisions, violation, seed)].at(-1)
  if (last === undefined) throw new Error('sampling yields')
  return last
}

/** The chance to fail from each state of the run, every delivery being equally likely. */
function chances(of: Model): readonly number[] {
  const { first, target, decision, outcome: ends } = graphOf(of, 100_000)
  const known = new Map<number, number>()
  const chance = (state: number): number => {
    const found = known.get(state)
    if (found !== undefined) return found
    const [from, to] = [at(first, state), at(first, state + 1)]
    const next = [...target.subarray(from, to)].map(chance)
    const own = at(ends, state) >= outcome.failed ? 1 : 0
    const value = next.length === 0 ? own : next.reduce((a, b) => a + b, 0) / next.length
    known.set(state, value)
    return value
  }
  let state = 0
  return [...decisions].map((d) => {
    const here = chance(state)
    const from = at(first, state)
    state = at(target, from + decision.subarray(from, at(first, state + 1)).indexOf(d))
    return here
  })
}

describe('a sampled point of no return', () => {
  const found = sampled('a')

  it('estimates the exact chance at every state of the run', () => {
    const exact = chances(model)
    expect(new Set(exact).size).toBeGreaterThan(2)
    for (const { step, runs, failing } of found.samples) {
      const p = at(exact, step)
      const deviation = Math.sqrt((p * (1 - p)) / runs)
      expect(Math.abs(failing / runs - p)).toBeLessThanOrEqual(4 * deviation)
    }
  })

  it('finds the step that exploring everything finds', () => {
    const work = noReturn(model, decisions, violation, 100_000)
    let next = work.next()
    while (next.done !== true) next = work.next()
    expect(found.always).toBe(next.value.step)
    expect(found.jumps.map((j) => j.step)).toContain(next.value.step)
  })

  it('is the same for the same seed, and another for another', () => {
    expect(sampled('a')).toEqual(found)
    expect(sampled('b').samples).not.toEqual(found.samples)
  })

  it('claims nothing before it has looked', () => {
    const [first] = [...sampleNoReturn(model, decisions, violation, 'a')]
    expect(first?.always).toBeUndefined()
    expect(first?.jumps).toEqual([])
  })
})
