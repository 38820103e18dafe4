/** The map of the model names every machine and every property, and nothing that does not exist. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { StateMachine } from 'xstate'
import type { AnyStateMachine, AnyStateNode } from 'xstate'
import * as exported from './index.ts'
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
