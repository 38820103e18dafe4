/** Input that is made to break a reader. Each must give one clear problem, and leave no trace. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatProblem } from '../errors.ts'
import { TOYS, TOY_SCENARIO, edited, folder } from './folder.fixture.ts'
import { readScenario } from './load.ts'

async function codesAt(path: string): Promise<readonly string[]> {
  const { scenario, problems } = await readScenario(path)
  expect(scenario).toBeUndefined()
  for (const one of problems) expect(formatProblem(one)).not.toMatch(/\n\s+at /)
  return problems.map(({ line, code }) => `${line} ${code}`)
}

const codesOf = (content: string | Uint8Array): Promise<readonly string[]> =>
  codesAt(folder({ 'toys.ts': TOYS, 'scenario.yaml': content }))

describe('files', () => {
  test('missing', async () => {
    expect(await codesAt(join(folder({}), 'none.yaml'))).toEqual(['1 unreadable'])
  })

  test('a file used as a folder', async () => {
    const root = folder({ 'a.yaml': TOY_SCENARIO })
    expect(await codesAt(join(root, 'a.yaml', 'b.yaml'))).toEqual(['1 unreadable'])
  })

  test('a folder without scenario.yaml', async () => {
    expect(await codesAt(folder({}))).toEqual(['1 unreadable'])
  })

  test('a folder called scenario.yaml', async () => {
    const root = folder({})
    mkdirSync(join(root, 'scenario.yaml'))
    expect(await codesAt(root)).toEqual(['1 unreadable'])
  })

  // Not by permission bits: root may read everything.
  test('not readable', async () => {
    const root = folder({})
    symlinkSync('scenario.yaml', join(root, 'scenario.yaml'))
    expect(await codesAt(root)).toEqual(['1 unreadable'])
  })

  test('a named pipe', async () => {
    const root = folder({})
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(root, 'scenario.yaml')])
    expect(await codesAt(root)).toEqual(['1 unreadable'])
  })

  test('a device', async () => {
    expect(await codesAt('/dev/zero')).toEqual(['1 unreadable'])
  })

  test('a name with a null byte', async () => {
    expect(await codesAt('a\0b')).toEqual(['1 unreadable'])
  })

  test('empty', async () => {
    expect(await codesOf('')).toEqual(['1 empty'])
    expect(await codesOf(' \n\t\n')).toEqual(['1 empty'])
    expect(await codesOf('# only a comment\n')).toEqual(['1 empty'])
  })

  test('binary', async () => {
    expect(await codesOf(new Uint8Array([0x65, 0x0a, 0xff, 0xfe]))).toEqual(['2 not-text'])
    expect(await codesOf('endio: 1\nname: \0\n')).toEqual(['2 not-text'])
    expect(await codesOf('endio: 1\nname: \u001b[2J\n')).toEqual(['2 not-text'])
  })

  test('larger than the limit', async () => {
    expect(await codesOf(`# ${'x'.repeat(32 * 1024)}\n${TOY_SCENARIO}`)).toEqual(['1 too-large'])
  })
})

describe('texts', () => {
  test('a bracket too many is told once', async () => {
    expect(await codesOf('endio: 1\ngroups: [a]]\nname: b\nbound: {steps: 1}\n')).toEqual([
      '2 syntax',
    ])
  })

  const KIB_30 = 30 * 1024

  test.each([
    ['brackets', '['.repeat(KIB_30)],
    ['closing brackets', ']'.repeat(KIB_30)],
    ['balanced brackets', '['.repeat(KIB_30 / 2) + ']'.repeat(KIB_30 / 2)],
    ['maps', '{a: '.repeat(KIB_30 / 4)],
    ['dashes', '- '.repeat(KIB_30 / 2)],
    ['question marks', '? '.repeat(KIB_30 / 2)],
    ['indentation', Array.from({ length: 230 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['just over the limit', `a: ${'['.repeat(40)}${']'.repeat(40)}`],
  ])('nested %s', async (_, text) => {
    const [first] = await codesOf(text)
    expect(first).toMatch(/^\d+ too-deep$/)
  })

  test('an alias bomb', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `l${i}: &l${i} [*l${i - 1}, *l${i - 1}]`)
    const bomb = `endio: 1\nl: &l-1 [x]\n${lines.join('\n')}\n`
    expect(await codesOf(bomb)).toEqual([expect.stringMatching(/too-large$/)])
  })

  test('an alias inside its own anchor', async () => {
    expect(await codesOf(edited(['1k}', '1k}\norigin: &o {list: *o}']))).toEqual([
      '6 unknown-alias',
    ])
  })

  test('keys of Object.prototype are ordinary unknown keys', async () => {
    const text = edited(['bound:', 'toString: 1\nhasOwnProperty: 2\nbound:'])
    expect(await codesOf(text)).toEqual(['14 unknown-key', '15 unknown-key'])
  })

  test('names of Object.prototype are unknown everywhere', async () => {
    const text = edited(
      ['when: {lock: pen}', 'when: {toString: pen}'],
      ['machine: account', 'machine: valueOf'],
      ['use: balance-below', 'use: toString'],
      ['to: $top', 'to: $hasOwnProperty'],
    )
    expect(await codesOf(text)).toEqual([
      '7 unknown-machine',
      '8 unknown-name',
      '12 unknown-property',
      '17 unchecked-property',
      '18 unknown-variant',
    ])
  })

  test.each([
    ['parentheses', '('.repeat(400) + ')'.repeat(400)],
    ['a long sum', `account.balance${' + 1'.repeat(1000)} > 0`],
    ['nots', `${'!'.repeat(900)}account.balance`],
  ])('expressions with %s', async (_, claim) => {
    const text = edited(['account.balance <= 4 * 1024', claim])
    const { problems } = await readScenario(folder({ 'toys.ts': TOYS, 'scenario.yaml': text }))
    for (const { code } of problems) expect(code).toBe('expression')
  })
})

describe('modules', () => {
  const withModule = (specifier: string): string => edited(['./toys.ts', specifier])
  const load = (
    specifier: string,
    files: Readonly<Record<string, string>>,
  ): Promise<readonly string[]> =>
    codesAt(folder({ ...files, 'scenario.yaml': withModule(specifier) }))

  test.each([
    ['./none.ts', 'module-path'],
    ['../outside.ts', 'module-path'],
    ['/etc/passwd', 'module-path'],
    ['xstate', 'module-path'],
    ['.', 'module-path'],
    ['./', 'module-path'],
    ['./sub', 'module-path'],
  ])('%s', async (specifier, code) => {
    expect(await load(specifier, { 'sub/a.ts': TOYS })).toEqual([`4 ${code}`])
  })

  test('outside the folder', async () => {
    const root = folder({ 'toys.ts': TOYS, 'inner/scenario.yaml': withModule('../toys.ts') })
    expect(await codesAt(join(root, 'inner'))).toEqual(['4 module-path'])
  })

  test('outside the folder through a symbolic link', async () => {
    const root = folder({ 'toys.ts': TOYS, 'inner/scenario.yaml': withModule('./link.ts') })
    symlinkSync(join(root, 'toys.ts'), join(root, 'inner', 'link.ts'))
    expect(await codesAt(join(root, 'inner'))).toEqual(['4 module-path'])
  })

  test('a folder whose name begins alike', async () => {
    const root = folder({
      'inner-2/toys.ts': TOYS,
      'inner/scenario.yaml': withModule('../inner-2/toys.ts'),
    })
    expect(await codesAt(join(root, 'inner'))).toEqual(['4 module-path'])
  })

  test.each([
    ['a syntax error', 'export const a = {'],
    ['an error at import', "throw new Error('no')"],
    ['a thrown null', 'throw null'],
    ['a missing import', "import './none.ts'"],
    ['a missing package', "import 'no-such-package'"],
    ['a missing export', "import { nothing } from 'xstate'\nnothing()"],
  ])('%s', async (_, text) => {
    expect(await load('./toys.ts', { 'toys.ts': text })).toEqual(['4 module-load'])
  })

  test.each([
    ['no exports', ''],
    ['no machine', 'export const account = { id: 1 }'],
    ['JSON', 'export default {}'],
  ])('%s', async (_, text) => {
    const problems = await load('./toys.ts', { 'toys.ts': text })
    expect(problems[0]).toBe('4 no-machine')
  })

  test('two modules with the same exports', async () => {
    const files = { 'a.ts': TOYS, 'b.ts': "export { account } from './a.ts'" }
    expect(await load('[./a.ts, ./b.ts]', files)).toEqual(['4 duplicate-export'])
  })

  const machine = (config: string): string => `
    import { assign, createMachine, sendTo, setup, spawnChild } from 'xstate'
    ${TOYS.replace(/import .*xstate'/, '')}
    export const other = ${config}`

  test.each([
    ['invoke', 'createMachine({ invoke: { src: account } })'],
    [
      'a nested invoke',
      'createMachine({ initial: "a", states: { a: { invoke: [{ src: account }] } } })',
    ],
    ['spawnChild', 'createMachine({ entry: [spawnChild(account)] })'],
    [
      'a named spawnChild',
      'setup({ actions: { s: spawnChild(account) } }).createMachine({ entry: "s" })',
    ],
    ['a late spawnChild', 'createMachine({ on: { e: { actions: spawnChild(account) } } })'],
  ])('a machine with %s is refused', async (_, config) => {
    expect(await load('./toys.ts', { 'toys.ts': machine(config) })).toEqual(['4 refused-machine'])
  })

  test.each([
    ['inputs', "export const inputs = 'none'"],
    ['inputs', 'export const inputs = { account: 1 }'],
    ['properties', 'export const properties = 1'],
    ['properties', 'export const properties = { p: { kind: "never" } }'],
    ['check', 'export const check = 1'],
    ['locks', 'export const locks = { account: [] }'],
    ['accesses', 'export const accesses = { account: {} }'],
    ['sleeps', 'export const sleeps = { account: "withdraw" }'],
    ['contexts', 'export const contexts = []'],
    ['functions', 'export const functions = { account: { open: "do_open" } }'],
    [
      'functions',
      'export const functions = { account: [{ function: "do_open", states: ["opened"] }] }',
    ],
  ])('%s of another shape', async (_, text) => {
    const account =
      "import { createMachine } from 'xstate'\nexport const account = createMachine({})"
    const [first] = await load('./toys.ts', { 'toys.ts': `${account}\n${text}` })
    expect(first).toBe('4 bad-export')
  })

  test('a check that throws', async () => {
    const throwing = TOYS.replace(
      /export const check =[^]*/,
      'export const check = () => { throw 1 }',
    )
    expect(await load('./toys.ts', { 'toys.ts': throwing })).toEqual(['4 bad-export'])
  })

  test('a schema that throws', async () => {
    const throwing = TOYS.replace('from < to', '{ throw new Error("no") }')
    expect(await load('./toys.ts', { 'toys.ts': throwing })).toEqual(['8 bad-export'])
  })

  test('a machine that throws at its start', async () => {
    const throwing = TOYS.replace("owners: ['ann', 'bob']", 'owners: input.missing.owners')
    expect(await load('./toys.ts', { 'toys.ts': throwing })).toEqual(['7 start-failed'])
  })
})

test('nothing is written beside the scenario', async () => {
  const root = folder({ 'toys.ts': TOYS, 'scenario.yaml': TOY_SCENARIO })
  writeFileSync(join(root, 'bad.yaml'), 'endio: 2')
  await readScenario(root)
  await readScenario(join(root, 'bad.yaml'))
  expect(readdirSync(root).toSorted()).toEqual(['bad.yaml', 'scenario.yaml', 'toys.ts'])
})
