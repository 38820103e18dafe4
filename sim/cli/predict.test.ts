/** `--predict` as a user sees it: findings are told, and are no part of the exit code. */
import { describe, expect, it } from 'vitest'
import { endio, folder } from './endio.fixture.ts'

const h4 = 'scenarios/completion/h4-endio-takes-inode-lock'
const key = 'lock-order i_dio_count -> i_rwsem -> i_dio_count'

const files = {
  'm.js': `import { createMachine } from 'xstate'
export const task = createMachine({ initial: 'a', states: { a: { type: 'final' } } })`,
  'scenario.yaml': `endio: 1
name: quiet
title: one task that does nothing
machines: ./m.js
actors: {t: {machine: task}}
properties: [{name: done, sometimes: done(t)}]
bound: {steps: 10}
sweep: {seeds: 1..10}
`,
}

describe('endio --predict', () => {
  it('of a run that passes tells the cycle, and exits 0', () => {
    const { code, out } = endio(['run', h4, '--seed', '1', '--predict'])
    expect(code).toBe(0)
    expect(out).toContain('PASSED: at rest')
    expect(out).toContain('WARNING: possible circular locking dependency')
    expect(out).toContain('*** DEADLOCK ***')
    expect(out.split('\n').slice(-60).join('\n')).not.toContain('undefined')
  })

  it('leaves everything else as it is without the option', () => {
    const plain = endio(['run', h4, '--seed', '1']).out
    expect(plain).not.toContain('Predicted')
    expect(endio(['run', h4, '--seed', '1', '--predict']).out.startsWith(plain)).toBe(true)
  })

  it('of a sweep counts the runs that show a finding', () => {
    const args = ['sweep', h4, '--seeds', '1..3', '--predict', '--json', '--quiet']
    const { out } = endio(args)
    expect(JSON.parse(out)).toMatchObject({
      designs: [{ predictions: [{ kind: 'lock-order', key, seed: '1', of: 3 }] }],
    })
  })

  it('says so where no machine declares anything', () => {
    const { code, out } = endio(['run', '.', '--predict'], folder(files))
    expect(code).toBe(0)
    expect(out).toContain('Predicted: nothing, because no machine says')
  })

  it('blames accesses that throw on the module', () => {
    const [text] = [files['m.js']]
    const throwing = `${text.replace("{ type: 'final' }", "{ entry: sendTo(({ system }) => system.get('o'), { type: 'x' }), tags: 'idle' }").replace('createMachine }', 'createMachine, sendTo }')}
export const object = createMachine({ tags: 'idle', on: { x: {} } })
export const accesses = { object: () => { throw new Error('no such field') } }`
    const scenario = files['scenario.yaml']
      .replace('{t: {machine: task}}', '{o: {machine: object}, t: {machine: task}}')
      .replace('done(t)', `"is(t, 'a')"`)
    const cwd = folder({ 'm.js': throwing, 'scenario.yaml': scenario })
    const { code, err } = endio(['run', '.', '--predict'], cwd)
    expect(err).toContain("'accesses' of object: Error: no such field")
    expect(code).toBe(2)
  })
})
