/** What a reader has to know to judge a report: what was run, how much of it, and what is left out. */
import type { Analysis } from '../counterexample/analysis.ts'
import type { Confidence } from '../estimate/confidence.ts'
import { percent } from '../report/text.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { System } from '../scenario/system.ts'
import type { Chart } from './chart.ts'
import type { Fact } from './document.ts'
import type { RunRecord } from './run.ts'

export function scenarioFacts(
  endio: string,
  scenario: Pick<Scenario, 'name' | 'hash' | 'file' | 'origin'>,
  design: string,
  system: System,
): readonly Fact[] {
  const { steps, faults } = system.bound
  return [
    { label: 'endio', text: endio },
    { label: 'Scenario', text: `${scenario.name} ${scenario.hash}` },
    { label: 'File', text: scenario.file },
    ...Object.entries(scenario.origin).flatMap(([label, value]) =>
      value === undefined ? [] : [{ label: `Origin, ${label}`, text: [value].flat().join(', ') }],
    ),
    { label: 'Design', text: design === '' ? 'no variants' : design },
    { label: 'Bound', text: `${steps} steps, ${faults} faults` },
    {
      label: 'Asked',
      text: system.properties.map((p) => `${p.name} (${p.kind})`).join(', '),
    },
  ]
}

export function runFacts(run: RunRecord, charts: Readonly<Record<string, Chart>>): readonly Fact[] {
  const { taken, of, machines } = coverageOf(run, charts)
  const never = machines.flatMap(({ machine, missed }) =>
    missed === 0 ? [] : [`${machine} ${missed}`],
  )
  return [
    { label: 'Run', text: `${run.how}, ${run.steps.length} steps` },
    {
      label: 'Transitions taken in this run',
      text: `${taken} of ${of}${never.length === 0 ? '' : `; never taken: ${never.join(', ')}`}`,
    },
  ]
}

/** How much was explored for what the page says of the race. */
export function analysisFacts({ noReturn, changes, unexplored }: Analysis): readonly Fact[] {
  const designs = changes?.done ?? []
  const states = designs.reduce((sum, c) => sum + c.states, 0).toLocaleString('en-US')
  return [
    ...(noReturn?.kind === 'exact'
      ? [
          {
            label: 'States of this design',
            text: `${noReturn.states.toLocaleString('en-US')}, all explored; the shortest run that fails so has ${noReturn.shortest} steps`,
          },
        ]
      : []),
    ...(unexplored === undefined
      ? []
      : [{ label: 'States of this design', text: `sampled: ${unexplored}` }]),
    ...(designs.length === 0
      ? []
      : [{ label: 'Designs beside it', text: `${designs.length}, ${states} states` }]),
  ]
}

/** How sure a sweep is, a line for each property. */
export function confidenceFacts(confidence: Confidence): readonly Fact[] {
  if (confidence.kind === 'void') return [{ label: 'Confidence', text: confidence.reason }]
  const { level, properties, runs } = confidence
  return [
    ...properties.map(({ property, violations, interval: { low, high } }) => ({
      label: `Confidence, ${property}`,
      text: `violated by ${violations} of ${runs} runs; a run does so with a probability of ${violations === 0 ? 'at most' : `${percent(low)} to`} ${percent(high)} (${level * 100} % confidence)`,
    })),
    {
      label: 'Confidence is about',
      text: 'this strategy, design and bound; a schedule that it hardly ever takes may still fail',
    },
  ]
}

/** What nothing on the page covers, whatever it says. */
export const limits: Fact = {
  label: 'Not covered',
  text: 'actors, faults and steps beyond the bound; store buffers (memory is sequentially consistent); whatever of the kernel the machines leave out. A race in the model is a question to the kernel, not a bug in it.',
}

/** Distinct transitions that a run took, of all that its machines have. */
function coverageOf(
  run: RunRecord,
  charts: Readonly<Record<string, Chart>>,
): {
  readonly taken: number
  readonly of: number
  readonly machines: readonly { readonly machine: string; readonly missed: number }[]
} {
  const seen = new Map<string, Set<number>>()
  for (const { to, taken } of run.steps) {
    const machine = run.actors[to]?.machine ?? ''
    if (taken !== undefined) seen.set(machine, (seen.get(machine) ?? new Set()).add(taken))
  }
  const machines = Object.values(charts).map(({ machine, transitions }) => ({
    machine,
    missed: transitions.length - (seen.get(machine)?.size ?? 0),
    of: transitions.length,
  }))
  const of = machines.reduce((sum, m) => sum + m.of, 0)
  const missed = machines.reduce((sum, m) => sum + m.missed, 0)
  return { taken: of - missed, of, machines }
}
