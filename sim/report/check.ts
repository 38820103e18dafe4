/**
 * An exhaustive search as text: the verdict with everything it rests on, then each failure with the
 * shortest run that was found. No times: the same search prints the same bytes.
 */
import { violatedProperty, violationSentence } from '../model/violation.ts'
import type { Bound } from '../scenario/system.ts'
import { omissionProbability } from '../space/result.ts'
import type { SearchFailure, SearchResult } from '../space/search.ts'
import type { Step, Trace } from '../trace/trace.ts'
import type { CheckStop, CheckVerdict, Comparison } from '../verdict/check.ts'
import { violatedIn } from '../verdict/check.ts'
import { lanes } from './lanes.ts'
import { commandLines } from './race.ts'
import { count, mailWidth, table, wrap } from './text.ts'

export interface CheckedDesign {
  /** `k=v k=v`; empty for a scenario without variants. */
  readonly design: string
  readonly bound: Bound
  readonly result: SearchResult
  readonly verdict: CheckVerdict
  /** Against the scenario's `expect`; undefined when it says nothing of this design. */
  readonly comparison: Comparison | undefined
}

/** What shows that a property is violated. */
export type Evidence =
  | { readonly kind: 'run'; readonly trace: Trace; readonly minimum: boolean }
  /** The run comes to a state and back to it; its steps after `stem` can go on for ever. */
  | { readonly kind: 'lasso'; readonly trace: Trace; readonly stem: number }

/** One failure, ready to be drawn. */
export interface FailureText {
  readonly failure: SearchFailure
  readonly evidence: Evidence
  /** The steps to draw; all of them when there are none. */
  readonly relevant: readonly Step[]
  /** Deviations of the default schedule that lead to this failure, if they were looked for. */
  readonly needs: readonly string[]
  /** Commands by their labels, in parts that fit a line each. */
  readonly commands: readonly (readonly [label: string, parts: readonly string[]])[]
}

/** The verdict and all that it depends on, as one paragraph. */
export function checkSentence({ result, verdict, bound }: CheckedDesign): string {
  const { states, transitions, mode, depth, stopped } = result
  const way = mode === 'bfs' ? 'furthest state' : 'longest path'
  const limits = `bound ${bound.steps} steps and ${bound.faults} faults`
  const furthest = depth === undefined ? '' : `, ${way} ${depth} steps`
  const counts = `${states} states, ${transitions} transitions${furthest}`
  const hit = stopped === 'steps' ? `${limits}, hit` : limits
  return `${verdictWords(verdict, result)} ${counts}; ${hit}; reduction ${reductionWords(result)}; ${omissionWords(result)}.`
}

function verdictWords(verdict: CheckVerdict, result: SearchResult): string {
  switch (verdict.kind) {
    case 'violated': {
      const names = [...violatedIn(result)].join(', ')
      const rest = result.complete ? '' : `, and ${stopWords(result.stopped ?? 'interrupted')}`
      return `VIOLATED: ${names}${rest}.`
    }
    case 'holds':
      return 'HOLDS: no interleaving violates anything.'
    case 'vacuous':
      return `VACUOUS: no interleaving violates anything, but ${vacuousWords(verdict)}.`
    case 'inconclusive':
      return `INCONCLUSIVE: nothing is violated so far, but ${stopWords(verdict.stopped)}.`
  }
}

type Vacuous = Extract<CheckVerdict, { kind: 'vacuous' }>

function vacuousWords({ never, unasked }: Vacuous): string {
  return [
    ...(never.length === 0 ? [] : [`none reaches ${never.join(', ')}`]),
    ...(unasked.length === 0 ? [] : [unaskedWords(unasked)]),
  ].join(', and ')
}

/** Of the *at-rest* properties of a design that never rests. */
export function unaskedWords(unasked: readonly string[]): string {
  return `no run ends, so ${unasked.join(', ')} ${unasked.length === 1 ? 'was' : 'were'} never asked`
}

