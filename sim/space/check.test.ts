/** The search against counts that are known, and against itself in other orders. */
import { describe, expect, it } from 'vitest'
import { extenders } from '../../oracle/models/extenders.ts'
import { createModel } from '../model/model.ts'
import { checkModel } from './check.ts'
import type { CheckOptions } from './result.ts'

const searches: readonly CheckOptions[] = [
  { mode: 'dfs' },
  { mode: 'bfs' },
  { mode: 'dfs', shuffle: '1' },
  { mode: 'bfs', shuffle: '2' },
  { mode: 'dfs', exact: true },
  { mode: 'bfs', exact: true },
]

describe.each(searches)('the search %o', (options) => {
  it.each([
    { n: 2, racy: true, states: 306, transitions: 704, violating: 1 },
    { n: 3, racy: true, states: 5310, transitions: 16812, violating: 2 },
    { n: 3, racy: false, states: 1708, transitions: 5238, violating: 0 },
    { n: 4, racy: false, states: 17465, transitions: 66816, violating: 0 },
  ])('finds what is known of $n writers (racy: $racy)', ({ n, racy, violating, ...counts }) => {
    const result = checkModel(createModel(extenders(n, racy)), options)
    expect(result).toMatchObject(counts)
    expect(result.failures.map((f) => f.states)).toEqual(violating === 0 ? [] : [violating])
    expect(result.stopped).toBeUndefined()
    expect(result.collisions ?? 0).toBe(0)
  })
})
