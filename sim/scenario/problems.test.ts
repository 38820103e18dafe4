/** Each mistake that a scenario can have: the edit that makes it, its place, what is proposed. */
import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../errors.ts'
import { edited, placeOf, problemsOf, unmark } from './folder.fixture.ts'

/**
 * `old` in the toy scenario becomes `replacement`, in which ‹ › mark what is underlined. Each mark
 * is one problem; all have the same code, and nothing else may be reported.
 */
type Row = readonly [code: ErrorCode, old: string, replacement: string, hint?: string]

const CLAIM = 'account.balance <= 4 * 1024'
const EXPECT = 'expect:\n'

const MISTAKES: Readonly<Record<string, readonly Row[]>> = {
  YAML: [
    ['syntax', 'title: two', 'title: ‹a›: two'],
    ['syntax', 'title: two', 'title: ‹!text› two'],
    ['syntax', 'params:', '? ‹[a]›\n: b\nparams:'],
    ['tab', '  - {when: {lock: pen}', '‹\t›- {when: {lock: pen}'],
    ['duplicate-key', 'actors:', '‹title›: again\nactors:'],
    ['unknown-alias', 'title: two clerks share one account', 'title: ‹*clerks›'],
    ['unknown-alias', '1k}', '&sum 1k}\norigin: {list: ‹*som›}', 'sum'],
    ['second-document', EXPECT, '‹---›\nexpect:\n'],
    ['reserved-key', 'params: {', 'params: {‹__proto__›: 1, '],
    ['reserved-key', 'params: {', 'params: {‹constructor›: 1, '],
    ['reserved-key', 'machine: account,', 'machine: account, ‹prototype›: 1,'],
  ],

  scalars: [
    ['ambiguous-scalar', '[none, pen]', '[none, pen, ‹on›]', "'on'"],
    ['ambiguous-scalar', '[none, pen]', '[none, pen, ‹No›]', "'No'"],
    ['ambiguous-scalar', '[none, pen]', '[none, pen, ‹1e3›]', "'1e3'"],
    ['ambiguous-scalar', '[none, pen]', '[none, pen, ‹007›]', "'007'"],
    ['ambiguous-scalar', '[none, pen]', '[none, pen, ‹0x10›]', "'0x10'"],
    ['ambiguous-scalar', 'machine: account,', 'machine: account, ‹yes›: 1,', "'yes'"],
    ['bad-unit', 'top: 4k', 'top: ‹4kb›', '4k'],
    ['bad-unit', 'top: 4k', 'top: ‹4KiB›', '4k'],
    ['bad-unit', 'top: 4k', 'top: ‹4m›', '4M'],
    ['bad-unit', 'top: 4k', 'top: ‹4G›'],
    ['out-of-range', 'top: 4k', 'top: ‹9007199254740993›'],
  ],

  version: [
    ['version', 'endio: 1\nname', '‹n›ame'],
    ['version', 'endio: 1\nname: toy', 'name: toy\n‹endio›: 1'],
    ['version', 'endio: 1', 'endio: ‹2›'],
    ['version', 'endio: 1', 'endio: ‹one›'],
    ['version', 'endio: 1', 'endio: ‹0›'],
  ],

  shape: [
    ['unknown-key', 'sweep:', '‹swep›: {}\nsweep:', 'sweep'],
    ['unknown-key', 'steps: 400', '‹step›: 400', 'steps'],
    ['unknown-key', 'strategy:', '‹stategy›:', 'strategy'],
    ['unknown-key', 'name: small, always', 'name: small, ‹alwasy›', 'always'],
    ['unknown-key', 'name: small,', 'name: small, ‹since›: 1,'],
    ['unknown-key', 'balance: $start}', 'balance: $start, ‹balanse›: 1}', 'balance'],
    ['unknown-key', 'limit: $top', 'limit: $top, ‹limits›: 1', 'limit'],
    ['missing-key', 'endio: 1\nname: toy', '‹e›ndio: 1'],
    ['missing-key', 'actors:\n', 'actors:\n  ‹other›: {}\n'],
    ['missing-key', '{name: small, always: "account.balance <= 4 * 1024"}', '‹{name: small}›'],
    ['missing-key', 'with: {account: $account, ', '‹with›: {'],
    ['wrong-type', 'title: two clerks share one account', 'title: ‹7›'],
    ['wrong-type', 'title: two clerks share one account', 'title: ‹[two]›'],
    ['wrong-type', 'bound: {steps: 400, faults: 0}', 'bound: ‹[400]›'],
    ['wrong-type', 'bound: {steps: 400, faults: 0}', '‹bound›:'],
    ['wrong-type', 'to: $top', 'to: ‹$lock›, from: $top'],
    ['bad-value', 'name: toy', 'name: ‹Toy_1›'],
    ['bad-name', 'params: {', 'params: {‹a-b›: 1, '],
    ['bad-name', 'actors:\n', 'actors:\n  ‹2nd›: {machine: account}\n'],
    ['out-of-range', 'count: 2', 'count: ‹0›'],
    ['out-of-range', 'count: 2', 'count: ‹-1›'],
    ['out-of-range', 'steps: 400', 'steps: ‹-400›'],
    ['out-of-range', 'steps: 400', 'steps: ‹400M›'],
    ['out-of-range', 'steps: 400', 'steps: ‹$lock›'],
    ['out-of-range', '[none, pen]', '‹[]›'],
    ['out-of-range', 'properties:', 'cost: {lock: ‹1001›}\nproperties:'],
    ['wrong-type', 'properties:', 'cost: {lock: ‹givn›}\nproperties:'],
    ['bad-seeds', '1..2000', '‹2000..1›', '1..2000'],
    ['bad-seeds', '1..2000', '‹0..99999999999›'],
    ['bad-seeds', '1..2000', '‹2000›'],
    ['bad-seeds', '1..2000', '‹one..two›'],
  ],

  'older keys': [
    ['deprecated-key', 'machine: account', '‹kind›: account', 'machine'],
    ['deprecated-key', 'bound:', '‹explore›: {}\nbound:'],
    ['deprecated-key', 'bound:', '‹invariants›: []\nbound:', 'properties'],
    ['deprecated-key', 'strategy:', '‹policy›:', 'strategy'],
  ],

  references: [
    ['unknown-name', 'to: $top', 'to: ‹$topp›, from: $top', '$top'],
    ['unknown-name', 'count: 2', 'count: ‹$clerks›', '$clerk'],
    ['unknown-name', 'limit: $top', 'limit: ‹$topp›', '$top'],
    ['unknown-name', CLAIM, 'account.balance <= ‹$topp›', '$top'],
    ['unknown-actor', '{account: $account, limit', '{account: ‹$acount›, limit', '$account'],
    ['unknown-actor', '{account: $account, limit', '{account: ‹bank›, limit'],
    ['unknown-actor', CLAIM, '‹acount›.balance < 1', 'account'],
    ['unknown-actor', CLAIM, '‹clerk›[2].to < 1'],
    ['unknown-machine', 'machine: account', 'machine: ‹acount›', 'account'],
    [
      'unknown-property',
      'use: balance-below',
      'name: balance-below, use: ‹balance-bellow›',
      'balance-below',
    ],
    ['unknown-variant', 'when: {lock: pen}', 'when: {lock: pen, ‹lok›: pen}', 'lock'],
    ['unknown-variant', 'properties:', 'cost: {‹lok›: 2}\nproperties:', 'lock'],
    ['unknown-choice', 'when: {lock: pen}', 'when: {lock: ‹pn›}', 'pen'],
    ['unknown-choice', 'when: {lock: pen}', 'when: {lock: [pen, ‹pan›]}', 'pen'],
    ['unused-param', 'params: {', 'params: {‹spare›: 1, '],
    ['unused-variant', 'variants:\n', 'variants:\n  ‹spare›: [1, 2]\n'],
    ['name-clash', 'variants:\n', 'variants:\n  ‹top›: [1, 2]\n'],
    [
      'name-clash',
      '{name: small, always: "account.balance <= 4 * 1024"}',
      '‹{use: balance-below, with: {account: account}}›',
    ],
    [
      'name-clash',
      '{name: small, always: "account.balance <= 4 * 1024"}',
      '‹{name: deadlock, always: "done(account)"}›',
    ],
  ],

  meaning: [
    [
      'unknown-word',
      'variants:\n',
      '  other: {machine: clerk, account: account, lock: ‹pens›}\nvariants:\n',
      'pen',
    ],
    ['meaning', 'to: $top', 'from: $top, to: ‹5›'],
    [
      'out-of-range',
      'machine: account, balance: $start}',
      'machine: account, balance: ‹-1›}\n  other: {machine: account, balance: $start}',
    ],
    [
      'meaning',
      'balance: $start}',
      'balance: ‹13›}\n  other: {machine: account, balance: $start}',
      '12',
    ],
    [
      'meaning',
      '  account: {machine: account, balance: $start}',
      '  ‹account›: {machine: account, balance: 14}\n  other: {machine: account, balance: $start}',
    ],
  ],

  expressions: [
    ['expression', CLAIM, 'account.balance <‹)›'],
    ['expression', CLAIM, 'account.balance ‹<›'],
    ['expression', CLAIM, 'account.balance < 1 ‹a›ccount'],
    ['expression', CLAIM, '‹account.balance = 4›'],
    ['expression', CLAIM, '‹account.balance + 1›'],
    ['expression', CLAIM, '‹account› == 1'],
    ['expression', CLAIM, '‹floor›(account.balance) == 1'],
    ['expression', CLAIM, '‹mix›(account.balance, 2) == 1', 'min'],
    ['expression', CLAIM, '‹`a`› == account.balance'],
    ['unknown-field', CLAIM, 'account.‹balence› < 1', 'balance'],
    ['unknown-field', CLAIM, 'account.‹__proto__› == null'],
    ['unknown-state', CLAIM, "is(account, ‹'clsed'›)", 'closed'],
    ['unknown-tag', CLAIM, "tag(account, ‹'idel'›)", 'idle'],
    ['constant-expression', CLAIM, '‹1 < 2›'],
    ['constant-expression', CLAIM, '‹account.balance < 3 || true›'],
    ['constant-expression', CLAIM, '‹account.balance <= account.balance›'],
  ],

  variants: [
    ['duplicate-choice', '[none, pen]', "[none, pen, ‹'pen'›]"],
    ['no-design', 'properties:', '‹exclude›:\n  - {when: {}, because: all}\nproperties:'],
    [
      'too-many-designs',
      'variants:\n  lock: [none, pen]',
      `‹variants›:\n  lock: [none, pen, ${Array.from({ length: 4095 }, (_, i) => `c${i}`).join(', ')}]`,
    ],
  ],

  expectations: [
    [
      'unmatched-expect',
      'expect:\n  - {when: {lock: none}, violates: {balance-below: sometimes}}',
      'exclude:\n  - {when: {lock: none}, because: x}\nexpect:\n  - ‹{when: {lock: none}, violates: nothing}›',
    ],
    [
      'contradiction',
      '- {when: {lock: pen}, violates: nothing}',
      '- ‹{when: {lock: [none, pen]}, violates: nothing}›',
    ],
    [
      'unchecked-property',
      '{balance-below: sometimes}',
      '{balance-below: always, ‹smal›: always}',
      'small',
    ],
    ['unknown-verdict', 'violates: nothing', 'violates: ‹nothin›', 'nothing'],
    ['unknown-verdict', '{balance-below: sometimes}', '{balance-below: ‹never›}'],
    ['small-bound', 'steps: 400', 'steps: ‹2›'],
  ],
}