/** Why states were left out. */
export function stopWords(stop: CheckStop): string {
  switch (stop) {
    case 'steps':
      return 'some runs are longer than the bound on steps'
    case 'states':
      return 'the limit on states was reached'
    case 'memory':
      return 'the limit on memory was reached'
    case 'interrupted':
      return 'the search was interrupted'
  }
}

/** The reductions in force, or `none`. */
export function reductionWords({ reductions }: Pick<SearchResult, 'reductions'>): string {
  return reductions.length === 0 ? 'none' : reductions.join(' and ')
}

function omissionWords(result: SearchResult): string {
  if (result.exact) return 'states compared in full'
  return `chance that a state was left out ${omissionProbability(result).toExponential(1)}`
}

/** `sentences`: say of each failure what is wrong, because it is not drawn. */
export function checkLines(checked: CheckedDesign, sentences: boolean): readonly string[] {
  const { result, comparison } = checked
  const rows = result.failures.map((f) => [
    violatedProperty(f.violation),
    String(f.states),
    count(f.decisions.length, 'step'),
    lengthWords(f.minimum),
  ])
  const witnesses = result.witnesses.map((w) => `${w.name} in ${count(w.states, 'state')}`)
  const explained = (sentences ? result.failures : []).flatMap((f) =>
    wrap(violationSentence(f.violation), mailWidth, '    '),
  )
  return [
    ...(checked.design === '' ? [] : wrap(checked.design, mailWidth)),
    ...wrap(checkSentence(checked), mailWidth, '  '),
    ...(rows.length > 0 ? table([['property', 'states', 'shortest run', ''], ...rows]) : []).map(
      (line) => `  ${line}`,
    ),
    ...explained,
    ...(witnesses.length > 0 ? wrap(`Reached: ${witnesses.join(', ')}`, mailWidth, '  ') : []),
    ...(comparison === undefined ? [] : comparisonLines(comparison)).flatMap((line) =>
      wrap(line, mailWidth, '  '),
    ),
  ]
}

export function comparisonLines({ mismatches, open }: Comparison): readonly string[] {
  if (mismatches.length + open.length === 0) return ['as expected']
  return [
    ...mismatches.map(
      ({ property, expected, observed }) =>
        `NOT AS EXPECTED: ${property} expected ${expected}, observed ${observed}`,
    ),
    ...(open.length === 0 ? [] : [`NOT DECIDED: ${open.join(', ')}`]),
  ]
}

function lengthWords(minimum: boolean): string {
  return minimum ? 'minimum' : 'not proved minimal'
}

/** One failure with the run that shows it. */
export function failureLines(shown: FailureText): readonly string[] {
  const { failure, evidence, relevant, needs, commands } = shown
  const { steps } = evidence.trace
  const drawn = relevant.length > 0 ? relevant : steps
  return [
    ...wrap(title(failure, evidence), mailWidth),
    ...wrap(violationSentence(failure.violation), mailWidth),
    '',
    `Interleaving, ${drawn.length} of ${steps.length} steps:`,
    ...lanes(drawn, marks(evidence)),
    '',
    ...needs.flatMap((need, i) => hang(i === 0 ? 'Needs:     ' : '           ', need)),
    ...commands.flatMap(([label, parts]) => commandLines(label, parts)),
  ]
}

function title({ violation }: SearchFailure, evidence: Evidence): string {
  const name = violatedProperty(violation)
  const { length } = evidence.trace.steps
  switch (evidence.kind) {
    case 'run':
      return evidence.minimum
        ? `${name}: minimum counterexample, ${length} steps; no shorter run fails so`
        : `${name}: counterexample of ${length} steps, not proved minimal`
    case 'lasso':
      return `${name}: counterexample of ${length} steps; those after step ${evidence.stem} repeat for ever`
  }
}

function marks(evidence: Evidence): ReadonlyMap<number, string> {
  return evidence.kind === 'lasso' ? new Map([[evidence.stem + 1, '<-- repeats']]) : new Map()
}

function hang(label: string, text: string): readonly string[] {
  const indent = ' '.repeat(label.length)
  return wrap(text, mailWidth, indent).map((line, i) =>
    i === 0 ? label + line.slice(label.length) : line,
  )
}
