/** The verb `solve` as a user runs it. */
import { describe, expect, it } from 'vitest'
import { counterFiles } from './counter.fixture.ts'
import { endio, folder, shell } from './endio.fixture.ts'

const h1 = 'scenarios/isize/h1-buffered-write-rewinds-eof'
const h2 = 'scenarios/isize/h2-completion-rewinds-eof'
const h3 = 'scenarios/isize/h3-truncate-zeroes-acked-aio'
const solve = (...args: readonly string[]) => endio(['solve', ...args, '--no-cache'])

/** Two laws about the README's counter; `low` breaks the first, `high` the second. */
function counter(more = ''): string {
  const files = counterFiles()
  const yaml = (files['scenario.yaml'] ?? '').replace(
    /properties:.*/,
    `properties:
  - {name: enough, at-rest: 'counter.n >= $low'}
  - {name: not-much, always: 'counter.n <= $high'}
variants: {low: [2, 1], high: [0, 2]}`,
  )
  return folder({ ...files, 'scenario.yaml': `${yaml}\n${more}` })
}

describe('an answer', () => {
  it('for two races of the kernel has one change for each, with the race that comes back', async () => {
    const { code, out } = solve(
      ...[h2, h3, '--given', 'async'],
      ...['--forbid', 'extending_aio=sync', 'isize_lock=common'],
    )
    expect(code).toBe(0)
    await expect(out.replaceAll(/[0-9a-f]{12}$/gm, 'HASH')).toMatchFileSnapshot(
      '__snapshots__/solve.txt',
    )
    expect(Math.max(...out.split('\n').map((l) => l.length))).toBeLessThanOrEqual(72)
    const [, command = ''] = /without it, h3[^:]*:\n +((?:.*\\\n)*.*)$/m.exec(out) ?? []
    const shown = shell(command)
    expect(shown.code).toBe(1)
    expect(shown.out).toContain('no-lost-acked-byte: minimum counterexample')
  })

  it('of two choices that only help together has both', () => {
    const { code, out } = solve(...[h1, '--forbid', 'extending_aio=sync', 'drain_if=extending'])
    expect(code).toBe(0)
    expect(out).toContain('isize_lock: xfs -> common')
    expect(out).toContain('buffered_lock: none -> common')
    expect(out.replaceAll(/\s+/g, ' ')).toContain('excludes these choices with buffered_pos=12k')
  })

  it('is JSON, the same bytes from the cache and without it', () => {
    const cache = folder({})
    const json = ['solve', h3, '--json', '--cache', cache]
    const { out } = endio(json)
    expect(JSON.parse(out)).toMatchObject({ schema: 'endio.solve/1', kind: 'found', cost: 1 })
    expect(endio(json).out).toBe(out)
    expect(endio(json).err).toContain('0 searched')
    expect(solve(h3, '--json').out).toBe(out)
  })

  it('shares its cache with matrix', () => {
    const cache = folder({})
    endio(['matrix', h3, '--cache', cache])
    expect(endio(['solve', h3, '--cache', cache]).err).toContain('0 searched')
  })

  it('weighs changes as the scenario says', () => {
    const cwd = counter('cost: {low: 7}\n')
    const { code, out } = endio(['solve', '.', '--no-cache'], cwd)
    expect(code).toBe(0)
    expect(out).toContain('everything holds at the least cost, 8.')
    expect(out).toContain('low: 2 -> 1 (cost 7)')
  })

  it('looks behind what is not required', () => {
    // As posted, runs end at not-much before enough could be violated.
    const { code, out } = endio(['solve', '.', '--no-cache', '--require', 'enough'], counter())
    expect(code).toBe(0)
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'low: 2 -> 1 without it, lost-update violates enough:',
    )
    expect(out).toContain('As posted: high=0.')
  })
})

describe('no answer', () => {
  it('exits 1 and says what each scenario alone would take', () => {
    const { code, out } = solve(
      ...[h2, 'scenarios/completion/h4-endio-takes-inode-lock'],
      ...['--forbid', 'extending_aio=sync'],
    )
    expect(code).toBe(1)
    expect(out).toMatch(/^NO ANSWER/m)
    expect(out).toContain('h2-completion-rewinds-eof alone: isize_lock=i_flags_lock')
    expect(out).toContain('lacks isize_lock=i_rwsem')
  })

  it('is inconclusive where a limit was reached', () => {
    const { code, out } = endio(['solve', '.', '--no-cache', '--max-states', '5'], counter())
    expect(code).toBe(3)
    expect(out).toMatch(/^INCONCLUSIVE/m)
    expect(out.replaceAll(/\s+/g, ' ')).toContain('the limit on states was reached')
  })
})

describe('a wrong command line', () => {
  it.each([
    [['--require', 'enuf'], "no scenario asks for 'enuf'"],
    [['--require', 'enoug'], "did you mean 'enough'?"],
    [['--given', 'hihg'], "did you mean 'high'?"],
    [['--forbid', 'low=3'], "'low' is one of 2, 1"],
    [['--forbid', 'lo=2'], "there is no variant 'lo'"],
    [['--forbid', 'low=2', '--given', 'low'], 'low is given, not chosen'],
  ])('%j exits 2 with a message', (args, message) => {
    const { code, out, err } = endio(['solve', '.', ...args], counter())
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(message)
    expect(err).not.toMatch(/^ +at /m)
  })
})
