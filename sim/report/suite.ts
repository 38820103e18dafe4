/**
 * A regression suite as text: a line per scenario, what is wrong with it, and the closing lines
 * that xfstests has.
 */
import type { Design } from '../scenario/scenario.ts'
import type { Comparison } from '../verdict/check.ts'
import type { Outcome, PropertyTest } from '../verdict/suite.ts'
import { checkSentence, comparisonLines } from './check.ts'
import type { CheckedDesign } from './check.ts'
import { count, mailWidth, wrap } from './text.ts'

/** One design that the scenario expects something of. */
export interface TestedDesign extends CheckedDesign {
  readonly choices: Design
  readonly comparison: Comparison
  readonly outcome: Outcome
  readonly tests: readonly PropertyTest[]
}

export type GoldenOutcome =
  | { readonly kind: 'same' }
  /** There is no golden file; the counts are not compared. */
  | { readonly kind: 'absent' }
  /** Not compared, because not everything was searched. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'differs' | 'written'; readonly diff: readonly string[] }

export type TestedScenario =
  | {
      readonly kind: 'run'
      readonly name: string
      readonly hash: string
      readonly designs: readonly TestedDesign[]
      /** Designs that nothing is expected of. */
      readonly notRun: readonly string[]
      readonly golden: GoldenOutcome
      readonly outcome: Outcome
    }
  | { readonly kind: 'not-run'; readonly name: string; readonly reason: string }
  /** It cannot be run; `lines` say why. */
  | { readonly kind: 'broken'; readonly name: string; readonly lines: readonly string[] }

/** How a suite is printed: as it goes, and once at its end. */
export interface Reporter {
  readonly begin: (scenarios: number) => readonly string[]
  readonly scenario: (tested: TestedScenario, index: number) => readonly string[]
  readonly end: (all: readonly TestedScenario[]) => readonly string[]
}

export const textReporter: Reporter = {
  begin: () => [],
  scenario: scenarioLines,
  end: closingLines,
}

function scenarioLines(tested: TestedScenario): readonly string[] {
  const { name } = tested
  switch (tested.kind) {
    case 'not-run':
      return [`${name}: not run, ${tested.reason}`]
    case 'broken':
      return [
        `${name}: BROKEN`,
        ...tested.lines.flatMap((l) => l.split('\n')).map((l) => `    ${l}`),
      ]
    case 'run': {
      const { designs, golden, outcome } = tested
      const states = designs.reduce((sum, d) => sum + d.result.states, 0)
      const wrong = designs.filter((d) => d.outcome !== 'passed')
      const written = golden.kind === 'written' && golden.diff.length > 0
      return [
        `${name}: ${count(designs.length, 'design')}, ${states} states: ${outcomeWord(outcome)}`,
        ...wrong.flatMap(wrongLines),
        ...(golden.kind === 'differs' ? ['    the counts are not the golden ones:'] : []),
        ...(written ? ['    golden counts written:'] : []),
        ...(golden.kind === 'differs' || written ? golden.diff.map((l) => `    ${l}`) : []),
      ]
    }
  }
}

function wrongLines(design: TestedDesign): readonly string[] {
  return [
    ...(design.design === '' ? [] : wrap(design.design, mailWidth, '    ')),
    ...wrap(checkSentence(design), mailWidth, '      '),
    ...comparisonLines(design.comparison).flatMap((l) => wrap(l, mailWidth, '      ')),
  ]
}

function outcomeWord(outcome: Outcome): string {
  switch (outcome) {
    case 'passed':
      return 'ok'
    case 'failed':
      return 'FAILED'
    case 'undecided':
      return 'NOT DECIDED'
  }
}

function closingLines(all: readonly TestedScenario[]): readonly string[] {
  const names = (wanted: (t: TestedScenario) => boolean): readonly string[] =>
    all.filter(wanted).map((t) => t.name)
  const ran = names((t) => t.kind === 'run' || t.kind === 'broken')
  const notRun = names((t) => t.kind === 'not-run')
  const failed = names(isFailed)
  const undecided = names((t) => t.kind === 'run' && t.outcome === 'undecided')
  const list = (label: string, which: readonly string[]): readonly string[] =>
    which.length === 0 ? [] : [`${label} ${which.join(' ')}`]
  return [
    ...(all.length > 0 ? [''] : []),
    ...list('Ran:', ran),
    ...list('Not run:', notRun),
    ...list('Not decided:', undecided),
    ...list('Failures:', failed),
    lastLine(ran.length, failed.length, undecided.length),
  ]
}

export function isFailed(tested: TestedScenario): boolean {
  return tested.kind === 'broken' || (tested.kind === 'run' && tested.outcome === 'failed')
}

function lastLine(ran: number, failed: number, undecided: number): string {
  // xfstests says 'tests' also of one.
  const tests = `${ran} tests`
  if (failed > 0) return `Failed ${failed} of ${tests}`
  return undecided > 0 ? `Not decided ${undecided} of ${tests}` : `Passed all ${tests}`
}
