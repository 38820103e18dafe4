import { describe, expect, it } from 'vitest'
import { drainsEnd } from './drains-end.ts'
import { judge } from './view.fixture.ts'

describe('drains-end', () => {
  it('asks that every task in its role has returned', () => {
    expect(judge(drainsEnd, { drains: [{ status: 'done' }] })).toBe('')
    expect(judge(drainsEnd, { drains: [{ status: 'done' }, {}] })).toBe('is false')
  })
})
