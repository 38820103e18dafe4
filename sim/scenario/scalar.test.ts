import { expect, test } from 'vitest'
import { readPlain, readSize } from './scalar.ts'

test.each([
  ['', null],
  ['~', null],
  ['null', null],
  ['true', true],
  ['false', false],
  ['0', 0],
  ['-7', -7],
  ['1.50', 1.5],
  ['4k', 4096],
  ['1M', 1_048_576],
  ['generic/465', 'generic/465'],
  ['2026-03-01', '2026-03-01'],
  ['1..2000', '1..2000'],
  ['$page', '$page'],
  ['6.12-rc1', '6.12-rc1'],
  ['4bio', '4bio'],
  ['once', 'once'],
] as const)('%j is %j', (text, value) => {
  expect(readPlain(text)).toEqual({ ok: true, value })
})

test.each([
  'on',
  'Off',
  'YES',
  'no',
  'True',
  '1e3',
  '-1E9',
  '0x1f',
  '0o17',
  '010',
  '1_000',
  '+1',
  '.5',
  '1.',
  '.inf',
  '.NaN',
])('%s is ambiguous', (text) => {
  expect(readPlain(text)).toMatchObject({ code: 'ambiguous-scalar', suggestion: `'${text}'` })
})

test.each([
  ['4K', '4k'],
  ['4kb', '4k'],
  ['4 KiB', '4k'],
  ['2mb', '2M'],
  ['2MiB', '2M'],
  ['1g', undefined],
  ['512b', undefined],
])('%s has another unit', (text, suggestion) => {
  const reading = readPlain(text)
  expect(reading).toMatchObject({ code: 'bad-unit' })
  expect('suggestion' in reading ? reading.suggestion : undefined).toBe(suggestion)
})

test('a size is digits and a unit, nothing else', () => {
  expect(['4k', '0k', '04k', '4', '-4k', '4kk'].map(readSize)).toEqual([4096, 0, ...Array(4)])
})
