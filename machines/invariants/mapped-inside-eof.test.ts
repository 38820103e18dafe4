import { describe, expect, it } from 'vitest'
import { mappedInsideEof } from './mapped-inside-eof.ts'
import { judge } from './view.fixture.ts'

const judged = (i_size: number, folio: object): string =>
  judge(mappedInsideEof, {
    inode: [{ i_size }],
    folios: [{ folio_pos: 4096, pte: { mapped: false }, PG_dirty: false, ...folio }],
  })

describe('mapped-inside-eof', () => {
  it('allows what lies inside EOF, and a folio past it that is neither mapped nor dirty', () => {
    expect(judged(4097, { pte: { mapped: true }, PG_dirty: true })).toBe('')
    expect(judged(4096, {})).toBe('')
  })

  it.each([
    [{ pte: { mapped: true } }, 'mapped'],
    [{ PG_dirty: true }, 'dirty'],
  ])('finds %j past EOF', (folio, complaint) => {
    expect(judged(4096, folio)).toBe(`the folio at 4096, past i_size 4096, is ${complaint}`)
  })
})
