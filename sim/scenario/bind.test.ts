import { createActor } from 'xstate'
import { assert, expect, test } from 'vitest'
import { at } from '../assert.ts'
import { ScenarioError } from '../errors.ts'
import { bind } from './bind.ts'
import { defaultDesign, designs } from './design.ts'
import { loadToy } from './folder.fixture.ts'
import type { Edit } from './folder.fixture.ts'
import type { Property, System } from './system.ts'

const systemOf = async (...edits: readonly Edit[]): Promise<System> => {
  const scenario = await loadToy(...edits)
  return bind(scenario, defaultDesign(scenario))
}

/** The toy scenario with this property in the place of its first. */
const propertyOf = async (text: string): Promise<Property> => {
  const old = '{use: balance-below, with: {account: $account, limit: $top}}'
  const { properties } = await systemOf(
    [old, text],
    ['balance-below: sometimes', 'small: sometimes'],
  )
  return at(properties, 0)
}

test('inputs are substituted, parsed and given their defaults', async () => {
  const { actors } = await systemOf()
  const clerk = { account: 'account', from: 0, to: 4096, lock: 'none' }
  expect(actors.map(({ id, input }) => [id, input])).toEqual([
    ['account', { balance: 1024 }],
    ['clerk.0', clerk],
    ['clerk.1', clerk],
  ])
})

test('each design has its own choices', async () => {
  const scenario = await loadToy()
  const locks = designs(scenario).map((design) => bind(scenario, design).actors[1]?.input)
  expect(locks).toEqual([
    expect.objectContaining({ lock: 'none' }),
    expect.objectContaining({ lock: 'pen' }),
  ])
})

test('a count and a bound may be params', async () => {
  const { actors, bound } = await systemOf(
    ['params: {', 'params: {clerks: 3, far: 1k, '],
    ['count: 2', 'count: $clerks'],
    ['steps: 400', 'steps: $far'],
  )
  expect(actors.map(({ id }) => id)).toEqual(['account', 'clerk.0', 'clerk.1', 'clerk.2'])
  expect(bound).toEqual({ steps: 1024, faults: 0 })
})

test('a count of one still makes a list', async () => {
  const { actors } = await systemOf(['count: 2', 'count: 1'])
  expect(actors.map(({ id }) => id)).toEqual(['account', 'clerk.0'])
})

test('references are replaced at any depth, and a counted actor is a list of ids', async () => {
  const { actors } = await systemOf([
    'variants:',
    '  counter: {machine: counter, limit: $top}\nvariants:',
  ])
  expect(actors.at(-1)?.input).toEqual({ limit: 4096 })
  const scenario = await loadToy([
    '{name: small, always: "account.balance <= 4 * 1024"}',
    '{name: m, monitor: counter, observes: [account], with: {limit: 3}}',
  ])
  expect(bind(scenario, defaultDesign(scenario)).properties[1]).toMatchObject({
    input: { limit: 3 },
  })
})

test('a template sees its roles and params', async () => {
  const property = await propertyOf(
    '{use: balance-below, name: mine, with: {account: account, limit: 1000}}',
  )
  assert(property.kind !== 'monitor')
  const { machine } = at((await systemOf()).actors, 0)
  const snapshot = createActor(machine, { input: { balance: 1024 } }).getSnapshot()
  expect(property).toMatchObject({
    kind: 'always',
    name: 'mine',
    law: 'no account holds more than the limit',
    source: 'the law of the toys',
    reads: ['account'],
  })
  expect(property.holds([snapshot])).toBe(false)
  expect(property.explain?.([snapshot])).toBe('1024 > 1000')
})

test.each(['$clerk', 'clerk', '[$clerk.0, clerk.1]', '[$clerk]'])(
  'the role clerks: %s',
  async (clerks) => {
    const property = await propertyOf(`{use: clerks-differ, with: {clerks: ${clerks}}}`)
    assert(property.kind !== 'monitor')
    expect(property.reads).toEqual(['clerk.0', 'clerk.1'])
    const { machine } = at((await systemOf()).actors, 1)
    const snapshot = createActor(machine, { input: {} }).getSnapshot()
    expect(property.holds([snapshot, snapshot])).toBe(true)
  },
)

test('a monitor of a module gets its params and the ids of its roles', async () => {
  const property = await propertyOf(
    '{use: few-deliveries, with: {account: $account, clerks: $clerk, limit: 3}}',
  )
  expect(property).toMatchObject({
    kind: 'monitor',
    name: 'few-deliveries',
    input: { limit: 3, account: 'account', clerks: ['clerk.0', 'clerk.1'] },
    observes: ['account'],
  })
})

test('a monitor of the scenario observes ids', async () => {
  const text =
    '{name: m, monitor: counter, observes: [clerk, $account], with: {limit: $top}, because: so}'
  expect(await propertyOf(text)).toMatchObject({
    kind: 'monitor',
    name: 'm',
    law: 'so',
    input: { limit: 4096 },
    observes: ['clerk.0', 'clerk.1', 'account'],
  })
})

test.each(['always', 'at-rest', 'sometimes', 'eventually'])('a claim with %s', async (kind) => {
  const property = await propertyOf(`{name: c, ${kind}: "account.balance < $top", because: so}`)
  expect(property).toMatchObject({ kind, name: 'c', law: 'so', reads: ['account'] })
})

test('a design that does not fit is refused', async () => {
  const scenario = await loadToy()
  expect(() => bind(scenario, { lock: 'paper' })).toThrow(ScenarioError)
})
