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
  const exact = `(exact, from all ${states} states of this design)`
  if (step === 0) {
    return wrap(
      `No order avoids it: every run of this design ${must(violation)} ${exact}.`,
      mailWidth,
    )
  }
  const others = alternatives.map((a) => wayOut(a, violation))
  return [
    ...wrap(
      [`Point of no return ${exact}.`, ...sentences(found, steps, violation)].join(' '),
      mailWidth,
    ),
    ...(others.length === 0
      ? []
      : ['', ...insteadOf(step, found), ...listed(others, maxAlternatives)]),
    ...earlier(
      exits.filter((e) => e.to < step),
      violation,
    ),
  ]
}

function sentences(
  { step, window, noPass, failures }: NoReturn,
  steps: readonly Step[],
  violation: Violation,
): readonly string[] {
  const told = (n: number): string => `step ${n}, ${occurrence(steps, n)}`
  const opens =
    window === undefined
      ? 'No delivery next would have excluded it at that step; some left it undecided.'
      : window.opens === 0
        ? 'The race window is open from the start.'
        : `The race window opens with ${told(window.opens)}: from there on, one delivery next would have excluded it at each step.`
  const passing =
    noPass === undefined
      ? []
      : [
          noPass === 0
            ? `No run of this design passes: those that avoid this ${insteadMust(failures, violation)}.`
            : `After ${told(noPass)}, no run passes: those that avoid this ${insteadMust(failures, violation)}.`,
        ]
  return [
    `A run of this design can fail so from its start. This run could still have avoided it before ${told(step)}; after it every run ${must(violation)}.`,
    opens,
    ...passing,
  ]
}

function insteadOf(step: number, { window }: NoReturn): readonly string[] {
  const since =
    window === undefined || window.opens + 1 === step
      ? ''
      : ` (window: steps ${window.opens + 1} to ${step})`
  return [`Next instead of step ${step}${since}:`]
}

function earlier(exits: readonly Exit[], violation: Violation): readonly string[] {
  if (exits.length === 0) return []
  const entries = exits.map(({ from, to, alternative }) => {
    const when = from === to ? `step ${from}` : `steps ${from} to ${to}`
    return entry(`${when}: ${call(alternative.step)}`, outlook(alternative, violation))
  })
  return ['Earlier ways out, next instead of', ...listed(entries, maxExits)]
}

function wayOut(alternative: Alternative, violation: Violation): readonly string[] {
  return entry(call(alternative.step), outlook(alternative, violation))
}

/** Where an alternative leads. */
function outlook({ lead, passes, failures }: Alternative, violation: Violation): string {
  const others = failures.filter((f) => failureId(f) !== failureId(violation))
  const can = [...(passes ? ['pass'] : []), ...others.map(infinitive)]
  switch (lead) {
    case 'certain':
      return 'the same failure'
    case 'open':
      return `undecided, a run can ${either([...can, 'fail so'])}`
    case 'excluded':
      if (others.length === 0) return 'every run passes'
      return passes ? `never so, a run can ${either(can)}` : `every run must ${either(can)} instead`
  }
}

function insteadMust(failures: readonly Violation[], violation: Violation): string {
  const others = failures.filter((f) => failureId(f) !== failureId(violation))
  return either(others.map(infinitive))
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
      return 'deadlocks so'
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
  const answers = asked !== undefined && asked.delivery.from === to && asked.delivery.to === from
  return answers && to !== from ? `${call(asked)} returns` : call(step)
}

/** Who calls what. */
function call(step: Step): string {
  return `${step.delivery.from} ${formatAccess(step)}`
}
