/** A sweep as text: per design what was found, how often, and at which seed. */
import type { SweepResult } from '../explore/sweep.ts'
import { violationSentence, violatedProperty } from '../model/violation.ts'
import type { Verdict } from '../verdict/verdict.ts'
import type { Mismatch } from '../verdict/expectation.ts'
import { mailWidth, table, wrap } from './text.ts'

export interface SweptDesign {
  /** `k=v k=v`; empty for a scenario without variants. */
  readonly design: string
  readonly result: SweepResult
  readonly verdict: Verdict
  /** Differences from the scenario's `expect`, or undefined when it says nothing of this design. */
  readonly mismatches: readonly Mismatch[] | undefined
}

/** The verdict of a sweep in a sentence that says what it does not prove. */
export function sweepSentence({ result, verdict }: SweptDesign): string {
  const runs = `${result.runs} runs`
  switch (verdict.kind) {
    case 'violated': {
      const failing = result.runs - result.passed - result.unfinished
      return `VIOLATED in ${failing} of ${runs} (${percent(failing, result.runs)}).`
    }
    case 'clean':
      return `No violation in ${runs}. A sweep is no proof: with 95 % confidence less than ${percent(3, result.runs)} of runs fail.`
    case 'vacuous':
      return `VACUOUS: no violation in ${runs}, but never reached: ${verdict.never.join(', ')}.`
    case 'inconclusive':
      return `INCONCLUSIVE: no violation, but ${verdict.unfinished} of ${runs} spent the bound on steps.`
  }
}

export function sweepLines(swept: SweptDesign): readonly string[] {
  const { result, design, mismatches } = swept
  const failures = result.failures.toSorted((a, b) => b.runs - a.runs)
  return [
    ...(design === '' ? [] : wrap(design, mailWidth)),
    ...wrap(sweepSentence(swept), mailWidth, '  '),
    ...indent(
      table([
        ...(failures.length > 0 ? [['property', 'runs', 'share', 'first seed', 'steps']] : []),
        ...failures.map((f) => [
          violatedProperty(f.violation),
          String(f.runs),
          percent(f.runs, result.runs),
          f.seed,
          String(f.steps),
        ]),
      ]),
    ),
    ...failures.flatMap((f) => wrap(violationSentence(f.violation), mailWidth, '    ')),
    ...(mismatches === undefined ? [] : indent(expectationLines(mismatches))),
  ]
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

/** A share with two significant digits. */
function percent(part: number, whole: number): string {
  return whole === 0
    ? '100 %'
    : `${Number(((100 * Math.min(part, whole)) / whole).toPrecision(2))} %`
}
