import { describe, expect, it } from 'vitest'
import { sharedBlockUnchanged } from './shared-block-unchanged.ts'
import { judge } from './view.fixture.ts'

const judged = (word: string | null, medium: readonly string[]): string =>
  judge(sharedBlockUnchanged, {
    block_device: [{ medium, unflushed: [] }],
    reflink: [{ sector: 0, word }],
  })

describe('shared-block-unchanged', () => {
  it('allows any word before the clone is read, and the same one after', () => {
    expect(judged(null, ['D'])).toBe('')
    expect(judged('old', ['old'])).toBe('')
  })

  it('finds a block that has changed', () => {
    expect(judged('old', ['D'])).toBe("sector 0 of the clone held 'old' and holds 'D'")
  })
})
