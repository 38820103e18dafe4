/** A sweep as text: per design what was found, how often, at which seed, and how sure that is. */
import type { Race } from '../counterexample/races.ts'
import { exactUpper } from '../estimate/binomial.ts'
import type { Confidence } from '../estimate/confidence.ts'
import { formatSeeds } from '../explore/seeds.ts'
import type { SeedSet } from '../explore/seeds.ts'
import type { SweepResult } from '../explore/sweep.ts'
import { violationSentence, violatedProperty } from '../model/violation.ts'
import type { Verdict } from '../verdict/verdict.ts'
import type { Mismatch } from '../verdict/expectation.ts'
import { confidenceLines } from './confidence.ts'
import { enumeratedSentences, proofSentence } from './enumerated.ts'
import { finderLines } from './finders.ts'
import { raceLines } from './races.ts'
import { mailWidth, percent, table, wrap } from './text.ts'

export interface SweptDesign {
  /** `k=v k=v`; empty for a scenario without variants. */
  readonly design: string
  readonly result: SweepResult
  /** Seeds that were asked for and not run. */
  readonly missing: SeedSet
  readonly verdict: Verdict
  /** Differences from the scenario's `expect`, or undefined when it says nothing of this design. */
  readonly mismatches: readonly Mismatch[] | undefined
  readonly races: readonly Race[]
  readonly confidence: Confidence
  /** Why the states were not all explored for the truth beside the estimates. */
  readonly unexplored?: string
}

/** The verdict of a sweep in a sentence that says what it does not prove. */
export function sweepSentence({ result, verdict, confidence }: SweptDesign): string {
  const runs = `${result.runs} runs`
  switch (verdict.kind) {
    case 'violated': {
      const failing = result.runs - result.passed - result.unfinished
      return `VIOLATED in ${failing} of ${runs} (${percent(failing / result.runs)}).`
    }
    case 'clean': {
      const bound =
        confidence.kind === 'void'
          ? '.'
          : `: with 95 % confidence less than ${percent(exactUpper(0, result.runs, 0.95))} of runs fail.`
      return `No violation in ${runs}. ${proofSentence(result) ?? `A sweep is no proof${bound}`}`
    }
    case 'vacuous':
      return `VACUOUS: no violation in ${runs}, but never reached: ${verdict.never.join(', ')}.`
    case 'inconclusive':
      return `INCONCLUSIVE: no violation, but ${verdict.unfinished} of ${runs} spent the bound on steps.`
  }
}

/** `full` adds what can be said of what was not seen. */
export function sweepLines(swept: SweptDesign, full: boolean): readonly string[] {
  const { result, design, mismatches, races, missing, confidence, unexplored } = swept
  const failures = result.failures.toSorted((a, b) => b.runs - a.runs)
  const rows = failures.map((f) => [
    violatedProperty(f.violation),
    String(f.runs),
    percent(f.runs / result.runs),
    f.seed,
    String(f.steps),
  ])
  const heads = ['property', 'runs', 'share', 'first seed', 'steps']
  return [
    ...(design === '' ? [] : wrap(design, mailWidth)),
    ...wrap(sweepSentence(swept), mailWidth, '  '),
    ...enumeratedSentences(result).flatMap((sentence) => wrap(sentence, mailWidth, '  ')),
    ...(missing.length === 0 ? [] : wrap(missingSentence(missing), mailWidth, '  ')),
    ...indent(table(rows.length > 0 ? [heads, ...rows] : [])),
    ...failures.flatMap((f) => wrap(violationSentence(f.violation), mailWidth, '    ')),
    ...indent(finderLines(failures)),
    ...indent(raceLines(races, failures)),
    ...(mismatches === undefined ? [] : indent(expectationLines(mismatches))),
    ...(full ? confidenceLines(confidence, unexplored) : []),
  ]
}

/** Ranges that are listed one by one. */
const shownRanges = 8

function missingSentence(missing: SeedSet): string {
  const more =
    missing.length > shownRanges ? ` and ${missing.length - shownRanges} more ranges` : ''
  return `Not run: seeds ${formatSeeds(missing.slice(0, shownRanges))}${more}.`
}

function expectationLines(mismatches: readonly Mismatch[]): readonly string[] {
  if (mismatches.length === 0) return ['as expected']
  return mismatches.map(
    ({ property, expected, observed }) =>
      `NOT AS EXPECTED: ${property} expected ${expected}, observed ${observed}`,
  )
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`)
}
