/** The map of the model names every machine and every property, and nothing that does not exist. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { StateMachine } from 'xstate'
import type { AnyStateMachine, AnyStateNode } from 'xstate'
import * as exported from './index.ts'
import { functions, listed } from './kernel-functions.ts'
import { properties } from './properties.ts'

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
const code = [...readme.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text)

const machines: ReadonlyMap<string, AnyStateMachine> = new Map(
  Object.entries(exported).flatMap(([name, value]) =>
    value instanceof StateMachine ? [[name, value] as const] : [],
  ),
)

/** `machine.state.substate`, and `machine:operation`. */
const states = code.filter((text) => /^[a-z_0-9]+(\.[a-z_0-9]+)+$/.test(text))
const operations = code.filter((text) => /^[a-z_0-9]+:[a-z_0-9]+$/.test(text))

/** Inputs that a scenario gives at the start, written in the same way. */
const inputs: ReadonlySet<string> = new Set([
  'inode.i_size',
  'folio.old',
  'folio.cached',
  'block_map.written',
  'block_device.written',
  'bio.0',
  'bio.1',
])

function isState(path: string): boolean {
  const [name = '', ...keys] = path.split('.')
  let node: AnyStateNode | undefined = machines.get(name)?.root
  for (const key of keys) node = node?.states[key]
  return node !== undefined
}

/** The first two columns of the tables of kernel functions: functions, and states with dots. */
const rows = readme
  .slice(readme.indexOf('\n## Kernel functions'), readme.indexOf('\n## Left out'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Kernel'))
  .map((line) => {
    const [, kernel = '', model = ''] = line.split('|')
    const words = (cell: string): readonly string[] =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)
    return {
      functions: words(kernel),
      states: words(model).filter((text) => machines.has(text.split('.')[0] ?? '')),
    }
  })

/** The functions of the longest path around a state that has any. */
function functionsOf(path: string): readonly string[] {
  const [machine = '', ...keys] = path.split('.')
  const here = (functions[machine] ?? []).filter((of) => of.states.includes(keys.join('.')))
  return here.length > 0 || keys.length === 0
    ? here.map((of) => of.function)
    : functionsOf([machine, ...keys.slice(0, -1)].join('.'))
}

describe('the kernel functions', () => {
  it.each(rows.filter((row) => row.states.length > 0))('are those of $functions', (row) => {
    const of = row.states.map((path) => [path, functionsOf(path)] as const)
    const all = new Set(of.flatMap(([, names]) => names))
    // Each state has one of the row, and each of the row has a state.
    expect(
      row.functions.length === 0
        ? of.filter(([, names]) => names.length > 0)
        : of.filter(([, names]) => !names.some((name) => row.functions.includes(name))),
    ).toEqual([])
    expect(row.functions.filter((name) => !all.has(name))).toEqual([])
  })

  it('are all in the tables', () => {
    const missing = listed.filter(({ function: name, machine, state }) => {
      const path = state === '' ? machine : `${machine}.${state}`
      return !rows.some((row) => row.functions.includes(name) && row.states.includes(path))
    })
    expect(missing.map((m) => `${m.function} | ${m.machine}.${m.state}`)).toEqual([])
    expect(rows.length).toBeGreaterThan(40)
  })

  it('are of states that exist', () => {
    const paths = Object.entries(functions).flatMap(([machine, of]) =>
      of.flatMap(({ states: keys }) =>
        keys.map((state) => (state === '' ? machine : `${machine}.${state}`)),
      ),
    )
    expect(paths.length).toBeGreaterThan(listed.length)
    expect(paths.filter((path) => !isState(path))).toEqual([])
  })

  it('tell two functions of one state apart', () => {
    const unclear = Object.entries(functions).flatMap(([machine, of]) =>
      of.flatMap((one) =>
        one.when === undefined &&
        of.some((other) => other !== one && other.states.some((s) => one.states.includes(s)))
          ? [`${machine}: ${one.function} ${one.states.join()}`]
          : [],
      ),
    )
    expect(unclear).toEqual([])
  })
})

describe('the map of the model', () => {
  it.each([...machines.keys()])('names %s', (name) => {
    expect(code.some((text) => text === name || text.startsWith(`${name}.`))).toBe(true)
  })

  it.each(Object.keys(properties))('names %s', (name) => {
    expect(code).toContain(name)
  })

  it('names states that exist', () => {
    expect(states.length).toBeGreaterThan(100)
    expect(states.filter((path) => !inputs.has(path) && !isState(path))).toEqual([])
  })

  it('names operations that exist', () => {
    const unknown = operations.filter((text) => {
      const [name = '', event = ''] = text.split(':')
      return !machines.get(name)?.events.includes(event)
    })
    expect(operations.length).toBeGreaterThan(10)
    expect(unknown).toEqual([])
  })
})
