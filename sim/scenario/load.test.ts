import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ScenarioError } from '../errors.ts'
import { TOYS, TOY_SCENARIO, folder, loadToy } from './folder.fixture.ts'
import { loadScenario, readScenario } from './load.ts'

test('the toy scenario has no problems', async () => {
  const root = folder({ 'toys.ts': TOYS, 'scenario.yaml': TOY_SCENARIO })
  expect((await readScenario(root)).problems).toEqual([])
})

test('a scenario is loaded with everything it says', async () => {
  const { catalogue, source, tree, file, ...scenario } = await loadToy()
  expect(file.endsWith('scenario.yaml')).toBe(true)
  expect(source.text).toBe(TOY_SCENARIO)
  expect(tree.kind).toBe('map')
  expect([...catalogue.machines.keys()]).toEqual(['account', 'clerk', 'counter'])
  expect([...catalogue.properties.keys()]).toEqual([
    'balance-below',
    'clerks-differ',
    'few-deliveries',
  ])
  expect(scenario).toEqual({
    hash: expect.stringMatching(/^[0-9a-f]{12}$/),
    name: 'toy',
    title: 'two clerks share one account',
    origin: {},
    groups: [],
    machines: ['./toys.ts'],
    params: { top: 4096, start: 1024 },
    actors: [
      {
        path: ['actors', 'account'],
        id: 'account',
        machine: 'account',
        count: undefined,
        input: { balance: '$start' },
      },
      {
        path: ['actors', 'clerk'],
        id: 'clerk',
        machine: 'clerk',
        count: 2,
        input: { account: '$account', to: '$top', lock: '$lock' },
      },
    ],
    variants: { lock: ['none', 'pen'] },
    exclude: [],
    cost: {},
    properties: [
      {
        form: 'use',
        path: ['properties', 0],
        name: 'balance-below',
        use: 'balance-below',
        with: { account: '$account', limit: '$top' },
      },
      {
        form: 'claim',
        path: ['properties', 1],
        name: 'small',
        kind: 'always',
        text: 'account.balance <= 4 * 1024',
        because: undefined,
      },
    ],
    bound: { steps: 400, faults: 0 },
    symmetry: [],
    sweep: { first: 1, last: 2000, strategy: 'uniform' },
    expect: [
      { path: ['expect', 0], when: { lock: ['none'] }, violates: { 'balance-below': 'sometimes' } },
      { path: ['expect', 1], when: { lock: ['pen'] }, violates: {} },
    ],
  })
})

test('what a scenario leaves out has a default', async () => {
  const text = 'endio: 1\nname: least\ntitle: the least\nmachines: ./toys.ts\nactors: {}\n'
  const scenario = await loadScenario(folder({ 'toys.ts': TOYS, 'scenario.yaml': text }))
  const {
    bound,
    sweep,
    params,
    variants,
    exclude,
    properties,
    expect: expected,
    groups,
    origin,
  } = scenario
  expect({ bound, sweep }).toEqual({
    bound: { steps: 400, faults: 0 },
    sweep: { first: 1, last: 1000, strategy: 'uniform' },
  })
  expect({ params, variants, exclude, properties, expected, groups, origin }).toEqual({
    params: {},
    variants: {},
    exclude: [],
    properties: [],
    expected: [],
    groups: [],
    origin: {},
  })
})

test('a file may have any name, and the hash is of its text alone', async () => {
  const root = folder({ 'toys.ts': TOYS, 'a.yaml': TOY_SCENARIO, 'b.yaml': `${TOY_SCENARIO}\n` })
  const [a, b, again] = await Promise.all(
    ['a.yaml', 'b.yaml', 'a.yaml'].map((name) => loadScenario(join(root, name))),
  )
  expect(a?.hash).toMatch(/^[0-9a-f]{12}$/)
  expect(a?.hash).toBe(again?.hash)
  expect(a?.hash).not.toBe(b?.hash)
})

test('several modules make one catalogue', async () => {
  const files = {
    'toys.ts': TOYS,
    'more.mjs': "import { createMachine } from 'xstate'\nexport const more = createMachine({})\n",
  }
  const text = TOY_SCENARIO.replace('./toys.ts', '[./toys.ts, ./more.mjs]')
  const { catalogue } = await loadScenario(folder({ ...files, 'scenario.yaml': text }))
  expect([...catalogue.machines.keys()]).toEqual(['account', 'clerk', 'counter', 'more'])
})

test('a module may import others of its folder', async () => {
  const files = { 'lib/toys.ts': TOYS, 'toys.ts': "export * from './lib/toys.ts'\n" }
  const { catalogue } = await loadScenario(folder({ ...files, 'scenario.yaml': TOY_SCENARIO }))
  expect(catalogue.machines.has('clerk')).toBe(true)
})

test("the machines of endio are named by the package's own name", async () => {
  const text = 'endio: 1\nname: own\ntitle: own\nmachines: endio/machines\nactors: {}\n'
  const { catalogue } = await loadScenario(folder({ 'scenario.yaml': text }))
  expect(catalogue.machines.size).toBeGreaterThan(0)
})

test('a module may import what endio provides, and gets the same copy', async () => {
  const files = {
    'toys.ts': TOYS,
    'own.ts': "export * from 'endio/machines'\n",
  }
  const text = 'endio: 1\nname: own\ntitle: own\nmachines: [./own.ts]\nactors: {}\n'
  const root = folder({
    ...files,
    'a.yaml': text,
    'b.yaml': text.replace('./own.ts', 'endio/machines'),
  })
  const [a, b] = await Promise.all(
    ['a.yaml', 'b.yaml'].map((name) => loadScenario(join(root, name))),
  )
  const machinesOf = (scenario: typeof a): readonly unknown[] =>
    [...(scenario?.catalogue.machines.values() ?? [])].map(({ machine }) => machine)
  expect(new Set(machinesOf(a))).toEqual(new Set(machinesOf(b)))
  expect(machinesOf(a)[0]).toBe(machinesOf(b)[0])
})

test('sizes and anchors are read', async () => {
  const { params } = await loadToy([
    'params: {',
    'params: {m: &m 2M, n: *m, t: "4k", l: [1k, x], f: 0.5, ',
  ])
  expect(params).toMatchObject({ m: 2_097_152, n: 2_097_152, t: '4k', l: [1024, 'x'], f: 0.5 })
})

test('loading throws with all problems', async () => {
  const root = folder({ 'scenario.yaml': 'endio: 2\n' })
  await expect(loadScenario(root)).rejects.toThrow(ScenarioError)
  await expect(loadScenario(root)).rejects.toThrow(/scenario\.yaml:1:8: error\[version\]/)
})

test('a scenario with warnings only is loaded', async () => {
  const text = TOY_SCENARIO.replace('params: {', 'params: {spare: 1, ')
  const { scenario, problems } = await readScenario(
    folder({ 'toys.ts': TOYS, 'scenario.yaml': text }),
  )
  expect(problems.map(({ severity, code }) => [severity, code])).toEqual([
    ['warning', 'unused-param'],
  ])
  expect(scenario?.params).toHaveProperty('spare', 1)
})
