/** Every sentence that an analysis can say. */
import { describe, expect, it } from 'vitest'
import { run, study } from '../api.ts'
import { analyse } from '../counterexample/analysis.ts'
import type { Analysis } from '../counterexample/analysis.ts'
import { bisectTrace } from '../counterexample/bisect.ts'
import type { Counterexample } from '../counterexample/counterexample.ts'
import type { Alternative, NoReturn } from '../counterexample/no-return.ts'
import type { SampledNoReturn } from '../counterexample/sampled.ts'
import { wilsonInterval } from '../estimate/wilson.ts'
import type { Violation } from '../model/violation.ts'
import { loadScenario } from '../scenario/load.ts'
import { analysisJson } from './analysis-json.ts'
import { analysisLines } from './analysis.ts'
import { toJson } from './json.ts'
import { noReturnLines } from './no-return.ts'
import { sampledLines } from './sampled.ts'

const scenario = await loadScenario('scenarios/completion/h4-endio-takes-inode-lock')
const subject = study(scenario)

function analysed(maxStates: number): {
  readonly counterexample: Counterexample
  readonly analysis: Analysis
} {
  const { trace } = run(subject, { kind: 'seed', seed: '2' })
  const { counterexample } = bisectTrace(subject.model, trace)
  const last = [...analyse(subject, counterexample, { maxStates })].at(-1)
  if (last === undefined) throw new Error('analyse yields')
  return { counterexample, analysis: last.known }
}

const { counterexample, analysis } = analysed(100_000)
const { noReturn } = analysis
if (noReturn?.kind !== 'exact') throw new Error('the space is small')
const text = (found: NoReturn): string =>
  noReturnLines(found, counterexample).join(' ').replaceAll(/\s+/g, ' ')
const property = (name: string): Violation => ({
  kind: 'property',
  name,
  law: name,
  detail: '',
  actors: [],
})

it('an exact analysis reads as a mail', () => {
  expect(analysisLines({ counterexample, analysis }).join('\n')).toMatchSnapshot()
})

it('a sampled analysis says that it is', () => {
  const small = analysed(100)
  const lines = analysisLines(small)
  expect(lines.join('\n')).toMatchSnapshot()
  expect(lines.join(' ')).not.toMatch(/Exact:|were explored|nothing violated|closes/)
})

it('an analysis that was cut short says so, and an empty one says nothing more', () => {
  expect(analysisLines({ counterexample, analysis: { ...analysis, complete: false } })).toContain(
    'Interrupted: more would have been looked at.',
  )
})

describe('the point of no return says', () => {
  const [alternative] = noReturn.alternatives
  if (alternative === undefined) throw new Error('there is an alternative')
  const instead = (change: Partial<Alternative>): string =>
    text({ ...noReturn, exits: [], alternatives: [{ ...alternative, ...change }] })

  it('that there is none', () => {
    const always = { ...noReturn, step: 0, alternatives: [], exits: [] }
    expect(text(always)).toMatch(
      /^No point of no return: every run of this design ends in this deadlock/,
    )
  })

  it('where each alternative leads', () => {
    const other = property('b')
    expect(instead({})).toContain('excluded: every run passes')
    expect(instead({ failures: [other] })).toContain('excluded: a run can pass or violate b')
    expect(instead({ passes: false, failures: [other, property('c')] })).toContain(
      'excluded: every run must violate b or violate c',
    )
    const { violation } = counterexample
    expect(instead({ lead: 'open', failures: [violation, other] })).toContain(
      'undecided: a run can pass, violate b or fail so',
    )
    expect(instead({ lead: 'certain', passes: false, failures: [violation] })).toContain(
      'the same failure',
    )
    const unhandled: Violation = {
      kind: 'unhandled',
      actor: 'a',
      state: 's',
      event: 'E',
      from: 'b',
    }
    const error: Violation = { kind: 'machine-error', actor: 'a', message: 'm' }
    expect(instead({ passes: false, failures: [unhandled, error] })).toContain(
      'excluded: every run must leave E of a unhandled or stop with an error of a',
    )
  })

  it('since when the failure hangs on one delivery', () => {
    expect(text(noReturn)).toContain('The race window opens with step 42')
    const whole = { ...noReturn, window: { opens: 0, closes: noReturn.step } }
    expect(text(whole)).toContain('is open from the start. At each of the steps 1 to 43')
    const { window: _, ...none } = noReturn
    expect(text(none)).toContain('No race window')
  })

  it('since when no run passes', () => {
    const failures = [counterexample.violation, property('b')]
    expect(text({ ...noReturn, noPass: 3, failures })).toMatch(
      /No run passes any more after step 3, .*: one that avoids this failure must violate b\./,
    )
    expect(text({ ...noReturn, noPass: 0, failures })).toContain('No run of this design passes')
  })
})

describe('a sample says', () => {
  const sample = (step: number, failing: number, runs: number) => ({
    ...{ step, failing, runs },
    ...wilsonInterval(failing, runs),
  })
  const flat: SampledNoReturn = {
    kind: 'sampled',
    samples: [sample(0, 0, 64), sample(1, 1, 64)],
    jumps: [],
    runs: 128,
  }
  const told = (found: SampledNoReturn): string =>
    sampledLines(found, undefined, counterexample).join(' ').replaceAll(/\s+/g, ' ')

  it('that nothing stands out', () => {
    expect(told(flat)).toContain('No single step raises it for certain.')
    expect(told(flat)).toContain('No state before the last step from which every run failed so.')
  })

  it('since when every run failed, and what that is worth', () => {
    const samples = [sample(0, 64, 64)]
    expect(told({ ...flat, samples, always: 0 })).toMatch(
      /after the start failed so: 64 from there, so at least 94.3% do/,
    )
  })

  it('nothing before it was taken', () => {
    expect(told({ ...flat, samples: [sample(0, 0, 0)] })).toBe('')
  })
})

it('every line fits a mail', () => {
  for (const max of [100, 100_000]) {
    for (const line of analysisLines(analysed(max))) expect(line.length).toBeLessThanOrEqual(72)
  }
})

it('is the same twice, and all of it is in the JSON form', () => {
  const [one, two] = [analysed(100_000), analysed(100_000)].map((a) =>
    toJson(analysisJson(a.analysis)),
  )
  expect(one).toBe(two)
  expect(JSON.parse(one ?? '')).toMatchObject({
    analysed: true,
    noReturn: { kind: 'exact', states: 837, step: 43, window: { opens: 42, closes: 43 } },
    changes: [
      // In the order in which the scenario names its variants.
      { choices: [['isize_lock', 'xfs']], effect: 'closes', violates: [] },
      { effect: 'closes', violates: [], proved: true },
      { effect: 'closes', violates: ['no-lost-acked-byte'], proved: true, states: 1413 },
      { choices: [['writeback_end', 'after-end_io']], effect: 'keeps' },
    ],
  })
})
