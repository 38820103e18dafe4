/** What can still become of a run, by brute force over the reference model. */
import { expect, it } from 'vitest'
import { extenders } from '../../oracle/models/extenders.ts'
import { at } from '../assert.ts'
import { createModel } from '../model/model.ts'
import { futuresOf } from './futures.ts'
import { graphOf, outcome, TooLargeError } from './graph.ts'
import type { StateGraph } from './graph.ts'

/** By recursion, which the real one does without: the outcomes reachable from each state. */
function outcomes(graph: StateGraph): (state: number) => ReadonlySet<number> {
  const known = new Map<number, ReadonlySet<number>>()
  const of = (state: number): ReadonlySet<number> => {
    const found = known.get(state)
    if (found !== undefined) return found
    const own = at(graph.outcome, state)
    const set = new Set(own === outcome.inner ? [] : [own])
    for (let e = at(graph.first, state); e < at(graph.first, state + 1); e++) {
      for (const o of of(at(graph.target, e))) set.add(o)
    }
    known.set(state, set)
    return set
  }
  return of
}

it('tells states that can fail, can pass and must fail', () => {
  const graph = graphOf(createModel(extenders(3, true)), 10_000)
  expect(graph.states).toBe(5310)
  const futures = futuresOf(graph, 0)
  const reach = outcomes(graph)
  let must = 0
  for (let s = 0; s < graph.states; s++) {
    expect(futures.canFail[s] === 1).toBe(reach(s).has(outcome.failed))
    expect(futures.canPass[s] === 1).toBe(reach(s).has(outcome.passed))
    if (futures.canPass[s] === 0) must++
  }
  expect(futures.canFail[0]).toBe(1)
  expect(futures.canPass[0]).toBe(1)
  expect(must).toBeGreaterThan(2)
})

it('refuses a space that is too large', () => {
  expect(() => graphOf(createModel(extenders(4, true)), 50_000)).toThrow(TooLargeError)
})
