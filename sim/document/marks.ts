/** The steps of a failing run that the time axis names. */
import type { Analysis } from '../counterexample/analysis.ts'
import type { Counterexample } from '../counterexample/counterexample.ts'
import type { Alternative, Lead } from '../counterexample/no-return.ts'
import { violatedProperty, violationSentence } from '../model/violation.ts'
import { formatAccess } from '../report/access.ts'
import { alternativeName } from '../report/deviation.ts'
import type { Trace } from '../trace/trace.ts'
import type { Mark } from './run.ts'

/** What a trace alone tells: where it ends, and which alternatives were taken. */
export function traceMarks({ steps, ending }: Trace): readonly Mark[] {
  const choices = steps.flatMap((step): readonly Mark[] => {
    const taken = step.alternative?.taken ?? 0
    if (taken === 0) return []
    return [{ kind: 'choice', step: step.index, words: `takes ${taken}: ${alternativeName(step)}` }]
  })
  if (ending.kind !== 'violated') return choices
  const words = violationSentence(ending.violation)
  return [...choices, { kind: 'violation', step: steps.length, words }]
}

/** With what is known of the race: the deciding pair, the window, the point of no return. */
export function raceMarks(
  { trace, pair }: Counterexample,
  analysis: Analysis | undefined,
): readonly Mark[] {
  return [
    ...traceMarks(trace),
    ...(pair === undefined
      ? []
      : [
          { kind: 'first' as const, step: pair.first.index, words: formatAccess(pair.first) },
          { kind: 'second' as const, step: pair.second.index, words: formatAccess(pair.second) },
        ]),
    ...whenMarks(analysis?.noReturn),
  ]
}

function whenMarks(found: Analysis['noReturn']): readonly Mark[] {
  if (found?.kind !== 'exact' || found.step === 0) return []
  const { step, window, noPass, alternatives } = found
  return [
    { kind: 'no-return', step, words: noReturnWords(alternatives) },
    ...(window === undefined
      ? []
      : [
          {
            kind: 'window' as const,
            from: window.opens + 1,
            step: window.closes,
            words:
              'at each of these steps some delivery would have excluded the failure, had it come next',
          },
        ]),
    ...(noPass === undefined
      ? []
      : [{ kind: 'no-pass' as const, step: noPass, words: 'after it no run passes any more' }]),
  ]
}

const leads: Readonly<Record<Lead, string>> = {
  excluded: 'excludes the failure',
  open: 'leaves it open',
  certain: 'leads to it too',
}

function noReturnWords(alternatives: readonly Alternative[]): string {
  const [first] = alternatives
  const before = 'after it every run fails so'
  if (first === undefined) return before
  const [other] = first.failures
  const then =
    first.lead === 'excluded' && !first.passes && other !== undefined
      ? `${leads.excluded}, but violates ${violatedProperty(other)}`
      : leads[first.lead]
  return `${before}; instead of it, ${first.step.delivery.from} ${formatAccess(first.step)} ${then}`
}
