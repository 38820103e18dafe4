/** The machine-readable forms. Each document carries `schema`; fields are only ever added. */
import type { Bisection } from '../counterexample/bisect.ts'
import type { Counterexample } from '../counterexample/counterexample.ts'
import { failureId, violatedProperty, violationSentence } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import type { Schedule } from '../schedule/schedule.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import { formatDeviation } from '../schedule/schedule.ts'
import type { Step, Trace } from '../trace/trace.ts'
import type { Verdict } from '../verdict/verdict.ts'
import type { SweptDesign } from './sweep.ts'

/** What every document says of its origin. */
export interface Provenance {
  readonly endio: string
  readonly scenario: string
  readonly hash: string
  readonly design: Readonly<Record<string, unknown>>
}

export function runJson(
  origin: Provenance,
  trace: Trace,
  verdict: Verdict,
  schedule: Schedule,
): object {
  return { schema: 'endio.run/1', ...origin, verdict, ...traceJson(trace), schedule }
}

/** The classes themselves are in the run log; here are their numbers, under `confidence`. */
export function sweepJson(origin: Provenance, swept: SweptDesign): object {
  const { result, verdict, races, missing, confidence, unexplored } = swept
  const { failures, sample: _, ...counts } = result
  return {
    schema: 'endio.sweep/1',
    ...origin,
    verdict,
    ...counts,
    missing,
    failures: failures.map(({ violation, examples, ...f }) => ({
      ...f,
      ...violationJson(violation),
      examples: examples.map((e) => e.seed),
    })),
    races: races.map(({ deviations, ...race }) => ({
      ...race,
      deviations: deviations?.map(formatDeviation),
    })),
    confidence,
    unexplored,
  }
}

export function bisectJson(
  origin: Provenance,
  { counterexample, ...effort }: Bisection,
  replay: readonly string[],
): object {
  return {
    schema: 'endio.bisect/1',
    ...origin,
    ...effort,
    ...counterexampleJson(counterexample),
    replay: replay.join(' '),
  }
}

function counterexampleJson({
  trace,
  violation,
  deviations,
  pair,
  flips,
  reversals,
  nearest,
}: Counterexample): object {
  return {
    violation: violationJson(violation),
    deviations: deviations.map(formatDeviation),
    pair: pair && { first: pair.first.index, second: pair.second.index },
    flips: flips.map(({ first, second, outcome }) => ({
      first: first.index,
      second: second.index,
      outcome,
    })),
    reversals,
    nearest: nearest && {
      change: nearest.change,
      deviation: formatDeviation(nearest.deviation),
      ...traceJson(nearest.trace),
    },
    ...traceJson(trace),
  }
}

export function traceJson({ steps, ending, witnessed, pending }: Trace): object {
  return {
    ending:
      ending.kind === 'violated'
        ? { kind: ending.kind, violation: violationJson(ending.violation) }
        : ending,
    witnessed,
    steps: steps.map(stepJson),
    pending: pending.map(formatDelivery),
  }
}

/** One step with the receiver's state before and after. */
export function stepJson(step: Step): object {
  const state = ({ value, context, status }: Step['before']): object => ({ value, context, status })
  return {
    index: step.index,
    deliver: formatDelivery(step.delivery),
    event: step.event,
    alternative: step.alternative,
    cause: step.cause,
    before: state(step.before),
    after: state(step.after),
    sent: step.sent.map(({ to, event }) => ({ to, event })),
    held: step.held,
  }
}

export function violationJson(violation: Violation): object {
  return {
    id: failureId(violation),
    property: violatedProperty(violation),
    sentence: violationSentence(violation),
    violation,
  }
}

/** One document as text; a context may also hold bigints, which become `12n`. */
export function toJson(document: object): string {
  return JSON.stringify(document, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v))
}
