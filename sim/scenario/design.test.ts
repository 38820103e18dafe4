import { expect, test } from 'vitest'
import { defaultDesign, designs, expected, formatDesign, matches, parseDesign } from './design.ts'
import type { Exclusion, Expectation } from './scenario.ts'

const variants = {
  size: ['endio', 'submit'],
  lock: ['none', 'rwsem'],
  block: [1024, 4096],
} as const
const exclusion: Exclusion = {
  path: [],
  when: { size: ['submit'], lock: ['none'] },
  because: 'the caller holds the lock',
}
const scenario = { variants, exclude: [exclusion] }

const shown = (words: readonly string[]): string => {
  const parsed = parseDesign(scenario, words)
  if ('design' in parsed) return formatDesign(parsed.design)
  return parsed.problems
    .map(({ col, code, suggestion }) => `${col} ${code} ${suggestion ?? ''}`)
    .join('; ')
}

test('designs are the product without what is excluded, defaults first', () => {
  expect(designs(scenario).map(formatDesign)).toEqual([
    'size=endio lock=none block=1024',
    'size=endio lock=none block=4096',
    'size=endio lock=rwsem block=1024',
    'size=endio lock=rwsem block=4096',
    'size=submit lock=rwsem block=1024',
    'size=submit lock=rwsem block=4096',
  ])
})

test('without variants there is one design', () => {
  expect(designs({ variants: {}, exclude: [] })).toEqual([{}])
  expect(formatDesign({})).toBe('')
})

test('the default design gives way to exclude', () => {
  const exclude = [{ path: [], when: { size: ['endio'] }, because: 'not here' }]
  expect(formatDesign(defaultDesign({ variants, exclude }))).toBe(
    'size=submit lock=none block=1024',
  )
})

test('when matches by every variant it names', () => {
  const design = { size: 'endio', block: 1024 }
  expect(matches({}, design)).toBe(true)
  expect(matches({ size: ['submit', 'endio'], block: [1024] }, design)).toBe(true)
  expect(matches({ size: ['endio'], block: [4096] }, design)).toBe(false)
  expect(matches({ block: ['1024'] }, design)).toBe(false)
  expect(matches({ toString: ['x'] }, design)).toBe(false)
})

test('the first expectation that matches is the one', () => {
  const entry = (when: Expectation['when'], violates: Expectation['violates']): Expectation => {
    return { path: [], when, violates }
  }
  const expect_ = [entry({ size: ['endio'] }, { a: 'always' }), entry({}, {})]
  expect(expected({ expect: expect_ }, { size: 'endio' })?.violates).toEqual({ a: 'always' })
  expect(expected({ expect: expect_ }, { size: 'submit' })?.violates).toEqual({})
  expect(expected({ expect: [] }, { size: 'endio' })).toBeUndefined()
})

test.each([
  [[], 'size=endio lock=none block=1024'],
  [['block=4096'], 'size=endio lock=none block=4096'],
  [['block=4k'], 'size=endio lock=none block=4096'],
  [['size=submit'], 'size=submit lock=rwsem block=1024'],
  [['lock=rwsem', 'size=submit'], 'size=submit lock=rwsem block=1024'],
  [['size=submit', 'lock=none'], '1 excluded-design '],
  [['siz=submit'], '1 unknown-variant size'],
  [['size=submitt', 'lok=none'], '6 unknown-choice submit; 1 unknown-variant lock'],
  [['submit'], '1 wrong-type '],
  [['toString=1'], '1 unknown-variant '],
] as const)('parseDesign %j', (words, result) => {
  expect(shown(words)).toBe(result)
})

test('parseDesign reads what formatDesign writes', () => {
  for (const design of designs(scenario)) {
    expect(parseDesign(scenario, formatDesign(design).split(' '))).toEqual({ design })
  }
})

test('an excluded design is refused with its reason', () => {
  const parsed = parseDesign(scenario, ['size=submit', 'lock=none'])
  expect('problems' in parsed && parsed.problems[0]?.message).toContain('the caller holds the lock')
})
