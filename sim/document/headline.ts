/** The answer in sentences: what goes wrong, why, and what closes it. */
import type { Analysis } from '../counterexample/analysis.ts'
import { fixes } from '../counterexample/choices.ts'
import type { Change } from '../counterexample/choices.ts'
import type { Counterexample } from '../counterexample/counterexample.ts'
import { violatedProperty, violationSentence } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import { changes, formatAccess } from '../report/access.ts'
import { deviationWords } from '../report/deviation.ts'
import { runSentence } from '../report/run.ts'
import type { Step, Trace } from '../trace/trace.ts'
import type { Closing, Headline } from './document.ts'
import { waitingWords } from './waiting.ts'

/** Of a run that was not reduced. */
export function runHeadline(trace: Trace): Headline {
  const { ending } = trace
  switch (ending.kind) {
    case 'violated':
      return { ...brokenLaw(ending.violation, trace), closes: [] }
    case 'passed':
      return {
        outcome: 'passed',
        verdict: 'passed',
        finding: 'this run violates nothing',
        detail: runSentence(trace),
        closes: [],
      }
    case 'bound':
      return {
        outcome: 'open',
        verdict: 'not decided',
        finding: 'this run did not come to rest',
        detail: runSentence(trace),
        closes: [],
      }
  }
}

/** Of a run without end: what repeats in it, and what was found of other designs. */
export function cycleHeadline(
  violation: Violation,
  trace: Trace,
  length: number,
  analysis: Analysis | undefined,
): Headline {
  const done = analysis?.changes?.done ?? []
  const closing = done.filter(fixes)
  const repeated = trace.steps.slice(-length).filter(({ delivery, event }) => {
    return 'from' in event && event['from'] === delivery.from
  })
  return {
    ...brokenLaw(violation, trace),
    finding: `for ever: ${[...new Set(repeated.map(access))].join(', ')}`,
    why: `after ${trace.steps.length - length} steps the next ${length} can repeat for ever, and whoever can go on gets a turn`,
    closes: closing.map(closingOf),
    ...(closing.length === 0 && { open: openWords(done, analysis) }),
  }
}

export function raceHeadline(
  counterexample: Counterexample,
  analysis: Analysis | undefined,
): Headline {
  const done = analysis?.changes?.done ?? []
  const closing = done.filter(fixes)
  const { pair, deviations } = counterexample
  const besides = deviations.length - 1
  return {
    ...brokenLaw(counterexample.violation, counterexample.trace),
    ...(pair === undefined
      ? { why: whyOf(counterexample) }
      : {
          order: { first: access(pair.first), second: access(pair.second) },
          ...(besides > 0 && { besides }),
        }),
    closes: closing.map(closingOf),
    ...(closing.length === 0 && { open: openWords(done, analysis) }),
  }
}

function brokenLaw(
  violation: Violation,
  trace: Trace,
): Pick<Headline, 'outcome' | 'verdict' | 'law' | 'finding'> {
  const known = {
    outcome: 'violated' as const,
    verdict: `violated: ${violatedProperty(violation)}`,
  }
  switch (violation.kind) {
    case 'property': {
      const finding = detailOf(violation.detail, trace.steps.at(-1))
      return { ...known, finding, law: violation.law }
    }
    case 'deadlock': {
      const finding = waitingWords(violation.stuck, trace)
      return { ...known, finding, law: 'nobody waits for ever' }
    }
    case 'unhandled':
      return {
        ...known,
        finding: violationSentence(violation),
        law: 'whoever receives a message has a transition for it',
      }
    case 'machine-error':
      return { ...known, finding: violationSentence(violation), law: 'no machine fails' }
  }
}

/** A monitor says only which delivery it refuses; what that delivery did says more. */
function detailOf(detail: string, last: Step | undefined): string {
  if (last === undefined || detail !== `${last.event.type} from ${last.delivery.from}`)
    return detail
  return [access(last), ...changes(last).map((c) => `${last.delivery.to}.${c}`)].join('; ')
}

function whyOf({ deviations, trace }: Counterexample): string {
  if (deviations.length === 0) return 'no special order is needed: the default schedule fails'
  return deviations.map((d) => deviationWords(d, trace.steps)).join('; ')
}

const access = (step: Step): string => `${step.delivery.from} ${formatAccess(step)}`

function closingOf({ choices, states }: Change): Closing {
  return {
    choice: choices.map(([variant, choice]) => `${variant}=${String(choice)}`).join(' '),
    proof: `nothing violated, all ${states.toLocaleString('en-US')} states explored`,
  }
}

function openWords(done: readonly Change[], analysis: Analysis | undefined): string {
  if (analysis === undefined) return 'not looked at; endio bisect tries the design choices'
  if (done.length === 0) return 'this scenario has no other design to try'
  const proved = done.every((c) => c.proved)
  return proved
    ? 'no choice of this scenario closes it without violating something else'
    : 'no choice of this scenario is known to close it'
}
