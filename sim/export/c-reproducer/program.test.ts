/** Whatever a scenario is called and says, its program compiles and its test runs nothing of it. */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { failing, hostileTexts } from '../runs.fixture.ts'
import { cProgram } from './program.ts'
import { callsOf, cNames } from './reproducer.ts'
import type { RaceSource } from './reproducer.ts'
import { xfsTest } from './xfstest.ts'

const hasCompiler = spawnSync('gcc', ['--version']).status === 0
if (!hasCompiler && process.env['CI'] === undefined) {
  console.warn('program.test.ts: no gcc here, so no exported program is compiled')
}

const text = hostileTexts.join(' ')
const actors = ['a', 'A', 'w.0', 'w_0', 'w']
const fills = ["'", '\\', '"', '?', 'x']

function source(): RaceSource {
  const trace = failing()
  if (trace.ending.kind !== 'violated') throw new Error('the run fails')
  return {
    ...{ name: '1-race', title: text, origin: text, scenario: 'race 123', design: `v=${text}` },
    ...{ violation: trace.ending.violation, trace, replay: ['npx endio run', `'${text}'`] },
    deviations: hostileTexts.map((type) => ({
      ...{ kind: 'order', first: `a>w:${encodeURIComponent(type)}`, second: 'w>a:ok' },
    })),
    user: {
      file: {
        ...{ size: 4096, written: 4096, allocated: 8192 },
        cached: true,
        mapped: [0],
        unaligned: false,
      },
      tasks: actors.map((actor, i) => ({
        ...{ actor, helpers: [] },
        operations: [
          { call: 'mmap_store', pos: 0, len: 4096, fill: fills[i] ?? 'y', when: 'any', times: 1 },
          { call: 'write_other', len: 4096, fill: fills[i] ?? 'y' },
        ],
      })),
      sees: ['acknowledged', 'returns'],
      notes: [text],
    },
  }
}

describe('a program of hostile text', () => {
  it.skipIf(!hasCompiler && process.env['CI'] === undefined)('compiles without a warning', () => {
    const flags = ['-Wall', '-Wextra', '-Werror', '-fsyntax-only', '-pthread', '-x', 'c', '-']
    const input = cProgram(source())
    const { status, stderr } = spawnSync('gcc', flags, { input, encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
  })

  it('has a name of its own for each call, in whatever order the tasks are', () => {
    const { user } = source()
    const ids = callsOf(user).map((c) => c.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toContain('A_2_0')
    expect(cNames(user.tasks.toReversed())).toEqual(cNames(user.tasks))
  })
})

describe('a test for xfstests', () => {
  it('has what the scenario says in comments alone', () => {
    const head = xfsTest(source(), 'NNN').script.split('\n. ./common/preamble')[0] ?? ''
    expect(head.split('\n').filter((line) => !line.startsWith('#'))).toEqual([])
  })
})
