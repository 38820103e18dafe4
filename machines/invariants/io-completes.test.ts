import { describe, expect, it } from 'vitest'
import { ioCompletes } from './io-completes.ts'
import { judge } from './view.fixture.ts'

describe('io-completes', () => {
  it('asks that every task in its role has returned', () => {
    expect(judge(ioCompletes, { writers: [{ status: 'done' }] })).toBe('')
    expect(judge(ioCompletes, { writers: [{ status: 'done' }, {}] })).toBe('is false')
  })
})
