import { describe, expect, it } from 'vitest'
import { judge } from './view.fixture.ts'
import { waitersWake } from './waiters-wake.ts'

describe('waiters-wake', () => {
  it('asks that every waiter has returned', () => {
    expect(judge(waitersWake, { waiters: [{ status: 'done' }, { status: 'done' }] })).toBe('')
    expect(judge(waitersWake, { waiters: [{ status: 'done' }, {}] })).toBe('is false')
  })
})
