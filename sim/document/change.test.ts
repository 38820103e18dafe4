import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { apply, diff, overlaps, valueAt } from './change.ts'
import { plain } from './json.ts'
import type { Json } from './json.ts'

const json: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 3 }).map(plain)

describe('changes', () => {
  test.prop([json, json])('of one value make the other', (before, after) => {
    expect(diff(before, after).reduce(apply, before)).toEqual(after)
  })

  test.prop([json])('of equal values are none', (value) => {
    expect(diff(value, plain(structuredClone(value)))).toEqual([])
  })

  it('name the smallest part', () => {
    const before = { a: { b: [1, 2] }, c: 1, gone: true }
    expect(diff(before, { a: { b: [1, 3] }, c: 1, new: 'x' })).toEqual([
      { path: ['gone'] },
      { path: ['a', 'b', 1], to: 3 },
      { path: ['new'], to: 'x' },
    ])
  })

  it('leave the value alone that they are applied to', () => {
    const before = { a: [1] }
    apply(before, { path: ['a', 0], to: 2 })
    expect(before).toEqual({ a: [1] })
  })

  it('may concern a key that plain assignment would not set', () => {
    const value = JSON.parse('{"__proto__": 1, "x": 2}') as Json
    const changed = apply(value, { path: ['__proto__'], to: 3 })
    expect(JSON.stringify(changed)).toContain('"__proto__":3')
    expect(valueAt(changed, ['__proto__'])).toBe(3)
  })

  it('overlap with what contains them and with what they contain', () => {
    expect(overlaps(['a', 0], ['a'])).toBe(true)
    expect(overlaps(['a'], ['a', '0'])).toBe(true)
    expect(overlaps(['a', 1], ['a', 0])).toBe(false)
  })
})

describe('plain', () => {
  it('has a form for what JSON has none for', () => {
    const value = {
      a: undefined,
      b: 12n,
      c: Number.NaN,
      d: -0,
      e: { sessionId: 'x:1', id: 'ilock' },
    }
    expect(plain(value)).toEqual({ b: '12n', c: 'NaN', d: '-0', e: '@ilock' })
  })
})
