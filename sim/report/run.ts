/** One run as text: the sentence, the picture, the schedule, the command that replays it. */
import { violationSentence } from '../model/violation.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import type { Alignment } from '../strategy/replay.ts'
import type { Step, Trace } from '../trace/trace.ts'
import { formatAccess } from './access.ts'
import { lanes } from './lanes.ts'
import { replayLines } from './race.ts'
import { mailWidth, table, wrap } from './text.ts'

export interface RunText {
  readonly trace: Trace
  /** The steps worth a picture; all of them when there are none. */
  readonly relevant: readonly Step[]
  readonly scenario: string
  readonly design: string
  /** How the run was made: `seed 7, uniform`. */
  readonly how: string
  readonly replay: readonly string[]
}

export function runLines(run: RunText): readonly string[] {
  const { trace, relevant, replay } = run
  const shown = relevant.length > 0 ? relevant : trace.steps
  return [
    `${run.scenario}: ${run.how}`,
    ...(run.design === '' ? [] : wrap(run.design, mailWidth, '  ')),
    '',
    ...wrap(runSentence(trace), mailWidth),
    '',
    `Interleaving, ${shown.length} of ${trace.steps.length} steps:`,
    ...lanes(shown, new Map()),
    '',
    'Schedule:',
    ...scheduleTable(trace),
    '',
    ...replayLines(replay),
  ]
}

/** The verdict of one run in a sentence. */
export function runSentence(trace: Trace): string {
  const steps = `${trace.steps.length} steps`
  switch (trace.ending.kind) {
    case 'violated':
      return `VIOLATED after ${steps}. ${violationSentence(trace.ending.violation)}`
    case 'passed':
      return `PASSED: at rest after ${steps}, no property violated. One run proves nothing about others.`
    case 'bound':
      return `INCONCLUSIVE: the bound of ${steps} was spent before the run came to rest.`
  }
}

/** Every delivery with its number, its name, and the call it makes. */
function scheduleTable(trace: Trace): readonly string[] {
  return table(
    trace.steps.map((step) => {
      const taken = step.alternative?.taken ?? 0
      const what = step.alternative?.fault === true ? 'fault ' : ''
      const call = formatAccess(step)
      return [
        `${step.index}`.padStart(4),
        formatDelivery(step.delivery),
        taken === 0 ? call : `takes ${taken}: ${what}${call}`,
      ]
    }),
  )
}

/** How far a recorded schedule still fits the model. */
export function alignmentLines({
  aligned,
  skipped,
  inserted,
  extended,
}: Alignment): readonly string[] {
  const part = (what: string, names: readonly string[]): readonly string[] =>
    names.length === 0 ? [] : wrap(`${what} ${names.length}: ${names.join(' ')}`, mailWidth)
  return [
    `aligned ${aligned}`,
    ...part('skipped', skipped),
    ...part('inserted', inserted),
    ...part('extended by the default schedule', extended),
  ]
}
