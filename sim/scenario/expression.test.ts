import { createActor, createMachine } from 'xstate'
import { describe, expect, test } from 'vitest'
import { compileClaim } from './expression.ts'

const machine = createMachine({
  context: {
    size: 4096,
    owner: null,
    name: 'ann',
    list: [3, 1, 2],
    deep: { a: [{ b: 7 }] },
    dirty: true,
  },
  initial: 'busy',
  tags: ['root'],
  states: {
    busy: { tags: ['loud'], initial: 'a', states: { a: {}, b: {} } },
    end: { type: 'final' },
  },
})
const kind = {
  name: 'thing',
  machine,
  input: undefined,
  holders: undefined,
  functions: undefined,
  declared: {},
  states: new Set(['busy', 'busy.a', 'busy.b', 'end']),
  tags: new Set(['loud', 'root']),
}
const snapshot = createActor(machine).getSnapshot()
const scope = {
  constants: new Map<string, number | readonly number[]>([
    ['page', 4096],
    ['sizes', [1, 2, 4096]],
  ]),
  actors: new Map<string, string | readonly string[]>([
    ['thing', 'thing'],
    ['bio', ['bio.0', 'bio.1']],
    ['bio.0', 'bio.0'],
    ['bio.1', 'bio.1'],
  ]),
  facts: () => ({ kind, context: machine.config.context }),
}

const value = (text: string): boolean | string => {
  const { claim, faults } = compileClaim(text, scope)
  if (claim === undefined) return faults.map(({ start, code }) => `${start} ${code}`).join('; ')
  return claim.holds(claim.reads.map(() => snapshot))
}

describe('values', () => {
  test.each([
    'thing.size <= 4 * 1024',
    'thing.size == $page && $sizes[2] == thing.size',
    'thing.size / 2 - 48 == 2000 && -thing.size < 0 && thing.size % 4095 == 1',
    'thing.owner == null && !(thing.owner != null)',
    "thing.name == 'ann' && thing.name < 'bob'",
    'thing.deep.a[0].b === 7',
    'thing.list[thing.list[1]] == 1',
    'min(thing.list) == 1 && max(thing.size, 1, [9000]) == 9000 && len(thing.list) == 3',
    'len(thing.name) == 3',
    'thing.size > 0 ? thing.dirty : false',
    'thing.dirty',
    "is(thing, 'busy') && is(thing, 'busy.a') && !is(thing, 'busy.b')",
    "tag(thing, 'loud') && tag(thing, 'root')",
    '!done(thing)',
    'bio[1].size == bio[0].size',
    "is(bio[0], 'busy')",
  ])('%s', (text) => {
    expect(value(text)).toBe(true)
  })
})

describe('nothing is converted, and only own keys are read', () => {
  test.each([
    "thing.size == '4096'",
    "thing.size < '5000'",
    'thing.name + 1 == 1',
    'thing.owner < 1',
    'thing.name.length == 3',
    'thing.list.map == 1',
    'thing.owner.field == 1',
    "thing.deep['__proto__'].constructor == thing.size",
  ])('%s is false', (text) => {
    expect(value(text)).toBe(false)
  })

  test('a key of a prototype is read as if it did not exist', () => {
    expect(value('thing.deep.constructor == thing.deep.nothing')).toBe(true)
    expect(value("thing.deep['__proto__'] == thing.deep.nothing")).toBe(true)
  })
})

describe('what is not in the language', () => {
  test.each([
    ['thing.size = 1', '0 expression'],
    ['thing.size++', '0 expression'],
    ["eval('1')", '0 expression'],
    ["thing.name.charAt(0) == 'a'", '0 expression'],
    ["thing['constructor'] == 1", '6 expression'],
    ['process.exit == 1', '0 unknown-actor'],
    ['globalThis.x == 1', '0 unknown-actor'],
    ['this.x == 1', '0 expression'],
    ['new Date == 1', '0 expression'],
    ['(() => 1) == 1', '1 expression'],
    ['/a/ == 1', '0 expression'],
    ['1n == 1', '0 expression'],
    ['`a` == 1', '0 expression'],
    ['thing?.size == 1', '0 expression'],
    ['thing.owner ?? true', '0 expression'],
    ['thing.size & 1', '0 expression'],
    ["'size' in thing", '0 expression'],
    ['typeof thing.size == 1', '0 expression'],
    ['thing.size == 1, true', '0 expression'],
    ['[...thing.list] == 1', '0 expression'],
    ['{a: 1} == 1', '0 expression'],
    ['import("fs") == 1', '0 expression'],
    ['thing.#size == 1', '6 expression'],
    ['await thing.size', '6 expression'],
    ['yield', '0 unknown-actor'],
    ['', '0 expression'],
  ])('%s', (text, fault) => {
    expect(value(text)).toBe(fault)
  })
})

describe('faults', () => {
  test.each([
    ['thing.sise == 1 && thng.size == 2', '6 unknown-field; 19 unknown-actor'],
    ['bio.size == 1', '0 unknown-actor'],
    ['bio[2].size == 1', '0 unknown-actor'],
    ['thing[0].size == 1', '6 expression'],
    ["is(bio, 'busy')", '3 unknown-actor'],
    ["is(thing.size, 'busy')", '3 expression'],
    ['is(thing)', '0 expression'],
    ['is(thing, busy)', '10 expression'],
    ["done(thing, 'x')", '0 expression'],
    ["is(thing, 'bsy')", '10 unknown-state'],
    ["tag(thing, 'lowd')", '11 unknown-tag'],
    ['$pag == thing.size', '0 unknown-name'],
    ['thing == 1', '0 expression'],
    ['4 * thing.size', '0 expression'],
  ])('%s', (text, fault) => {
    expect(value(text)).toBe(fault)
  })

  test.each([
    ['1 < 2', 'true'],
    ['thing.size > 1 && false', 'false'],
    ['$page == 4096', 'true'],
    ['max(1, 2) == 3', 'false'],
    ['true ? 1 < 2 : false', 'true'],
  ])('%s is constant', (text, shown) => {
    const { claim, faults } = compileClaim(text, scope)
    expect(claim).toBeDefined()
    expect(faults.map(({ code, message }) => `${code} ${message}`)).toEqual([
      `constant-expression this is ${shown} in every state`,
    ])
  })
})

test('reads names each actor once, in the order of the text', () => {
  const { claim } = compileClaim('bio[1].size < thing.size || done(bio[1])', scope)
  expect(claim?.reads).toEqual(['bio.1', 'thing'])
})

test('explain gives the value of what was read', () => {
  const { claim } = compileClaim("thing.deep.a[0].b < $page && is(thing, 'busy')", scope)
  expect(claim?.explain([snapshot])).toBe("thing.deep.a[0].b = 7, is(thing, 'busy') = true")
})
