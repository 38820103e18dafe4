/**
 * A reduced race as a report to a mailing list: what goes wrong and where, the interleaving in
 * columns, what was seen, how to see it again, what would close it, and what the model leaves out.
 * Plain ASCII, 72 columns. Whatever it says of the system is from the scenario and its machines.
 */
import type { Analysis } from '../counterexample/analysis.ts'
import { fixes } from '../counterexample/choices.ts'
import type { Change } from '../counterexample/choices.ts'
import type { Counterexample } from '../counterexample/counterexample.ts'
import { violationSentence } from '../model/violation.ts'
import type { Actor } from '../scenario/system.ts'
import type { Step, Trace } from '../trace/trace.ts'
import { changes, formatAccess } from './access.ts'
import { chainLines } from './chain.ts'
import { lanes } from './lanes.ts'
import { entry, entryBelow, listed } from './list.ts'
import { commandLines, replayLines } from './race.ts'
import { mailWidth, wrap } from './text.ts'
import { functionOf, whereLines } from './where.ts'

/** Longer lists are for the JSON form. */
const maxShown = 8

export interface MailText {
  readonly counterexample: Counterexample
  readonly analysis: Analysis
  /** The steps to draw. */
  readonly relevant: readonly Step[]
  /** Those of the run, with the functions that their machines follow. */
  readonly actors: readonly Actor[]
  readonly title: string
  /** Where the question comes from, and what was said of it there; may be empty. */
  readonly origin: string
  /** `name hash`, and the design. */
  readonly scenario: string
  readonly design: string
  /** Commands that show it again, in parts that fit a line each: the model, then a program. */
  readonly replay: readonly string[]
  readonly program: readonly string[] | { readonly refused: string; readonly needs: string }
  /** What was seen on a running system: paragraphs of the scenario. */
  readonly observed: readonly string[]
  /** What the model does not follow: paragraphs of the scenario. */
  readonly leftOut: readonly string[]
}

/** No line is longer than 72 columns unless a name in it is; characters that are not ASCII become `?`. */
export function mailLines(mail: MailText): readonly string[] {
  const lines = [
    // What nobody has seen on a running system is no bug yet.
    ...wrap(
      `Subject: [${mail.observed.length === 0 ? 'QUESTION' : 'BUG'}] ${mail.title}`,
      mailWidth,
    ),
    '',
    ...summary(mail),
    ...section('Where', where(mail)),
    ...section('Interleaving', interleaving(mail)),
    ...section('Observed', observed(mail)),
    ...section('How to reproduce', reproduce(mail)),
    ...section('What would fix it, according to the model', fixLines(mail)),
    ...section('What the model does not cover', leftOut(mail)),
  ]
  return lines.map(ascii)
}

/** Nothing but what every mail program shows. */
function ascii(line: string): string {
  return line.replaceAll(/[^\x20-\x7e]/g, '?')
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ['', title, '-'.repeat(title.length), '', ...lines]
}

const paragraph = (text: string): readonly string[] => wrap(text, mailWidth)

function paragraphs(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text, i) => [...(i === 0 ? [] : ['']), ...paragraph(text)])
}

function summary({ title, counterexample, origin }: MailText): readonly string[] {
  const { violation } = counterexample
  const what = title.charAt(0).toUpperCase() + title.slice(1)
  const law = violation.kind === 'property' ? `It breaks this rule: ${violation.law}.` : ''
  return paragraphs([
    [`${what}.`, law].filter((s) => s !== '').join(' '),
    ...(origin === '' ? [] : [`Related: ${origin}.`]),
  ])
}

/** Where the steps that matter are made, and the two that decide. */
function where({ relevant, actors, counterexample }: MailText): readonly string[] {
  const { pair, trace } = counterexample
  const table = whereLines(trace, relevant, actors)
  if (pair === undefined) return table
  return [
    ...table,
    '',
    ...paragraph('The two accesses whose order decides:'),
    ...[pair.first, pair.second].flatMap((step) => access(step, trace, actors)),
  ]
}

