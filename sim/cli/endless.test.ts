/** Designs of which no run ends, as a user meets them. */
import { describe, expect, it } from 'vitest'
import { endlessFiles, wheelFiles, woken } from './endless.fixture.ts'
import { endio, folder } from './endio.fixture.ts'

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ')

describe('an at-rest that is never asked', () => {
  const resting = `properties: [{name: nonsense, at-rest: '1 == 2'}]
expect: [{violates: nothing}]`
  const files = endlessFiles('waiter', resting)
  const never = 'no run ends, so nonsense was never asked'

  it('is vacuous for check, which writes no certificate', () => {
    const { code, out, err } = endio(['check', '.', '--certificate', 'proof'], folder(files))
    expect(flat(out)).toContain(`VACUOUS: no interleaving violates anything, but ${never}.`)
    expect(err).toContain('proof is not written')
    expect(code).toBe(3)
  })

  it('is vacuous for matrix', () => {
    const { code, out } = endio(['matrix', '.', '--no-cache'], folder(files))
    expect(flat(out)).toContain(`VACUOUS, ${never}; 2 states`)
    expect(code).toBe(3)
  })

  it('is no answer for solve, nor out of the cache', () => {
    const cwd = folder(files)
    for (const searched of ['1 searched, 0 from', '0 searched, 1 from']) {
      const { code, out, err } = endio(['solve', '.', '--cache', 'kept'], cwd)
      expect(out).toMatch(/^INCONCLUSIVE/m)
      expect(flat(out)).toContain(never)
      expect(err).toContain(searched)
      expect(code).toBe(3)
    }
  })
})

describe('the truth beside a sweep', () => {
  const sweep = (machine: string) => {
    const cwd = folder(endlessFiles(machine, woken))
    const { out } = endio(['sweep', '.', '--seeds', '1..40', '--truth'], cwd)
    return { row: /^ +woken .*$/m.exec(out)?.[0], said: flat(out) }
  }

  it.each(['forgotten', 'unlucky'])('is not known of an eventually: %s', (machine) => {
    const { row, said } = sweep(machine)
    expect(row).toContain('0 of 40')
    expect(row).not.toContain('truth')
    expect(said).toContain('No truth of woken: a run without end violates it')
    expect(said).not.toContain('for this strategy tells only')
  })

  it('is known where no fair cycle violates it', () => {
    const { row, said } = sweep('waiter')
    expect(row).toContain('truth 0 %')
    expect(said).not.toContain('No truth of')
  })
})

it('a choice with which no run ends closes nothing for bisect', () => {
  const { out } = endio(['bisect', '.', '--seed', '1'], folder(wheelFiles()))
  expect(flat(out)).toContain('no single choice closes nonsense without violating something else')
  expect(flat(out)).toContain('turns=on: closed in vain: no run ends, so nonsense was never asked')
})