describe.each(Object.entries(MISTAKES))('%s', (_, rows) => {
  for (const [index, [code, old, replacement, hint]] of rows.entries()) {
    test(`${code}, row ${index + 1}`, async () => {
      const { text, places } = unmark(edited([old, replacement]))
      const problems = await problemsOf(text)
      const expected = places.map((place) => `${place} ${code}`)
      expect(problems.map((one) => `${placeOf(one)} ${one.code}`)).toEqual(expected)
      expect(problems[0]?.suggestion).toBe(hint)
    })
  }
})

test('all mistakes of a file are found in one pass', async () => {
  const { text, places } = unmark(`endio: 1
name: ‹Toy›
title: many mistakes
machines: ./toys.ts
params: {top: ‹4kb›, start: 1k}
actors:
  account: {machine: account, balance: $start}
  other: {machine: account, ‹blance›: 1}
  ‹clerk›: {count: 2, account: $account, to: $top}
properties:
  - {use: balance-below, with: {account: $account, limit: ‹$tops›}}
  - {name: small, always: "account.‹balnce› <= 4 * 1024 && ‹clark›.to < 1"}
bound: {steps: ‹-1›}
expect:
  - {when: {}, violates: {balance-below: ‹rarely›}}
  - {when: {‹lock›: none}, violates: nothing}
`)
  const problems = await problemsOf(text)
  expect(problems.map(placeOf)).toEqual(places)
  expect(problems.map(({ code, suggestion }) => [code, suggestion])).toEqual([
    ['bad-value', undefined],
    ['bad-unit', '4k'],
    ['unknown-key', 'balance'],
    ['missing-key', undefined],
    ['unknown-name', '$top'],
    ['unknown-field', 'balance'],
    ['unknown-actor', 'clerk'],
    ['out-of-range', undefined],
    ['unknown-verdict', undefined],
    ['unknown-variant', undefined],
  ])
})