function access(step: Step, trace: Trace, actors: readonly Actor[]): readonly string[] {
  const { from, to } = step.delivery
  const code = functionOf(step, trace, actors)
  const place = code === undefined ? from : `${from} in ${code.function}()`
  const held = step.held.filter((h) => h.actor === from).map((h) => `${h.object} (${h.mode})`)
  // Whole records are for the JSON form.
  const changed = changes(step).flatMap((c) => (c.includes('{') ? [] : [`, ${to}.${c}`]))
  return entryBelow(
    `${place}: ${formatAccess(step)}${changed.join('')}`,
    `holding ${held.length === 0 ? 'nothing' : held.join(', ')}`,
  )
}

function interleaving({ relevant, counterexample }: MailText): readonly string[] {
  const { pair, trace } = counterexample
  const marks = new Map(pair === undefined ? [] : [[pair.second.index, '<-- here'] as const])
  return [
    ...paragraph(
      `${relevant.length} of the ${trace.steps.length} steps of the run matter; time runs down.`,
    ),
    '',
    ...lanes(relevant, marks),
    '',
    ...chainLines(counterexample),
  ]
}

function observed({ counterexample: { violation }, observed: seen, scenario }: MailText) {
  return paragraphs([
    `In the model (endio, scenario ${scenario}): ${violationSentence(violation)}.`,
    ...(seen.length === 0
      ? ['On a running system: not looked for, so this is a question and no bug report yet.']
      : seen),
  ])
}

function reproduce({ replay, program, design }: MailText): readonly string[] {
  const command = [...paragraph(`In the model, design ${design}:`), '', ...replayLines(replay), '']
  if ('refused' in program) {
    return [
      ...command,
      ...paragraph(`There is no program for it (${program.refused}). Needed: ${program.needs}.`),
    ]
  }
  return [
    ...command,
    ...paragraph(
      'As a C program that tries the same order on a file, with what it cannot force said in it (exit code 1: violated):',
    ),
    '',
    ...commandLines('Program:', program),
  ]
}

function fixLines({ analysis, counterexample }: MailText): readonly string[] {
  const done = analysis.changes?.done ?? []
  const closing = done.filter(fixes)
  const failing = done.filter((c) => !fixes(c) && c.choices.length === 1)
  const { violation } = counterexample
  const name = violation.kind === 'property' ? violation.name : violation.kind
  const none =
    done.length === 0
      ? 'No other design was explored.'
      : `No design that differs in one choice or two is known to keep ${name} and everything else.`
  return [
    ...(closing.length === 0
      ? paragraph(none)
      : paragraph(
          'With one of these choices instead no interleaving of the model violates anything; every state was explored:',
        )),
    ...listed(
      closing.map((c) => entry(words(c), `${c.states} states`)),
      maxShown,
    ),
    ...(failing.length === 0 ? [] : ['', ...paragraph('These do not help:')]),
    ...listed(
      failing.map((c) => entry(words(c), outcome(c))),
      maxShown,
    ),
  ]
}

const words = ({ choices }: Change): string => choices.map(([k, v]) => `${k}=${v}`).join(' ')

function outcome({ effect, given, violates, vacuous }: Change): string {
  if (effect === 'keeps') return 'still violated'
  if (vacuous.length > 0) return `not violated, but ${vacuous.join(', ')} never holds either`
  if (violates.length > 0) return `not violated; instead it violates ${violates.join(' and ')}`
  if (given) return 'not violated, but it is given and no choice of the design'
  return 'not violated as far as it was explored, which is not all'
}

function leftOut({ leftOut: left, design }: MailText): readonly string[] {
  return paragraphs([
    ...left,
    'A race of the model is a question to the code. The model follows the actors of this scenario, whole blocks and sequentially consistent memory, up to its bound on faults; which functions its steps stand for is said in machines/README.md.',
    `The design as modelled is ${design}; where the code has made another choice the report does not apply.`,
  ])
}
