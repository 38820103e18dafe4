import { describe, expect, it } from 'vitest'
import { retriesEnd } from './retries-end.ts'
import { judge } from './view.fixture.ts'

describe('retries-end', () => {
  it('asks that whoever retries has returned', () => {
    expect(judge(retriesEnd, { retriers: [{ status: 'done' }] })).toBe('')
    expect(judge(retriesEnd, { retriers: [{}] })).toBe('is false')
  })
})
