/**
 * What is known of a counterexample beyond the race, in sentences for the same mail: the point of no
 * return, the orders that the failure rests on, and the design choices that close it.
 */
import type { Analysis } from '../counterexample/analysis.ts'
import { fixes } from '../counterexample/choices.ts'
import type { Change, Changes } from '../counterexample/choices.ts'
import type { Counterexample } from '../counterexample/counterexample.ts'
import type { Isolation } from '../counterexample/isolate.ts'
import { violatedProperty } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { formatDeviation } from '../schedule/schedule.ts'
import { chainLines } from './chain.ts'
import { unaskedWords } from './check.ts'
import { deviationWords } from './deviation.ts'
import { entry, listed } from './list.ts'
import { noReturnLines } from './no-return.ts'
import { sampledLines } from './sampled.ts'
import { mailWidth, wrap } from './text.ts'

const rule = '='.repeat(66)
/** Longer lists are for the JSON form. */
const maxShown = 6

export interface AnalysisText {
  readonly counterexample: Counterexample
  readonly analysis: Analysis
  /** Where two runs were compared. */
  readonly isolation?: Isolation
}

/** The lines that follow the race; empty when nothing is known. */
export function analysisLines(text: AnalysisText): readonly string[] {
  const { counterexample, analysis, isolation } = text
  const { noReturn, changes } = analysis
  const sections = [
    ...(isolation === undefined ? [] : [isolationLines(isolation, counterexample)]),
    ...(noReturn === undefined ? [] : [whenLines(noReturn, analysis.unexplored, counterexample)]),
    chainLines(counterexample),
    ...(changes === undefined ? [] : [changeLines(changes, counterexample, noReturn)]),
    ...(analysis.complete ? [] : [['Interrupted: more would have been looked at.']]),
  ].filter((lines) => lines.length > 0)
  if (sections.length === 0) return []
  return [...sections.flatMap((lines, i) => (i === 0 ? lines : ['', ...lines])), rule]
}

function whenLines(
  found: NonNullable<Analysis['noReturn']>,
  unexplored: string | undefined,
  counterexample: Counterexample,
): readonly string[] {
  return found.kind === 'exact'
    ? noReturnLines(found, counterexample)
    : sampledLines(found, unexplored, counterexample)
}

function isolationLines(
  { differences, left, complete }: Isolation,
  { trace }: Counterexample,
): readonly string[] {
  const sides = left.flatMap(({ good, bad }) => [
    entry(
      bad === undefined ? 'without an order of its own' : deviationWords(bad, trace.steps),
      'fails',
    ),
    entry(good === undefined ? 'without it' : formatDeviation(good), 'passes'),
  ])
  const what =
    differences === 1 ? 'one order or alternative' : `${differences} orders or alternatives`
  const those = left.length === 1 ? 'one of them decides' : `${left.length} of them decide together`
  const doubt = complete ? '' : ' (the budget of runs was spent, fewer may do)'
  return [
    ...wrap(`The good and the bad run differ in ${what}; ${those}${doubt}:`, mailWidth),
    ...listed(sides, 2 * maxShown),
  ]
}

function changeLines(
  { done }: Changes,
  { violation }: Counterexample,
  noReturn: Analysis['noReturn'],
): readonly string[] {
  if (done.length === 0) return []
  const before = noReturn?.kind === 'exact' ? noReturn.failures.map(violatedProperty) : undefined
  const single = done.filter((c) => c.choices.length === 1)
  const double = done.filter((c) => c.choices.length > 1 && fixes(c))
  const rank = (c: Change): number =>
    fixes(c) ? 0 : ['closes', 'open', 'keeps'].indexOf(c.effect) + 1
  const entries = [...single, ...double]
    .toSorted((a, b) => rank(a) - rank(b))
    .map((c) => entry(c.choices.map(([k, v]) => `${k}=${v}`).join(' '), effect(c, before)))
  return [
    ...wrap(`Design: ${headline(single, violation)}:`, mailWidth),
    ...listed(entries, 2 * maxShown),
  ]
}

function headline(single: readonly Change[], violation: Violation): string {
  const name = violatedProperty(violation)
  const it = violation.kind === 'property' ? name : `the ${name}`
  const closing = single.filter(fixes).length
  if (closing > 1) return `each of ${closing} choices closes ${it} and violates nothing else`
  if (closing > 0) return `one choice closes ${it} and violates nothing else`
  return single.every((c) => c.proved)
    ? `no single choice closes ${it} without violating something else`
    : `no single choice is known to close ${it}`
}

function effect(change: Change, before: readonly string[] | undefined): string {
  const { effect: kind, given, violates, vacuous, unasked, states, proved } = change
  if (kind === 'open') return openEffect(change)
  if (kind === 'keeps') return keptEffect(change)
  if (vacuous.length > 0) return `closed in vain: ${vacuous.join(', ')} never holds`
  if (unasked.length > 0) return `closed in vain: ${unaskedWords(unasked)}`
  const explored = proved ? `all ${states} states explored` : `${states} states explored`
  const ours = given ? '; given, no choice of the design' : ''
  if (violates.length === 0) return `nothing violated, ${explored}${ours}`
  const opened = violates.filter((v) => before !== undefined && !before.includes(v))
  const kept = violates.filter((v) => !opened.includes(v))
  return [
    'closed',
    ...(opened.length === 0 ? [] : [`opens ${opened.join(', ')}`]),
    ...(kept.length === 0 ? [] : [`${kept.join(', ')} violated${before ? ' as before' : ''}`]),
  ].join('; ')
}

/** Nothing is proved here, and the sentence says so. */
function openEffect({ states, sample, violates }: Change): string {
  const explored =
    states === 0 ? 'states not explored' : `not violated in ${states} states, which are not all`
  const others = violates.length === 0 ? '' : `; ${violates.join(', ')} violated`
  if (sample === undefined) return `${explored}${others}`
  return `${explored}; ${sample.runs} random runs, none failed so; not a proof${others}`
}

function keptEffect({ sample }: Change): string {
  return sample === undefined
    ? 'still violated'
    : `still violated, in ${sample.failing} of ${sample.runs} random runs`
}
