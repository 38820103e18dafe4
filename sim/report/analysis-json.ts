/** The analysis of a counterexample as fields of the `endio.bisect/1` document. */
import type { Analysis } from '../counterexample/analysis.ts'
import type { Isolation } from '../counterexample/isolate.ts'
import type { Alternative, NoReturn } from '../counterexample/no-return.ts'
import { failureId } from '../model/violation.ts'
import { formatDelivery } from '../schedule/delivery.ts'
import { formatDeviation } from '../schedule/schedule.ts'

export function analysisJson({ noReturn, unexplored, changes, complete }: Analysis): object {
  return {
    noReturn: noReturn?.kind === 'exact' ? exactJson(noReturn) : noReturn,
    unexplored,
    changes: changes?.done,
    analysed: complete,
  }
}

export function isolationJson({ left, good, bad, ...effort }: Isolation): object {
  return {
    ...effort,
    left: left.map((d) => ({
      good: d.good && formatDeviation(d.good),
      bad: d.bad && formatDeviation(d.bad),
    })),
    good: good.map(formatDeviation),
    bad: bad.map(formatDeviation),
  }
}

function exactJson({ alternatives, exits, failures, ...found }: NoReturn): object {
  return {
    ...found,
    failures: failures.map(failureId),
    alternatives: alternatives.map(alternativeJson),
    exits: exits.map(({ from, to, alternative }) => ({
      from,
      to,
      ...alternativeJson(alternative),
    })),
  }
}

function alternativeJson({ step, lead, passes, failures }: Alternative): object {
  const { delivery, event, alternative } = step
  return {
    deliver: formatDelivery(delivery),
    event,
    take: alternative?.taken,
    lead,
    passes,
    failures: failures.map(failureId),
  }
}
