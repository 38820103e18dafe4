/** The truth beside the estimates of `endio sweep`, as a user meets it. */
import { describe, expect, it } from 'vitest'
import { exactInterval } from '../estimate/binomial.ts'
import { counterFiles } from './counter.fixture.ts'
import { endio, folder } from './endio.fixture.ts'

interface Row {
  readonly property: string
  readonly violations: number
  readonly runs: number
  readonly truth: number
}

/** The lines of shares that carry a truth, in per cent. */
function rows(out: string): readonly Row[] {
  const line = /^ {4}(\S+) +(\d+) of (\d+) .*truth ([\d.e-]+) %$/gm
  return [...out.matchAll(line)].map(([, property = '', violations, runs, truth]) => ({
    property,
    violations: Number(violations),
    runs: Number(runs),
    truth: Number(truth) / 100,
  }))
}

/** What is printed has two digits. */
const rounding = 1.06

function expectConsistent(out: string): void {
  for (const { violations, runs, truth } of rows(out)) {
    const { low, high } = exactInterval(violations, runs, 0.9999)
    expect(truth * rounding).toBeGreaterThanOrEqual(low)
    expect(truth / rounding).toBeLessThanOrEqual(high)
  }
}

describe('the truth beside the interval of a sweep', () => {
  it.each([
    ['completion/h4-endio-takes-inode-lock', [], 'deadlock', 837],
    ['isize/h2-completion-rewinds-eof', ['--truth'], 'size-monotone', 16_656],
  ])('of %s %j is in it', (name, more, violated, states) => {
    const { out } = endio(['sweep', `scenarios/${name}`, '--seeds', '1..2000', ...more])
    expect(out).toContain(`Truth: from all ${states} states of this design.`)
    const found = rows(out).filter((r) => r.truth > 0)
    expect(found.map((r) => r.property)).toEqual([violated])
    expect(rows(out).length).toBeGreaterThan(3)
    expectConsistent(out)
    // One that is far off is refused.
    const wrong = out.replace(/truth (?!0 )[\d.]+ %/, 'truth 70 %')
    expect(wrong).not.toBe(out)
    expect(() => expectConsistent(wrong)).toThrow('to be less')
  })

  it('is not sought unasked where it would take long, and this is said', () => {
    const { out } = endio([
      'sweep',
      'scenarios/isize/h2-completion-rewinds-eof',
      '--seeds',
      '1..100',
    ])
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'No truth beside them: more than 2000 states; --truth explores more.',
    )
    expect(rows(out)).toEqual([])
  })

  it('of URW is the share of the failing schedules; of POS only what no run violates', () => {
    const cwd = folder(counterFiles())
    const sweep = (strategy: string): string =>
      endio(['sweep', '.', '--seeds', '1..2000', '--strategy', strategy], cwd).out
    const urw = sweep('urw')
    expect(rows(urw).find((r) => r.property === 'both-count')?.truth).toBeGreaterThan(0)
    expectConsistent(urw)
    const pos = sweep('pos')
    expect(rows(pos).map((r) => r.property)).toEqual(['deadlock', 'unhandled', 'machine-error'])
    expect(pos).toContain('tells only what')
  })

  it('is the same bytes with any number of workers', () => {
    const cwd = folder(counterFiles())
    const words = ['sweep', '.', '--seeds', '1..900', '--shard-size', '50', '--truth', '--json']
    const one = endio([...words, '--workers', '1'], cwd).out
    expect(endio([...words, '--workers', '2'], cwd).out).toBe(one)
    expect(JSON.parse(one).designs[0].confidence.explored).toBeGreaterThan(0)
  })
})

describe('a bounded set of schedules', () => {
  const sweep = (seeds: string, strategy: string): string =>
    endio(
      ['sweep', '.', '--seeds', seeds, '--strategy', strategy],
      folder(counterFiles()),
    ).out.replaceAll(/\s+/g, ' ')

  it('that was run to its end is a proof for its bound, and says so', () => {
    expect(sweep('1..50', 'delay-bounded:0')).toContain(
      'No violation in 50 runs. A proof for every schedule with at most 0 delays, and for no other. Complete, 1 schedule in 50 runs, 49 of them repeated: every schedule with at most 0 delays.',
    )
  })

  it('that was not says how many of how many', () => {
    expect(sweep('1..3', 'delay-bounded:1')).toMatch(
      / 3 of \d+ were run: seeds 1\.\.\d+ go through/,
    )
    expect(sweep('1..2', 'preemption-bounded:2')).toContain(
      '2 schedules were run, of how many is not known yet',
    )
  })
})

it('a portfolio tells what each member found', () => {
  const words = ['sweep', '.', '--seeds', '1..90', '--strategy', 'portfolio:uniform+pos']
  const { out } = endio(words, folder(counterFiles()))
  expect(out).toMatch(
    /property +found by +runs +first seed\n +both-count +\S+ +\d+ +\d+\n +\S+ +\d+/,
  )
})
