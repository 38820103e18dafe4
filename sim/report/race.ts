/**
 * A counterexample as text that can be pasted into a mail: title, the two accesses with what their
 * actors held, the value that changed, the interleaving, the nearest run that passes, and the one
 * command that shows it again. The order of facts is that of KCSAN and lockdep reports.
 */
import type { Counterexample } from '../counterexample/counterexample.ts'
import type { Violation } from '../model/violation.ts'
import { violatedProperty, violationSentence } from '../model/violation.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import { formatDeviation } from '../schedule/schedule.ts'
import type { Step } from '../trace/trace.ts'
import { changes, formatAccess } from './access.ts'
import { alternativeName, deviationWords } from './deviation.ts'
import { lanes } from './lanes.ts'
import { mailWidth, wrap } from './text.ts'

const rule = '='.repeat(66)

export interface RaceText {
  readonly counterexample: Counterexample
  /** The steps to draw. */
  readonly relevant: readonly Step[]
  /** `name hash`, and the design. */
  readonly scenario: string
  readonly design: string
  /** The command that prints this text again, in parts that fit a line each. */
  readonly replay: readonly string[]
}

/** The lines of the report, none longer than 72 columns unless a name in it is. */
export function raceLines(race: RaceText): readonly string[] {
  const { counterexample, relevant } = race
  const { violation, pair, nearest, deviations, trace } = counterexample
  return [
    rule,
    ...wrap(title(violation, pair), mailWidth),
    '',
    ...wrap(violationSentence(violation), mailWidth),
    ...(violation.kind === 'property' ? wrap(`Law: ${violation.law}`, mailWidth) : []),
    ...(pair === undefined ? [] : ['', ...access(pair.first), ...access(pair.second)]),
    '',
    ...interleaving(trace.steps.length, relevant, counterexample),
    '',
    `Scenario:  ${race.scenario}`,
    ...hanging('Design:    ', race.design),
    ...needs(deviations.map((d) => deviationWords(d, trace.steps))),
    ...hanging('Passes:    ', passing(nearest)),
    ...replayLines(race.replay),
    rule,
  ]
}

function title(violation: Violation, pair: Counterexample['pair']): string {
  const where = pair && [pair.first, pair.second].map((s) => `${s.delivery.from} ${s.event.type}`)
  return `RACE: ${violatedProperty(violation)}${where === undefined ? '' : ` in ${where.join(' / ')}`}`
}

function access(step: Step): readonly string[] {
  const { from } = step.delivery
  const held = step.held.filter((h) => h.actor === from).map((h) => `${h.object} (${h.mode})`)
  const changed = changes(step).map((c) => `value changed: ${step.delivery.to}.${c}`)
  return [
    `${from} at step ${step.index}:`,
    ...wrap(formatAccess(step), mailWidth, '  '),
    ...wrap(`holding: ${held.length === 0 ? 'nothing' : held.join(', ')}`, mailWidth, '  '),
    ...changed.flatMap((c) => wrap(c, mailWidth, '  ')),
  ]
}

function interleaving(
  total: number,
  relevant: readonly Step[],
  { pair, deviations }: Counterexample,
): readonly string[] {
  const takes = new Set(deviations.map((d) => (d.kind === 'take' ? d.deliver : '')))
  const marks = new Map<number, string>()
  for (const step of relevant) {
    if (!takes.has(formatDelivery(step.delivery))) continue
    marks.set(step.index, `<-- takes ${step.alternative?.taken}: ${alternativeName(step)}`)
  }
  if (pair !== undefined) marks.set(pair.second.index, '<-- here')
  const lines = lanes(relevant, marks)
  return [`Interleaving, ${relevant.length} of ${total} steps matter:`, ...lines]
}

function passing(nearest: Counterexample['nearest']): string {
  if (nearest === undefined) return 'no run that differs in one order or alternative'
  const deviation = formatDeviation(nearest.deviation)
  return nearest.change === 'withdrawn' ? `without "${deviation}"` : `with "${deviation}"`
}

function needs(deviations: readonly string[]): readonly string[] {
  if (deviations.length === 0) return ['Needs:     no deviation: the default schedule fails']
  return deviations.flatMap((d, i) => hanging(i === 0 ? 'Needs:     ' : '           ', d))
}

function hanging(label: string, text: string): readonly string[] {
  const indent = ' '.repeat(label.length)
  return wrap(text, mailWidth, indent).map((line, i) =>
    i === 0 ? label + line.slice(label.length) : line,
  )
}

/** One command over several lines, joined by backslashes so that it can be pasted as it stands. */
export function replayLines(parts: readonly string[]): readonly string[] {
  return commandLines('Replay:', parts)
}

/** The same under another label of at most ten characters. */
export function commandLines(label: string, parts: readonly string[]): readonly string[] {
  const [whole = '', ...rest] = parts
  const head = label.padEnd(11)
  // A long path gets a line of its own.
  const cut = whole.lastIndexOf(' ')
  const fits = `${head}${whole} \\`.length <= mailWidth || cut < 0
  const [command, ...options] = fits
    ? [whole, ...rest]
    : [whole.slice(0, cut), whole.slice(cut + 1), ...rest]
  return [`${head}${command}`, ...options.map((o) => `  ${o}`)].map((line, i, all) =>
    i < all.length - 1 ? `${line} \\` : line,
  )
}
