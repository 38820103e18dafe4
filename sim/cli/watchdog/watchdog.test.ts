/** Code of a user that never returns: the command says which, in whatever thread it runs. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { at } from '../../assert.ts'
import { bin, endio, folder } from '../endio.fixture.ts'
import { Call } from './call.ts'

/** A loop without end in a guard, or in a predicate. */
function files(place: 'guard' | 'predicate'): Readonly<Record<string, string>> {
  const [guard, holds] = place === 'guard' ? ['for (;;);', ''] : ['', 'for (;;);']
  const module = `import { createMachine, sendTo } from 'xstate'

const to = (id, event) => sendTo(({ system }) => system.get(id), event)
export const task = createMachine({
  initial: 'waiting',
  entry: to('task', { type: 'WAKE' }),
  states: {
    waiting: { tags: 'idle', on: { WAKE: { target: 'done', guard: () => { ${guard} return true } } } },
    done: { tags: 'idle' },
  },
})
export const properties = {
  rests: {
    kind: 'at-rest', law: 'it rests', source: 'a test', roles: { task: 'a task' },
    holds: () => { ${holds} return true },
  },
}
`
  const yaml = `endio: 1
name: hanging
title: a loop without end
machines: ./task.js
actors: {task: {machine: task}}
properties: [{use: rests, with: {task: task}}]
bound: {steps: 50}
`
  return { 'task.js': module, 'scenario.yaml': yaml }
}

/** What the command has written to the error stream when that has `text`, however late. */
async function errorsOf(args: readonly string[], cwd: string, text: string): Promise<string> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
    if (err.includes(text)) child.kill()
  })
  await once(child, 'close')
  return err
}

it('a call that does not return is named, in whatever thread it is', async () => {
  const guard = 'actor task (machine task) in state waiting on event WAKE has not returned for'
  const rows = [
    ['guard', ['check', '.'], guard],
    ['guard', ['sweep', '.', '--seeds', '1..500', '--workers', '2'], guard],
    ['guard', ['check', '.', '--mode', 'dfs', '--workers', '2'], guard],
    ['predicate', ['check', '.'], 'property rests has not returned for'],
  ] as const
  // Side by side, because each takes seconds before it says anything.
  const said = rows.map(async ([place, args]) => {
    return errorsOf(args, folder(files(place)), 'ends the command')
  })
  for (const [i, [, , words]] of rows.entries()) {
    const err = await at(said, i)
    expect(err).toContain(words)
    expect(err).toMatch(/kill \d+ ends the command/)
  }
})

it('does not speak, nor keep the process, where all return', () => {
  const text = at(Object.entries(files('guard')), 0)[1].replace('for (;;);', '')
  const cwd = folder({ ...files('guard'), 'task.js': text })
  for (const args of [
    ['check', '.'],
    ['sweep', '.', '--seeds', '1..500', '--workers', '2'],
  ]) {
    const { code, err } = endio(args, cwd)
    expect(code).toBe(0)
    expect(err).not.toContain('has not returned')
  }
})

describe('the shared memory', () => {
  it('has the call that lasts, and none between calls', () => {
    const [here, there] = [Call.create()].flatMap((call) => [call, new Call(call.shared)])
    expect(there?.outlasting(1)).toBeUndefined()
    here?.begin('the first')
    expect(there?.outlasting(1)).toEqual({ number: 1, name: 'the first' })
    here?.end()
    expect(there?.outlasting(1)).toBeUndefined()
    here?.begin('x')
    expect(there?.outlasting(1)).toEqual({ number: 3, name: 'x' })
  })

  it('cuts a long name off', () => {
    const call = Call.create()
    call.begin('ü'.repeat(5_000))
    expect(call.outlasting(1)?.name).toBe('ü'.repeat(500))
  })
})
