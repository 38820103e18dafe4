import { describe, expect, it } from 'vitest'
import { saidOnce } from './template.ts'

describe('what is said of several blocks', () => {
  it.each([
    [[], []],
    [
      ['the size is 3', 'the size is 3'],
      ['the size is 3', 'the size is 3'],
    ],
    [["block 0 has 'x'"], ["block 0 has 'x'"]],
    [
      ["block 0 has 'x'", "block 1024 has 'x'", "block 2048 has 'y'", "block 3072 has 'x'"],
      ["each of blocks 0, 1024 has 'x'", "block 2048 has 'y'", "block 3072 has 'x'"],
    ],
    [
      ['in block 1: past block 9', 'in block 2: past block 9', 'in block 2: past block 8'],
      ['in each of blocks 1, 2: past block 9', 'in block 2: past block 8'],
    ],
  ])('%j', (faults, said) => {
    expect(saidOnce(faults)).toEqual(said)
  })
})
