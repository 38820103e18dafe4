/** How sure a sweep can be, in sentences that say what they do not say. */
import type { Confidence } from '../estimate/confidence.ts'
import { large } from '../estimate/schedules.ts'
import type { Large } from '../estimate/schedules.ts'
import type { Unseen } from '../estimate/unseen.ts'
import { mailWidth, percent, table, wrap } from './text.ts'

export function confidenceLines(confidence: Confidence, unexplored?: string): readonly string[] {
  if (confidence.kind === 'void') {
    return wrap(`No confidence can be stated: ${confidence.reason}.`, mailWidth, '  ')
  }
  const { runs, level, properties, unseen, schedules, pct } = confidence
  const percentLevel = `${level * 100} %`
  const rows = properties.map(({ property, violations, interval, truth }) => [
    property,
    `${violations} of ${runs}`,
    violations === 0
      ? `at most ${percent(interval.high)}`
      : `${percent(interval.low)} to ${percent(interval.high)}`,
    ...(truth === undefined ? [] : [`truth ${percent(truth)}`]),
  ])
  const head = `Share of runs that violate a property, with ${percentLevel} confidence:`
  const classes = unseen ? [classSentence(unseen, percentLevel)] : []
  const count = schedules ? [scheduleSentence(confidence)] : []
  const budget = pct.map(({ depth, runs: n }) => `${integer(n)} for depth ${depth}`).join(', ')
  const [k] = pct
  return [
    ...wrap(head, mailWidth, '  '),
    ...table(rows).map((line) => `    ${line}`),
    ...[
      ...truthSentences(confidence, unexplored),
      ...classes,
      ...count,
      ...(k === undefined
        ? []
        : [
            `PCT with ${k.channels} channels and ${k.steps} steps would find with ${percentLevel} any one race in so many runs: ${budget}.`,
          ]),
      'All this is about this strategy, design and bound; a schedule that it hardly ever takes may still fail.',
    ].flatMap((sentence) => wrap(sentence, mailWidth, '  ')),
  ]
}

/** What the column of truths rests on. */
function truthSentences(
  { explored, properties }: Extract<Confidence, { kind: 'estimated' }>,
  unexplored: string | undefined,
): readonly string[] {
  if (explored === undefined) {
    return unexplored === undefined ? [] : [`No truth beside them: ${unexplored}.`]
  }
  const endless = properties.flatMap((p) => (p.endless === true ? [p.property] : []))
  const unknown = properties.some((p) => p.truth === undefined && p.endless !== true)
  const part = unknown ? ', which for this strategy tells only what no run violates' : ''
  const why =
    endless.length === 0
      ? []
      : [
          `No truth of ${endless.join(', ')}: a run without end violates it, which the bound on steps cuts off unjudged; endio check judges it.`,
        ]
  return [`Truth: from all ${explored} states of this design${part}.`, ...why]
}

function classSentence(unseen: Unseen, level: string): string {
  const { classes, f1, f2, sampled, chance, chanceAtMost, unseenAtLeast } = unseen
  const about = sampled === undefined ? '' : 'about '
  const bound =
    chanceAtMost === undefined
      ? `no bound, as one class in ${sampled} was kept`
      : `at most ${percent(chanceAtMost)} with ${level}`
  return [
    `Happens-before classes: ${about}${integer(classes)}, of these ${about}${integer(f1)} seen once and ${integer(f2)} twice;`,
    `the next run is of an unseen class with a chance of ${percent(chance)} (Good-Turing; ${bound});`,
    `about ${integer(unseenAtLeast)} or more classes are unseen (Chao1).`,
  ].join(' ')
}

function scheduleSentence(confidence: Extract<Confidence, { kind: 'estimated' }>): string {
  const { schedules, schedulesTruth, runs } = confidence
  if (schedules === undefined) return ''
  const { estimate, standardError, effective, steady } = schedules
  const exact = schedulesTruth === undefined ? '' : `, in truth ${exactText(schedulesTruth)}`
  const spread = steady
    ? `standard error ${largeText(standardError)}`
    : `an order of magnitude and more likely too low: ${integer(effective)} of ${runs} runs carry it`
  return `Schedules: about ${largeText(estimate)}${exact} (Knuth; ${spread}).`
}

function integer(n: number): string {
  return n < 1e6 ? String(Math.round(n)) : largeText(split(n))
}

/** All digits as long as a reader can count them. */
function exactText(n: bigint): string {
  const digits = String(n)
  return digits.length <= 12 ? digits : largeText(large(n, 1n))
}

function split(n: number): Large {
  const [mantissa = '', exponent = ''] = n.toExponential(6).split('e')
  return { mantissa: Number(mantissa), exponent: Number(exponent) }
}

function largeText({ mantissa, exponent }: Large): string {
  if (exponent >= 0 && exponent < 5) return String(Math.round(mantissa * 10 ** exponent))
  return exponent < 0 && exponent >= -3
    ? String(Number((mantissa * 10 ** exponent).toPrecision(2)))
    : `${mantissa.toFixed(1)}e${exponent}`
}
