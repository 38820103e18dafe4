import { describe, expect, it } from 'vitest'
import { syntheticRun } from '../document/document.fixture.ts'
import type { HoldRecord } from '../document/run.ts'
import { barsOf } from './bars.ts'

/** A run of as many steps as there are letters; after each, the task holds what the letters say. */
function holding(...letters: readonly string[]) {
  const run = syntheticRun({ steps: letters.length, actors: 2 })
  const values = letters.map((word) =>
    word
      .split('')
      .map((c): HoldRecord => ({ actor: 1, object: c === 'a' ? 0 : 1, mode: 'exclusive' })),
  )
  return { ...run, holds: { values: [[], ...values], at: [0, ...letters.map((_, i) => i + 1)] } }
}

const spans = (...args: Parameters<typeof barsOf>): readonly (readonly number[])[] =>
  barsOf(...args).map((b) => [b.from, b.to, b.column])

describe('bars', () => {
  it('reach from the step that takes to the step that lets go', () => {
    expect(spans(holding('', 'a', 'a', '', ''), 1, [1, 2, 3, 4, 5])).toEqual([[1, 3, 0]])
  })

  it('of two that overlap stand beside each other', () => {
    expect(spans(holding('a', 'ab', 'b', ''), 1, [1, 2, 3, 4])).toEqual([
      [0, 2, 0],
      [1, 3, 1],
    ])
  })

  it('break where the lock was let go between two rows', () => {
    expect(spans(holding('a', '', 'a', 'a'), 1, [1, 4])).toEqual([
      [0, 0, 0],
      [1, 1, 0],
    ])
  })

  it('are those of one actor', () => {
    expect(spans(holding('a', 'a'), 0, [1, 2])).toEqual([])
  })
})
