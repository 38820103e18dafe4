/** The point of no return in sentences: when it closed, since when it was open, and the ways out. */
import type { Counterexample } from '../counterexample/counterexample.ts'
import type { Alternative, Exit, NoReturn } from '../counterexample/no-return.ts'
import { failureId, violatedProperty } from '../model/violation.ts'
import type { Violation } from '../model/violation.ts'
import type { Step } from '../trace/trace.ts'
import { formatAccess } from './access.ts'
import { entry, listed } from './list.ts'
import { mailWidth, wrap } from './text.ts'

const maxAlternatives = 4
const maxExits = 3

export function noReturnLines(
  found: NoReturn,
  { trace: { steps }, violation }: Counterexample,
): readonly string[] {
  const { step, states, exits, alternatives } = found
  const exact = `Exact: all ${states} states of this design were explored.`
  if (step === 0) {
    return wrap(
      `No point of no return: every run of this design ${must(violation)}, in whatever order. ${exact}`,
      mailWidth,
    )
  }
  return [
    ...wrap(`Point of no return: step ${step}, ${occurrence(steps, step)}.`, mailWidth),
    ...wrap(
      `Before it this run could still have avoided the failure; after it every run ${must(violation)}. ${exact}`,
      mailWidth,
    ),
    ...listed(
      [...alternatives.map((a) => entry(`instead of it, ${call(a.step)}`, outlook(a, violation)))],
      maxAlternatives,
    ),
    '',
    ...wrap(possible(found, steps), mailWidth),
    ...listed(
      exits.filter((e) => e.to < step).map((e) => earlier(e, violation)),
      maxExits,
    ),
    ...wrap(passing(found, steps, violation), mailWidth),
  ]
}

/** Since when the failure was possible, and since when it hung on the next delivery. */
function possible({ step, window, shortest }: NoReturn, steps: readonly Step[]): string {
  const least =
    shortest === steps.length
      ? 'No run fails so in fewer steps than this one.'
      : `The shortest run that fails so has ${shortest} steps, this one ${steps.length}.`
  if (window === undefined) {
    return `Possible: from the start of this design. No race window: no delivery next would have excluded the failure at that step, those above only put it off. ${least}`
  }
  const { opens } = window
  const since =
    opens === 0 ? 'is open from the start' : `opens with step ${opens}, ${occurrence(steps, opens)}`
  const span =
    opens + 1 === step ? `At step ${step}` : `At each of the steps ${opens + 1} to ${step}`
  return `Possible: from the start of this design. The race window ${since}. ${span} some delivery would have excluded the failure, had it come next. ${least}`
}

function passing(
  { noPass, failures }: NoReturn,
  steps: readonly Step[],
  violation: Violation,
): string {
  if (noPass === undefined) return ''
  const others = failures.filter((f) => failureId(f) !== failureId(violation)).map(infinitive)
  const since =
    noPass === 0
      ? 'No run of this design passes'
      : `No run passes any more after step ${noPass}, ${occurrence(steps, noPass)}`
  return `${since}: one that avoids this failure must ${either(others)}.`
}

/** A way out that was closed again before the point of no return. */
function earlier({ from, to, alternative }: Exit, violation: Violation): readonly string[] {
  const when = from === to ? `step ${from}` : `steps ${from} to ${to}`
  return entry(`instead of ${when}, ${call(alternative.step)}`, outlook(alternative, violation))
}

/** Where an alternative leads. */
function outlook({ lead, passes, failures }: Alternative, violation: Violation): string {
  const others = failures.filter((f) => failureId(f) !== failureId(violation))
  const can = [...(passes ? ['pass'] : []), ...others.map(infinitive)]
  switch (lead) {
    case 'certain':
      return 'the same failure'
    case 'open':
      return `undecided: a run can ${either([...can, 'fail so'])}`
    case 'excluded':
      if (others.length === 0) return 'excluded: every run passes'
      return passes
        ? `excluded: a run can ${either(can)}`
        : `excluded: every run must ${either(can)}`
  }
}

function either(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}

function infinitive(violation: Violation): string {
  switch (violation.kind) {
    case 'property':
      return `violate ${violation.name}`
    case 'deadlock':
      return `deadlock (${violation.stuck.map((s) => s.actor).join(', ')})`
    case 'unhandled':
      return `leave ${violation.event} of ${violation.actor} unhandled`
    case 'machine-error':
      return `stop with an error of ${violation.actor}`
  }
}

function must(violation: Violation): string {
  switch (violation.kind) {
    case 'property':
      return `violates ${violatedProperty(violation)}`
    case 'deadlock':
      return 'ends in this deadlock'
    case 'unhandled':
      return `leaves ${violation.event} unhandled`
    case 'machine-error':
      return 'stops with this error'
  }
}

/** Step `n` as an occurrence: an answer is told by the call that it answers. */
export function occurrence(steps: readonly Step[], n: number): string {
  const step = steps[n - 1]
  if (step === undefined) return 'the end'
  const asked = steps[step.cause - 1]
  const { from, to } = step.delivery
  const answers = asked?.delivery.from === to && asked.delivery.to === from && !isRequest(step)
  return answers && to !== from ? `${call(asked)} returns` : call(unanswered(step))
}

/** A message that names its sender asks for an answer. */
function isRequest({ event, delivery }: Step): boolean {
  return 'from' in event && event['from'] === delivery.from
}

/** At the step of a call a choice of answers is still open. */
function unanswered(step: Step): Step {
  return { ...step, sent: step.sent.map(({ to, event }) => ({ to, event })) }
}

/** Who calls what. */
function call(step: Step): string {
  return `${step.delivery.from} ${formatAccess(step)}`
}
