import { describe, expect, it } from 'vitest'
import { isActive } from './chart-state.ts'

describe('the states that a name stands for', () => {
  it.each([
    ['a', ['', 'a'], ['b', 'a.b']],
    ['a.b', ['', 'a', 'a.b'], ['b', 'a.b.c', 'a.bc']],
    ['on.{a.1 b.2}', ['on', 'on.a', 'on.a.1', 'on.b.2'], ['on.a.2', 'a', 'off']],
    ['{x.{p.1 q.2} y.3}', ['x', 'x.p.1', 'x.q', 'x.q.2', 'y.3'], ['p', 'q.2', 'x.y', 'y.2']],
  ])('%s', (state, active, others) => {
    expect(active.filter((path) => !isActive(state, path))).toEqual([])
    expect(others.filter((path) => isActive(state, path))).toEqual([])
  })
})