test('the same mistake in several designs is told once', async () => {
  const { text, places } = unmark(edited(['to: $top', 'to: ‹$start›, from: $top']))
  expect((await problemsOf(text)).map(placeOf)).toEqual(places)
})

test('a mistake of one design is found', async () => {
  const { text, places } = unmark(
    edited(
      ['[none, pen]', '[none, pencil]'],
      ['lock: $lock', 'lock: ‹$lock›'],
      ['lock: pen}', 'lock: pencil}'],
    ),
  )
  expect((await problemsOf(text)).map(placeOf)).toEqual(places)
})

test('a module that is missing does not make its names unknown', async () => {
  const { text, places } = unmark(edited(['./toys.ts', '‹./toy.ts›']))
  expect((await problemsOf(text)).map(placeOf)).toEqual(places)
})

test.each([
  ['‹clerk›: $clerk', 'clerks'],
  ['‹block_map›: account', undefined],
])('a role that a property does not have is told those that it has: %s', async (word, nearest) => {
  const use = `{use: clerks-differ, with: {clerks: clerk, ${word}}}`
  const { text, places } = unmark(
    edited(['{use: balance-below, with: {account: $account, limit: $top}}', use]),
  )
  const problems = (await problemsOf(text)).filter((one) => one.message.includes('is no role'))
  expect(problems.map(placeOf)).toEqual(places)
  expect(problems[0]?.message).toMatch(/is no role of 'clerks-differ', whose roles are clerks$/)
  expect(problems[0]?.suggestion).toBe(nearest)
})
