import { describe, expect, it } from 'vitest'
import { noTornSize } from './no-torn-size.ts'
import { judge } from './view.fixture.ts'

const read = (i_size: number | null): string =>
  judge(
    noTornSize,
    { readers: [{ i_size }], writers: [{ pos: 2 ** 32, len: 1 }] },
    { initial: 4096 },
  )

describe('no-torn-size', () => {
  it.each([null, 4096, 2 ** 32 + 1])('allows %s', (i_size) => {
    expect(read(i_size)).toBe('')
  })

  it.each([1, 2 ** 32 + 4096])('finds %s, of which each half was stored', (i_size) => {
    expect(read(i_size)).toBe(`${i_size} was read, stored were 4096, ${2 ** 32 + 1}`)
  })
})
