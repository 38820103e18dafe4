/** Which search answers what: verdicts by depth, minima by breadth, and limits told honestly. */
import { describe, expect, it } from 'vitest'
import { createMachine, sendTo } from 'xstate'
import type { EventObject } from 'xstate'
import { extenders } from '../../oracle/models/extenders.ts'
import { counting } from '../model/register.fixture.ts'
import { claim, toy } from '../model/toys.fixture.ts'
import { createModel } from '../model/model.ts'
import type { Model } from '../model/model.ts'
import type { System } from '../scenario/system.ts'
import { execute } from '../trace/execute.ts'
import { checkModel } from './check.ts'
import { searchInBatches, searchModel } from './search.ts'
import type { SearchResult } from './search.ts'

/** A walker that gets to its last steps directly or by a detour. */
function detour(steps: number): System {
  const self = (event: EventObject | string) =>
    sendTo(({ self: me }) => me, typeof event === 'string' ? { type: event } : event)
  const on = (next: string) => ({ entry: self('STEP'), on: { STEP: next } })
  const walker = createMachine({
    initial: 'start',
    states: {
      start: {
        entry: self({ ...{ alternatives: [{ type: 'LONG' }] }, type: 'SHORT' }),
        on: { SHORT: 's1', LONG: 'l1' },
      },
      ...{ s1: on('m1'), l1: on('l2'), l2: on('l3'), l3: on('m1') },
      ...{ m1: on('m2'), m2: on('m3'), m3: on('m4'), m4: on('end') },
      end: { type: 'final' },
    },
  })
  return toy({ walker }, [], { steps })
}

const racy = (): Model => createModel(extenders(3, true))
const bounded = (steps: number): Model => {
  const system = extenders(3, true)
  return createModel({ ...system, bound: { ...system.bound, steps } })
}

describe('auto', () => {
  it('proves by depth first alone', () => {
    const result = searchModel(createModel(extenders(3, false)))
    expect(result).toMatchObject({ mode: 'dfs', complete: true, states: 1708, failures: [] })
  })

  it('counts as depth first does and has the minimum of breadth first', () => {
    const model = racy()
    const result = searchModel(model)
    const [deep, broad] = [checkModel(model, { mode: 'dfs' }), checkModel(model, { mode: 'bfs' })]
    expect(result).toMatchObject({ mode: 'dfs', complete: true, states: deep.states })
    expect(result.failures.map((f) => f.minimum)).toEqual([true])
    expect(result.failures[0]?.decisions).toHaveLength(broad.failures[0]?.decisions.length ?? NaN)
    expect(result.failures[0]?.states).toBe(broad.failures[0]?.states)
    const { ending } = execute(model, result.failures[0]?.decisions ?? [])
    expect(ending).toEqual({ kind: 'violated', violation: result.failures[0]?.violation })
  })

  it('leaves a bound that only depth first hits to breadth first', () => {
    const model = createModel(detour(7))
    expect(checkModel(model, { mode: 'dfs' }).stopped).toBe('steps')
    expect(searchModel(model)).toMatchObject({ mode: 'bfs', complete: true, depth: 6, ends: 1 })
  })

  it('is not complete when both hit the bound', () => {
    const result = searchModel(bounded(4))
    expect(result).toMatchObject({ mode: 'bfs', complete: false, stopped: 'steps', failures: [] })
  })

  it('stops with what it knows at a limit', () => {
    const result = searchModel(racy(), { maxStates: 100 })
    expect(result).toMatchObject({ complete: false, stopped: 'states' })
  })
})

describe('minimum', () => {
  it('is not claimed by depth first', () => {
    const result = searchModel(racy(), { mode: 'dfs' })
    expect(result.failures.map((f) => f.minimum)).toEqual([false])
  })

  it('is known from a breadth first that a limit stops later', () => {
    const early = claim('always', 'unwritten', ['register'], ([r]) => r?.context.value === 0)
    const model = createModel({ ...counting(3), properties: [early] })
    const whole = searchModel(model, { mode: 'bfs' })
    const stopped = searchModel(model, { mode: 'bfs', maxStates: whole.states - 1 })
    expect(stopped).toMatchObject({ complete: false, stopped: 'states' })
    const lengths = (result: SearchResult) =>
      result.failures.map((f) => [f.decisions.length, f.minimum])
    expect(lengths(stopped)).toEqual([[3, true]])
    expect(lengths(whole)).toEqual([[3, true]])
  })
})

it('calls nothing complete before the search has ended', () => {
  const known = [...searchInBatches(createModel(extenders(3, false)))]
  expect(known.map((k) => k.complete)).toEqual([...known.slice(1).map(() => false), true])
})
